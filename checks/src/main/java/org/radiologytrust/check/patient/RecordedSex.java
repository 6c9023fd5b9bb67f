package org.radiologytrust.check.patient;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Study;

/**
 * The sex of the patient as the message or the images record it.
 *
 * @param female whether it is female; otherwise it is male
 * @param evidence the field that records it
 */
record RecordedSex(boolean female, Evidence evidence) {
  /** {@code null} unless female or male is recorded. */
  static @Nullable RecordedSex of(Audit c) {
    Sex sex = c.report().patient().sex();
    if (sex != Sex.UNKNOWN) {
      return of(c.report().source(ReportField.SEX), sex);
    }
    for (Study s : c.studies()) {
      if (s.patient() != null && s.patient().sex() != Sex.UNKNOWN) {
        return of("PatientSex (0010,0040)", s.patient().sex());
      }
    }
    return null;
  }

  private static @Nullable RecordedSex of(String source, Sex sex) {
    return switch (sex) {
      case FEMALE -> new RecordedSex(true, Evidence.field(source, "F"));
      case MALE -> new RecordedSex(false, Evidence.field(source, "M"));
      case OTHER, UNKNOWN -> null;
    };
  }

  /**
   * A flag of a word that this sex does not suggest.
   *
   * @param what the word's kind, to follow "The report names"
   */
  CheckResult contradicted(String check, Evidence first, String what) {
    return new CheckResult(
        check,
        Label.NEEDS_REVIEW,
        first,
        evidence,
        "The report names "
            + what
            + " that the patient's recorded sex ("
            + (female ? "female" : "male")
            + ") does not suggest: check that the report belongs to this patient and that the sex is"
            + " recorded rightly.");
  }
}
