package org.radiologytrust.llm.ask;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.radiologytrust.model.Texts;

/**
 * A question to a model.
 *
 * @param step name of the step that asks, for metrics and messages
 * @param model the model's name at the server
 * @param prompt the whole text; it must contain {@code [img]} once for each image
 * @param images PNG files
 * @param schema JSON schema of the answer
 * @param numPredict most tokens of the answer
 * @param nonce differs from call to call. It is sent before the first image, because a server that
 *     reuses a cached prefix would otherwise reuse the state of an image with another question. A
 *     server that is known to do so rightly gets {@link #withNonceOfRun}
 * @param traits further properties of the request
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
   * Further properties of a request.
   *
   * @param run id of the run. Its calls without images prefer the same server, because of the
   *     server's prompt cache; empty for no preference
   * @param lora whether the step is marked {@code lora}, for servers that choose the adapter for
   *     each request
   * @param probabilities which probabilities of the answer's enumerated values to request
   * @param grammar whether the server enforces the schema. If not, only the prompt describes the
   *     form of the answer, and the call ends as soon as the answer cannot become JSON; used by
   *     evaluations
   * @param stop text that ends the answer and is not part of it; empty for none
   */
  public record Traits(
      String run, boolean lora, WantedProbabilities probabilities, boolean grammar, String stop) {
    /** No preferences; the server enforces the schema. */
    public static final Traits PLAIN = new Traits("", false, WantedProbabilities.NONE);

    /** Traits of a request whose schema the server enforces. */
    public Traits(String run, boolean lora, WantedProbabilities probabilities) {
      this(run, lora, probabilities, true, "");
    }
  }

  /** Characters of a nonce. */
  private static final int NONCE = 12;

  public ChatRequest {
    images = List.copyOf(images);
  }

  /** A request with {@link Traits#PLAIN}. */
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

  /** The whole text that is sent to the model at the first attempt. */
  public String content() {
    return content("");
  }

  /**
   * The whole text that is sent to the model.
   *
   * @param correction why the previous answer was refused; empty at the first attempt
   */
  public String content(String correction) {
    String start = images.isEmpty() ? "" : "case " + nonce + "\n";
    String end =
        correction.isEmpty()
            ? ""
            : "\n\nAn earlier answer was refused: " + correction + " Answer again.";
    return start + prompt + end;
  }

  /**
   * A copy with another prompt, for evaluations.
   *
   * @param words the prompt
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

  /** A copy with another nonce. */
  public ChatRequest withNonce(String other) {
    return new ChatRequest(step, model, prompt, images, schema, numPredict, other, traits);
  }

  /**
   * A copy with the nonce that all calls of the run to this model about these images have in
   * common. Other images have another one, because some servers keep images apart by the text
   * alone.
   */
  public ChatRequest withNonceOfRun() {
    String same =
        traits.run()
            + "|"
            + model
            + images.stream().map(image -> "|" + Texts.sha256(image)).collect(joining());
    return withNonce(Texts.sha256(same).substring(0, NONCE));
  }

  /** Only step and model; the prompt holds patient data. */
  @Override
  public String toString() {
    return "ChatRequest[" + step + ", " + model + "]";
  }
}
