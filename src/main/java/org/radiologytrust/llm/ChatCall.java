package org.radiologytrust.llm;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;

/**
 * One HTTP call: what goes through the route {@code model-call}.
 *
 * @param server base URL
 * @param seed seed of this try
 * @param numPredict most tokens of the answer in this try
 * @param correction what was wrong with the answer before; empty at first
 */
record ChatCall(ChatRequest request, String server, int seed, int numPredict, String correction) {
  /** Has a server load a model, with the options of every other call: it is asked nothing. */
  static ChatCall warmUp(String server, String model) {
    ChatRequest nothing =
        new ChatRequest("warm-up", model, "", List.of(), MissingNode.getInstance(), 1, "");
    return new ChatCall(nothing, server, 0, 1, "");
  }

  boolean isWarmUp() {
    return request.prompt().isEmpty();
  }

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
