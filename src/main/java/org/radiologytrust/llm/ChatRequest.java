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
 * @param traits what else the servers and the wire have to know
 */
public record ChatRequest(
    String step,
    String model,
    String prompt,
    List<byte[]> images,
    JsonNode schema,
    int numPredict,
    String nonce,
    Traits traits) {
  /**
   * What a request asks for beside its answer.
   *
   * @param run calls of one run without images stay at one server where they can, for its prompt
   *     cache; empty = no such wish
   * @param lora whether the step is marked {@code lora}, for servers that choose the adapter per
   *     request
   * @param probabilities which probabilities of the answer's enumerated values are wanted
   * @param grammar whether the server is to hold the answer to the schema; without, the prompt
   *     alone tells its form, and an answer is given up as soon as it can be no JSON any more: for
   *     evaluations
   * @param stop text at which the answer ends, itself left out; empty = none
   */
  public record Traits(
      String run, boolean lora, WantedProbabilities probabilities, boolean grammar, String stop) {
    public static final Traits PLAIN = new Traits("", false, WantedProbabilities.NONE);

    /** Held to the schema. */
    public Traits(String run, boolean lora, WantedProbabilities probabilities) {
      this(run, lora, probabilities, true, "");
    }
  }

  public ChatRequest {
    images = List.copyOf(images);
  }

  /** A request without further wishes. */
  public ChatRequest(
      String step,
      String model,
      String prompt,
      List<byte[]> images,
      JsonNode schema,
      int numPredict,
      String nonce) {
    this(step, model, prompt, images, schema, numPredict, nonce, Traits.PLAIN);
  }

  /** The whole text that the model gets at the first try. */
  public String content() {
    return ChatCall.content(this, "");
  }

  /**
   * The same question in other words, for an evaluation.
   *
   * @param grammar see {@link Traits}
   * @param stop see {@link Traits}
   * @param most most tokens of the answer
   */
  public ChatRequest as(String words, boolean grammar, String stop, int most) {
    return new ChatRequest(
        step,
        model,
        words,
        images,
        schema,
        most,
        nonce,
        new Traits(traits.run(), traits.lora(), traits.probabilities(), grammar, stop));
  }

  /** Names the step and the model alone: the rest is the patient's. */
  @Override
  public String toString() {
    return "ChatRequest[" + step + ", " + model + "]";
  }
}
