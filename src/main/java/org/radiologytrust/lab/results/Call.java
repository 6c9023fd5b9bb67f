package org.radiologytrust.lab.results;

import org.radiologytrust.model.Texts;

/**
 * One call of a step, its first answer as it came: nothing was repaired or asked again.
 *
 * @param step name of the step, or a probe: blank, other, again
 * @param answer the whole text; empty where no whole answer came
 * @param why what is wrong with it; empty when it was accepted
 * @param seconds from the request to the last token
 * @param promptTokens as the server counts them; 0 when it does not say
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

  /** How far an answer got; each further one includes those before. */
  public enum Outcome {
    /** Cut, empty, or the server gave up. */
    NO_ANSWER,
    /** Whole, but no JSON, or something stands beside the JSON. */
    NOT_JSON,
    /** JSON that breaks a rule of the step's schema. */
    NOT_SCHEMA,
    /**
     * Fits the schema, and breaks a rule of the step, such as a quote that is not in the report.
     */
    REFUSED,
    /** The product would use it as it came. */
    ACCEPTED;

    public boolean parsed() {
      return compareTo(NOT_SCHEMA) >= 0;
    }

    public boolean schemaValid() {
      return compareTo(REFUSED) >= 0;
    }
  }
}
