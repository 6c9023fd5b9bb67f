package org.radiologytrust.correlate;

import java.util.Optional;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.model.Study;

/**
 * The right-patient gate: a study with the report's accession number or Study Instance UID but
 * another patient must not be used, and the audit reports it. An attribute that one side lacks
 * contradicts nothing.
 */
final class PatientGate {
  /**
   * Compares the patients. Returns empty if the study may be used, otherwise the reason, which
   * names fields but no values.
   */
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
