package org.radiologytrust.check.patient;

import java.util.List;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.files.SiteFiles;

/** The checks that compare the report with the recorded patient. */
public final class PatientChecks {
  private PatientChecks() {}

  /** All of them, in the order in which they run. */
  public static List<Check> all(SiteFiles files) {
    Persons persons = new Persons(files);
    AgeStatements ages = new AgeStatements(files, persons);
    return List.of(
        new Age(ages, persons), new SexWord(files, ages, persons), new SexOrgan(files, persons));
  }
}
