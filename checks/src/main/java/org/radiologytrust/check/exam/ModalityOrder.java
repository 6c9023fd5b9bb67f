package org.radiologytrust.check.exam;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.check.base.Examination;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.words.WordTokens;

/**
 * {@code modality-order}: compares the modality in the report with the order's. Reports nothing if
 * the images have a Modality, since a study can be done in another way than it was ordered.
 */
final class ModalityOrder implements Check {
  static final String ID = "modality-order";

  private final Modalities modalities;
  private final WrongModality wrong;

  ModalityOrder(Modalities modalities) {
    this.modalities = modalities;
    this.wrong = new WrongModality(modalities);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<CheckInput> needs() {
    return Set.of(CheckInput.ORDERED_MODALITY);
  }

  @Override
  public Set<CheckInput> reads() {
    return Set.of(CheckInput.ORDERED_MODALITY, CheckInput.IMAGES);
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    String field = c.report().order().modality().strip().toUpperCase(Locale.ROOT);
    List<String> ordered =
        field.isEmpty()
            ? modalities.only(WordTokens.of(Examination.procedure(c.report().order())))
            : List.of(field);
    if (ordered.isEmpty() || !c.modalities().isEmpty()) {
      return r.silent("the order names no single modality, or there are images to compare with");
    }
    Evidence first = wrong.in(r, modalities.images(ordered));
    if (first == null) {
      return r.silent("the report speaks of no other modality than was ordered");
    }
    return List.of(
        new CheckResult(
            ID,
            Label.NEEDS_REVIEW,
            first,
            Examination.evidence(
                c.report(), field.isEmpty() ? ReportField.PROCEDURE : ReportField.MODALITY, field),
            "The order is for "
                + modalities.inWords(ordered)
                + ", the report speaks of another modality: check that report and order belong"
                + " together."));
  }
}
