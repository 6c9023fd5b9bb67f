package org.radiologytrust.lab.run;

import java.io.IOException;
import org.radiologytrust.lab.results.CaseResult;
import org.radiologytrust.llm.ask.ModelFailure;

/** Asks a model about cases, one by one. Safe for use by many threads. */
public interface CaseEvaluation {
  /**
   * Asks about a case.
   *
   * @param other a case of another patient, whose images a probe may show instead; {@code c} itself
   *     if there is none
   * @throws ModelFailure if the server cannot be asked, which says nothing about the model
   * @throws IllegalArgumentException if the case's truth does not fit its report
   * @throws IOException if an image cannot be read
   */
  CaseResult run(EvalCase c, EvalCase other) throws ModelFailure, InterruptedException, IOException;
}
