package org.radiologytrust.check.patient;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.model.Study;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;

/** {@code age}: compares the age in the report with the birth date and the date of the study. */
final class Age implements Check {
  static final String ID = "age";

  /** A birth date before that is a placeholder. */
  private static final int MAX_YEARS = 116;

  private final AgeStatements statements;
  private final Persons persons;

  Age(AgeStatements statements, Persons persons) {
    this.statements = statements;
    this.persons = persons;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<CheckInput> needs() {
    return Set.of(CheckInput.BIRTH_DATE, CheckInput.STUDY_DATE);
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    Evidence second = birthDate(c);
    LocalDate studied = studyDate(c);
    if (second == null || studied == null) {
      return r.silent("the birth date or the date of the study is not known");
    }
    LocalDate born = LocalDate.parse(second.value());
    long years = ChronoUnit.YEARS.between(born, studied);
    if (born.isAfter(studied) || years > MAX_YEARS || persons.pregnancy(r) && years < 1) {
      return r.silent("the dates cannot be right, or the patient may be an unborn child");
    }
    long days = ChronoUnit.DAYS.between(born, studied);
    List<CheckResult> results = new ArrayList<>();
    r.sentences().stream()
        .map(SentenceReading::words)
        .forEach(
            t ->
                statements.in(t).stream()
                    .filter(s -> s.contradicts(days))
                    .forEach(
                        s ->
                            results.add(
                                new CheckResult(
                                    ID,
                                    Label.NEEDS_REVIEW,
                                    t.evidence(s.first(), s.last()),
                                    second,
                                    action(years, days)))));
    return results;
  }

  private static String action(long years, long days) {
    return "By the birth date the patient was "
        + (years >= 2 ? years + " years" : days / 30 + " months")
        + " old at the study, the report says otherwise: check that the report belongs to this"
        + " patient and that the birth date is recorded rightly.";
  }

  private static @Nullable Evidence birthDate(Audit c) {
    Report report = c.report();
    if (report.patient().birthDate() != null) {
      return Evidence.field(
          report.source(ReportField.BIRTH_DATE), report.patient().birthDate().toString());
    }
    return c.studies().stream()
        .map(Study::patient)
        .filter(p -> p != null && p.birthDate() != null)
        .map(p -> Evidence.field("PatientBirthDate (0010,0030)", p.birthDate().toString()))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable LocalDate studyDate(Audit c) {
    Report report = c.report();
    if (report.effective() != null) {
      return LocalDate.ofInstant(report.effective(), ZoneOffset.UTC);
    }
    LocalDate studied =
        c.studies().stream()
            .map(Study::studyDate)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    return studied == null && report.issued() != null
        ? LocalDate.ofInstant(report.issued(), ZoneOffset.UTC)
        : studied;
  }
}
