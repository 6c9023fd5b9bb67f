package org.radiologytrust.pipeline.step;

import java.io.IOException;
import java.util.Set;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditPart;

/**
 * A step of an audit: it asks a model a question and adds the answer to the audit. A step consists
 * of this class and the folder {@code steps/NAME} with its prompt, the schema of its answer and its
 * settings. One object is used for all runs, by several threads, so it must have no state. Steps in
 * other jars on the class path are found by their {@code
 * META-INF/services/org.radiologytrust.pipeline.step.Step}.
 */
public interface Step {
  /**
   * The step's name: lower-case letters, digits and dashes. The journal, the provenance and the
   * metrics use it, and routes call the bean {@code step-NAME}.
   */
  String name();

  /** The name of the step's folder in {@code steps/}. */
  default String folder() {
    return name();
  }

  /** The placeholders of the prompt. The prompt must use each of them, and no others. */
  Set<String> inputs();

  /**
   * The parts of the audit that the step writes. The step may also add notes and set the extra
   * under its own name. Steps that write the same part cannot run in parallel.
   */
  default Set<AuditPart> outputs() {
    return Set.of();
  }

  /**
   * The property of the answer that holds a list with entries for the claims, for steps that split
   * claims over several calls; empty for other steps.
   */
  default String list() {
    return "";
  }

  /**
   * Asks the model, reads the answer and returns the audit with the step's outputs.
   *
   * @throws NotAuditable when the report cannot be audited; ends the run
   * @throws ModelFailure when there is no valid answer; its {@code verdict()} says whether the run
   *     is retried
   * @throws InterruptedException when the run was stopped
   * @throws IOException when an image cannot be read; the run is retried, or ends for {@link
   *     org.radiologytrust.images.ImageSource.Unreadable}
   */
  Audit run(Audit audit, StepCalls calls)
      throws ModelFailure, NotAuditable, InterruptedException, IOException;
}
