package org.radiologytrust.llm;

/**
 * One HTTP call: what goes through the route {@code model-call}.
 *
 * @param server base URL
 * @param seed seed of this try
 * @param numPredict most tokens of the answer in this try
 * @param correction what was wrong with the answer before; empty at first
 */
record ChatCall(ChatRequest request, String server, int seed, int numPredict, String correction) {
  /** The whole text that the model gets. */
  static String content(ChatRequest request, String correction) {
    String start = request.images().isEmpty() ? "" : "case " + request.nonce() + "\n";
    String end =
        correction.isEmpty()
            ? ""
            : "\n\nAn earlier answer was refused: " + correction + " Answer again.";
    return start + request.prompt() + end;
  }

  /** Who failed, for messages. */
  String who() {
    return "step " + request.step() + ", model " + request.model();
  }

  /** Names the step and the model alone: the rest is the patient's. */
  @Override
  public String toString() {
    return "ChatCall[" + request + ", " + server + "]";
  }
}
