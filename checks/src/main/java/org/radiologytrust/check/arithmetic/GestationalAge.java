package org.radiologytrust.check.arithmetic;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.arithmetic.Pregnancy.Basis;
import org.radiologytrust.check.arithmetic.Pregnancy.Kind;
import org.radiologytrust.check.arithmetic.Pregnancy.Stated;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.check.base.StudyDay;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.mentions.ReportReading;

/**
 * {@code gestational-age}: the weeks of a pregnancy, the last menstrual period, the expected date
 * and the day of the study do not fit together. What rests on dates is not compared with what rests
 * on an ultrasound.
 */
final class GestationalAge implements Check {
  static final String ID = "gestational-age";

  /** Days from the last menstrual period to the expected date. */
  private static final int PREGNANCY = 280;

  /** Days that people round: they count in weeks. */
  private static final int TOLERANCE = 6;

  private final Pregnancy pregnancy;

  GestationalAge(Pregnancy pregnancy) {
    this.pregnancy = pregnancy;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<CheckInput> needs() {
    return Set.of(CheckInput.STUDY_DATE);
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    StudyDay day = StudyDay.studied(c);
    if (day == null) {
      return r.silent("the day of the study is not known");
    }
    List<Stated> all = pregnancy.in(r, day.last());
    List<CheckResult> results = new ArrayList<>();
    Stated lmp = only(all, Kind.LMP, Basis.DATES);
    for (Basis basis : Basis.values()) {
      Stated age = only(all, Kind.AGE, basis);
      Stated expected = only(all, Kind.EXPECTED, basis);
      boolean byDates = basis == Basis.DATES;
      if (byDates && lmp != null && age != null && !fits(lmp, day, age.age())) {
        results.add(result(age, lmp));
      } else if (byDates && lmp != null && expected != null && !fits(lmp, expected)) {
        results.add(result(expected, lmp));
      } else if (basis != Basis.SET_BEFORE
          && age != null
          && expected != null
          && !fits(expected, day, age.age() - PREGNANCY)) {
        results.add(result(age, expected));
      }
    }
    return results;
  }

  /** The only statement of a kind that rests on this; {@code null} if two differ. */
  private static @Nullable Stated only(List<Stated> all, Kind kind, Basis basis) {
    List<Stated> some = all.stream().filter(s -> s.kind() == kind && s.basis() == basis).toList();
    boolean one = some.stream().map(s -> List.of(s.days(), s.age())).distinct().count() == 1;
    return one ? some.get(some.size() - 1) : null;
  }

  /** Whether so many days can lie between a date and the day of the study. */
  private static boolean fits(Stated date, StudyDay day, int days) {
    return date.days().stream()
        .anyMatch(from -> near(from, day.first(), days) || near(from, day.last(), days));
  }

  private static boolean fits(Stated lmp, Stated expected) {
    return lmp.days().stream()
        .anyMatch(from -> expected.days().stream().anyMatch(to -> near(from, to, PREGNANCY)));
  }

  private static boolean near(LocalDate from, LocalDate to, int days) {
    return Math.abs(ChronoUnit.DAYS.between(from, to) - days) <= TOLERANCE;
  }

  private static CheckResult result(Stated first, Stated second) {
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        first.words(),
        second.words(),
        "These dates and weeks do not fit together: check the dates and the gestational age.");
  }
}
