package org.radiologytrust.correlate;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.radiologytrust.model.OtherPatient;
import org.radiologytrust.model.PatientMatch.Attribute;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.model.Study;

/**
 * The right-patient gate. A study may have the report's accession number or Study Instance UID and
 * still be of another patient. Such a study is not used, and the audit says so. {@link
 * PatientMatch} weighs the attributes.
 */
final class PatientGate {
  private static final Map<Attribute, String> TAGS =
      Map.of(
          Attribute.IDENTIFIER, "PatientID (0010,0020)",
          Attribute.NAME, "PatientName (0010,0010)",
          Attribute.BIRTH_DATE, "PatientBirthDate (0010,0030)",
          Attribute.SEX, "PatientSex (0010,0040)");

  private static final Map<Attribute, ReportField> FIELDS =
      Map.of(
          Attribute.IDENTIFIER, ReportField.PATIENT_ID,
          Attribute.NAME, ReportField.PATIENT_NAME,
          Attribute.BIRTH_DATE, ReportField.BIRTH_DATE,
          Attribute.SEX, ReportField.SEX);

  boolean contradicts(Report report, Study study) {
    return report.patient().contradicts(study.patient());
  }

  /** Why the studies are not used. Names fields but no values. */
  String refusal(Report report, OtherPatient other) {
    List<Attribute> differing = List.copyOf(other.differing());
    return "wrong patient: "
        + differing.stream().map(TAGS::get).collect(Collectors.joining(" and "))
        + (differing.size() == 1 ? " of the study differs from " : " of the study differ from ")
        + differing.stream()
            .map(attribute -> report.source(FIELDS.get(attribute)))
            .collect(Collectors.joining(" and "))
        + " of the report with the same accession number or Study Instance UID";
  }
}
