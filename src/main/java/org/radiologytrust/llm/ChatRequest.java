package org.radiologytrust.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One question to a model.
 *
 * @param step name of the step that asks, for metrics and messages
 * @param model the model's name at the server
 * @param prompt the whole text; where images are given it has to hold {@code [img]} once for each
 * @param images PNG files
 * @param schema JSON schema of the answer
 * @param numPredict most tokens of the answer
 * @param nonce differs from call to call; with images it comes before the first of them (a server
 *     that reuses a cached prefix would reuse image state that has seen another question)
 */
public record ChatRequest(
    String step,
    String model,
    String prompt,
    List<byte[]> images,
    JsonNode schema,
    int numPredict,
    String nonce) {
  public ChatRequest {
    images = List.copyOf(images);
  }

  /** Names the step and the model alone: the rest is the patient's. */
  @Override
  public String toString() {
    return "ChatRequest[" + step + ", " + model + "]";
  }
}
