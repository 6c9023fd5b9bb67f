package org.radiologytrust.pipeline.step;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The content of a step's folder.
 *
 * @param name name of the step
 * @param model {@code base} or {@code lora}
 * @param image whether the model is shown the images; exactly then the prompt contains {@code
 *     {{images}}}
 * @param answerTokens most tokens of the answer
 * @param answerTokensPerItem tokens of the answer about one claim; 0 for steps that do not split
 *     claims over several calls
 * @param choices whether to ask for the probabilities of enumerated values
 * @param allChoices whether to ask also for those of the values that are not chosen, which is slow
 *     at some servers
 * @param version version of the prompt, for people to read
 * @param prompt template; {@code {{name}}} is replaced by the step's value
 * @param schema JSON schema of the answer
 */
public record StepDefinition(
    String name,
    String model,
    boolean image,
    int answerTokens,
    int answerTokensPerItem,
    boolean choices,
    boolean allChoices,
    int version,
    String prompt,
    JsonNode schema) {
  /** A copy that asks for more: with these words at the end of the prompt. */
  StepDefinition asking(String more, int tokens) {
    return new StepDefinition(
        name,
        model,
        image,
        answerTokens + tokens,
        answerTokensPerItem,
        choices,
        allChoices,
        version,
        prompt.stripTrailing() + "\n\n" + more,
        schema);
  }

  /** A copy with another schema. */
  StepDefinition answering(JsonNode other) {
    return new StepDefinition(
        name,
        model,
        image,
        answerTokens,
        answerTokensPerItem,
        choices,
        allChoices,
        version,
        prompt,
        other);
  }
}
