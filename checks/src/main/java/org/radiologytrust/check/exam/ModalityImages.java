package org.radiologytrust.check.exam;

import java.util.List;
import java.util.Set;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.mentions.ReportReading;

/** {@code modality-images}: compares the modality in the report with the images' Modality. */
final class ModalityImages implements Check {
  static final String ID = "modality-images";

  private final Modalities modalities;
  private final WrongModality wrong;

  ModalityImages(Modalities modalities) {
    this.modalities = modalities;
    this.wrong = new WrongModality(modalities);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<CheckInput> needs() {
    return Set.of(CheckInput.IMAGES);
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<String> study = modalities.images(c.modalities());
    Evidence first = wrong.in(r, study);
    if (first == null) {
      return r.silent("the report speaks of no other modality than the images have");
    }
    return List.of(
        new CheckResult(
            ID,
            Label.NEEDS_REVIEW,
            first,
            Evidence.field("Modality (0008,0060)", String.join(", ", study)),
            "The images are of "
                + modalities.inWords(study)
                + ", the report speaks of another modality: check that report and images belong"
                + " together."));
  }
}
