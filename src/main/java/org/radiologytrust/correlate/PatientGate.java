package org.radiologytrust.correlate;

import java.util.Optional;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.model.Study;

/**
 * The right-patient gate: a study that has the report's accession number or Study Instance UID but
 * another patient is no evidence for the report, and a reason to shout. What one side does not name
 * contradicts nothing.
 */
final class PatientGate {
  /** Empty when the study may be used, else the reason, which names fields and no values. */
  Optional<String> mismatch(Report report, Study study) {
    Patient said = report.patient();
    Patient imaged = study.patient();
    if (said.contradictsIdentity(imaged)) {
      return refused("PatientID (0010,0020)", report, ReportField.PATIENT_ID);
    }
    if (said.birthDate() != null
        && imaged.birthDate() != null
        && !said.birthDate().equals(imaged.birthDate())) {
      return refused("PatientBirthDate (0010,0030)", report, ReportField.BIRTH_DATE);
    }
    if (said.sex().contradicts(imaged.sex())) {
      return refused("PatientSex (0010,0040)", report, ReportField.SEX);
    }
    return Optional.empty();
  }

  private static Optional<String> refused(String tag, Report report, ReportField field) {
    return Optional.of(
        "wrong patient: "
            + tag
            + " of the study differs from "
            + report.source(field)
            + " of the report with the same accession number or Study Instance UID");
  }
}
