package org.radiologytrust.lab.results;

import org.radiologytrust.model.Texts;

/**
 * One call of a step with its unchanged first answer.
 *
 * @param step name of the step, or a probe: blank, other, again
 * @param answer the complete text; empty when no complete answer came
 * @param why the reason for refusing it; empty when it was accepted
 * @param seconds from the request to the last token
 * @param promptTokens as the server counts them; 0 when it does not report them
 * @param digest of the model that answered; empty when the server names none
 */
public record Call(
    String step,
    String answer,
    Outcome outcome,
    String why,
    double seconds,
    int promptTokens,
    int answerTokens,
    String digest) {
  public Call {
    answer = Texts.orEmpty(answer);
    why = Texts.orEmpty(why);
    digest = Texts.orEmpty(digest);
  }

  /** How far an answer got. Each value implies that the conditions before it hold. */
  public enum Outcome {
    /** The answer was cut or empty, or the server failed. */
    NO_ANSWER,
    /** Complete, but not JSON, or with other text beside the JSON. */
    NOT_JSON,
    /** JSON that does not fit the step's schema. */
    NOT_SCHEMA,
    /**
     * Fits the schema, but breaks a rule of the step, such as a quote that is not in the report.
     */
    REFUSED,
    /** The product would use it unchanged. */
    ACCEPTED;

    public boolean parsed() {
      return compareTo(NOT_SCHEMA) >= 0;
    }

    public boolean schemaValid() {
      return compareTo(REFUSED) >= 0;
    }
  }
}
