package org.radiologytrust.check.tables;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Report;

/** The age of the patient at the study, as far as the message has it. */
final class PatientAge {
  private PatientAge() {}

  /** Whether the patient can be so old; also if the age is not known. */
  static boolean atLeast(Audit c, int years) {
    Report report = c.report();
    LocalDate born = report.patient().birthDate();
    if (born == null || report.effective() == null) {
      return true;
    }
    LocalDate studied = LocalDate.ofInstant(report.effective(), ZoneOffset.UTC);
    return ChronoUnit.YEARS.between(born, studied) >= years;
  }
}
