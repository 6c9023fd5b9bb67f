package org.radiologytrust.lab.checks;

import java.time.LocalDate;
import java.time.Period;
import org.radiologytrust.model.Sex;

/**
 * The patient at the time of the study.
 *
 * @param sex female or male
 * @param named whether the report itself names age or sex, so that another patient would contradict
 *     it
 */
record Subject(Sex sex, LocalDate birth, boolean named) {
  Subject withSex(Sex other) {
    return new Subject(other, birth, named);
  }

  Subject born(LocalDate other) {
    return new Subject(sex, other, named);
  }

  /** Whole years on a day. */
  int age(LocalDate on) {
    return Period.between(birth, on).getYears();
  }

  String code() {
    return sex == Sex.FEMALE ? "F" : "M";
  }
}
