package org.radiologytrust.llm.exam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.radiologytrust.llm.ask.AnswerSource;
import org.radiologytrust.llm.ask.AnswerSource.Answer;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.WantedProbabilities;

/**
 * Asks one model yes-or-no questions in the same form as all other calls. They hold no patient
 * data.
 */
final class ExamQuestions {
  private static final int ROOM = 40;

  private final AnswerSource client;
  private final String model;
  private final boolean lora;
  private final String property;
  private final JsonNode schema;

  /**
   * @param client a client with a single server
   * @param model the model's name at the server
   * @param lora whether steps marked {@code lora} use the model
   * @param property name of the answer's property in the schema
   */
  ExamQuestions(AnswerSource client, String model, boolean lora, String property) {
    this.client = client;
    this.model = model;
    this.lora = lora;
    this.property = property;
    ObjectNode object = JsonNodeFactory.instance.objectNode().put("type", "object");
    object.put("additionalProperties", false).putArray("required").add(property);
    object.putObject("properties").putObject(property).putArray("enum").add("yes").add("no");
    this.schema = object;
  }

  /**
   * Asks without an image.
   *
   * @throws ModelFailure when no answer fits the schema
   */
  void ask(String prompt) throws ModelFailure, InterruptedException {
    ask(prompt, List.of(), "");
  }

  /**
   * Asks about an image.
   *
   * @param nonce is sent before the image
   * @return the probabilities of {@code yes} and {@code no}; when the server reports none, only the
   *     answer, with the probability 1
   * @throws ModelFailure when no answer fits the schema
   */
  Map<String, Double> about(byte[] image, String question, String nonce)
      throws ModelFailure, InterruptedException {
    Answer<String> answer = ask("[img]\n" + question, List.of(image), nonce);
    return answer.choices().byPointer().getOrDefault("/" + property, Map.of(answer.value(), 1.0));
  }

  private Answer<String> ask(String prompt, List<byte[]> images, String nonce)
      throws ModelFailure, InterruptedException {
    return client.ask(
        new ChatRequest(
            "doctor",
            model,
            prompt,
            images,
            schema,
            ROOM,
            nonce,
            new ChatRequest.Traits(
                "", lora, images.isEmpty() ? WantedProbabilities.NONE : WantedProbabilities.ALL)),
        answer -> answer.path(property).asText());
  }
}
