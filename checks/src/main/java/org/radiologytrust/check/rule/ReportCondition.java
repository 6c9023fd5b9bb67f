package org.radiologytrust.check.rule;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.check.base.Examination;
import org.radiologytrust.check.base.StudyDay;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Study;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * Which reports a rule is about: those that fit all that is given.
 *
 * @param modality DICOM modalities, of which the examination has one
 * @param procedure words of the procedure in the order, of which it has one
 * @param sex female or male, as recorded
 * @param age at the study, in years
 */
record ReportCondition(
    @Nullable List<String> modality,
    @Nullable Terms procedure,
    @Nullable String sex,
    @Nullable Between age) {
  static final ReportCondition ANY = new ReportCondition(null, null, null, null);

  ReportCondition {
    if (sex != null && !sex.equals("female") && !sex.equals("male")) {
      throw new IllegalArgumentException("has a sex that is neither female nor male: " + sex);
    }
    if (modality != null) {
      modality = modality.stream().map(code -> code.toUpperCase(Locale.ROOT)).toList();
    }
  }

  /** What a report must have so that the rule can say anything about it. */
  Set<CheckInput> needs() {
    Set<CheckInput> needs = EnumSet.noneOf(CheckInput.class);
    if (procedure != null) {
      needs.add(CheckInput.PROCEDURE);
    }
    if (sex != null) {
      needs.add(CheckInput.SEX);
    }
    if (age != null) {
      needs.add(CheckInput.BIRTH_DATE);
      needs.add(CheckInput.STUDY_DATE);
    }
    return needs;
  }

  boolean fits(Audit c) {
    return (modality == null || c.kinds().stream().anyMatch(modality::contains))
        && (procedure == null || c.report().answered().stream().anyMatch(this::ordered))
        && (sex == null || recorded(c) == Sex.valueOf(sex.toUpperCase(Locale.ROOT)))
        && (age == null || age(c));
  }

  private boolean ordered(Order order) {
    return Objects.requireNonNull(procedure).anyIn(WordTokens.of(Examination.procedure(order)));
  }

  private static Sex recorded(Audit c) {
    return patients(c)
        .map(Patient::sex)
        .filter(known -> known != Sex.UNKNOWN)
        .findFirst()
        .orElse(Sex.UNKNOWN);
  }

  /** Whether it fits on each day that the study may have been. */
  private boolean age(Audit c) {
    LocalDate born =
        patients(c).map(Patient::birthDate).filter(Objects::nonNull).findFirst().orElse(null);
    StudyDay day = StudyDay.of(c);
    return born != null
        && day != null
        && Stream.of(day.first(), day.last())
            .allMatch(
                studied ->
                    Objects.requireNonNull(age).has(ChronoUnit.YEARS.between(born, studied)));
  }

  private static Stream<Patient> patients(Audit c) {
    return Stream.concat(Stream.of(c.report().patient()), c.studies().stream().map(Study::patient))
        .filter(Objects::nonNull);
  }
}
