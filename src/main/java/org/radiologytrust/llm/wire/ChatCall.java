package org.radiologytrust.llm.wire;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import org.radiologytrust.llm.ask.ChatRequest;

/**
 * One HTTP call to a server, as the route {@code model-call} takes it.
 *
 * @param server base URL
 * @param seed seed of this attempt
 * @param numPredict most tokens of the answer in this attempt
 * @param correction why the previous answer was refused; empty at the first attempt
 */
public record ChatCall(
    ChatRequest request, String server, int seed, int numPredict, String correction) {
  /**
   * A call that makes a server load a model with the options of all other calls. It asks nothing.
   */
  public static ChatCall warmUp(String server, String model) {
    ChatRequest nothing =
        new ChatRequest("warm-up", model, "", List.of(), MissingNode.getInstance(), 1, "");
    return new ChatCall(nothing, server, 0, 1, "");
  }

  boolean isWarmUp() {
    return request.prompt().isEmpty();
  }

  /** Step and model, as messages begin. */
  String who() {
    return "step " + request.step() + ", model " + request.model();
  }

  /** Only step and model; the prompt holds patient data. */
  @Override
  public String toString() {
    return "ChatCall[" + request + ", " + server + "]";
  }
}
