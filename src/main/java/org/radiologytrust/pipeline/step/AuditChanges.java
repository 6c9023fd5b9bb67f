package org.radiologytrust.pipeline.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditPart;
import org.radiologytrust.model.ModelUse;
import org.radiologytrust.model.ShownImage;

/**
 * The differences between two states of an audit.
 *
 * @param steps steps that ran in between
 * @param extras names of the steps whose extras were set
 */
record AuditChanges(
    List<String> steps,
    Set<AuditPart> parts,
    List<String> notes,
    List<ModelUse> models,
    List<ShownImage> shown,
    Set<String> extras) {
  /**
   * @throws StepFault when steps, notes, model uses or shown images were replaced; they may only be
   *     added to
   */
  static AuditChanges between(Audit before, Audit after) {
    Set<String> extras = new TreeSet<>(after.extras());
    extras.removeIf(step -> before.extra(step).equals(after.extra(step)));
    return new AuditChanges(
        more("steps", before.steps(), after.steps()),
        AuditPart.differing(before, after),
        more("notes", before.notes(), after.notes()),
        more("models", before.models(), after.models()),
        more("shown images", before.shown(), after.shown()),
        extras);
  }

  private static <T> List<T> more(String what, List<T> before, List<T> after) {
    int known = before.size();
    if (after.size() < known || !after.subList(0, known).equals(before)) {
      throw new StepFault(
          "the " + what + " of an audit were replaced; a step may only add to them");
    }
    return after.subList(known, after.size());
  }

  /** The changes that a step does not declare, in words. */
  List<String> undeclared(Step step) {
    List<String> undeclared = new ArrayList<>();
    parts.stream()
        .filter(p -> !step.outputs().contains(p))
        .forEach(p -> undeclared.add(p.toString()));
    extras.stream()
        .filter(extra -> !extra.equals(step.name()))
        .forEach(extra -> undeclared.add("the extra of " + extra));
    if (!models.isEmpty()) {
      undeclared.add("model uses");
    }
    if (!shown.isEmpty()) {
      undeclared.add("shown images");
    }
    return undeclared;
  }
}
