package org.radiologytrust.pipeline;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A model step as its folder says.
 *
 * @param name of the step
 * @param model {@code base} or {@code lora}
 * @param image whether the model is shown the images: exactly then the prompt holds {@code
 *     {{images}}}
 * @param answerTokens most tokens of the answer
 * @param answerTokensPerItem what one claim takes of them; 0 for a step that goes through no claims
 * @param choices whether the probabilities of its enumerated values are asked for
 * @param version of the prompt, for people
 * @param prompt template; {@code {{name}}} is replaced by what the step fills in
 * @param schema JSON schema of the answer
 */
public record StepDefinition(
    String name,
    String model,
    boolean image,
    int answerTokens,
    int answerTokensPerItem,
    boolean choices,
    int version,
    String prompt,
    JsonNode schema) {
  /** The same with an answer of another schema. */
  StepDefinition answering(JsonNode other) {
    return new StepDefinition(
        name, model, image, answerTokens, answerTokensPerItem, choices, version, prompt, other);
  }
}
