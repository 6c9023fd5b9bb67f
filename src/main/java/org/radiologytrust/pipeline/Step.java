package org.radiologytrust.pipeline;

import java.io.IOException;
import java.util.Set;
import org.radiologytrust.llm.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditPart;

/**
 * One question to a model, and what becomes of the answer. A step is this class and the folder
 * {@code steps/NAME} with its prompt, the schema of its answer and its settings. It has no state:
 * one object serves all runs. Steps of a jar on the class path are found by its {@code
 * META-INF/services/org.radiologytrust.pipeline.Step}.
 */
public interface Step {
  /**
   * Lower-case letters, digits and dashes: in the journal, the provenance, the metrics; routes call
   * the bean {@code step-NAME}.
   */
  String name();

  /** The name of its folder in {@code steps/}. */
  default String folder() {
    return name();
  }

  /** The placeholders of its prompt: each must be there, and no other. */
  Set<String> inputs();

  /**
   * The parts of the audit that it writes. Beside them it may add notes and set the extra under its
   * own name. Steps that write the same part cannot run side by side.
   */
  default Set<AuditPart> outputs() {
    return Set.of();
  }

  /** The list in its answer, of a step that goes through claims in as many calls as needed. */
  default String list() {
    return "";
  }

  /**
   * Asks, reads the answer and gives the audit with its outputs. What is thrown ends the run as not
   * auditable, or has it tried again.
   */
  Audit run(Audit audit, StepCalls calls)
      throws ModelFailure, NotAuditable, InterruptedException, IOException;
}
