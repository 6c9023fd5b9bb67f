package org.radiologytrust.check.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.check.tables.AssessmentTable.Row;
import org.radiologytrust.check.tables.Assessments.Given;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.mentions.ReportReading;

/**
 * {@code category-size}: the largest nodule has a size that the table gives another category, or
 * another advice. What the report does not say (type, one or several) counts for the report.
 */
final class CategorySize implements Check {
  static final String ID = "category-size";

  private final List<AssessmentTable> tables;
  private final Assessments assessments;
  private final Lesions lesions;
  private final AdviceReader advice;

  CategorySize(
      List<AssessmentTable> all, Assessments assessments, Lesions lesions, AdviceReader advice) {
    tables = all.stream().filter(table -> table.sizes() != null).toList();
    this.assessments = assessments;
    this.lesions = lesions;
    this.advice = advice;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<CheckInput> reads() {
    return Set.of(CheckInput.BIRTH_DATE, CheckInput.STUDY_DATE);
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<CheckResult> results = new ArrayList<>();
    List<Given> all = assessments.in(r);
    for (AssessmentTable table : tables) {
      List<Given> given = assessments.of(table, all, r);
      boolean applies = table.system() == null ? mentioned(table, c, r) : oneCategory(given);
      Lesion lesion = applies ? lesions.largest(r, table.exceptions()) : null;
      if (lesion != null) {
        result(table, given, lesion, r).ifPresent(results::add);
      }
    }
    return results.isEmpty() ? r.silent("no size contradicts a table that applies") : results;
  }

  private static boolean oneCategory(List<Given> given) {
    return given.stream().map(Given::category).distinct().count() == 1;
  }

  /** Whether the report names a guideline that applies to its patient. */
  private static boolean mentioned(AssessmentTable table, Audit c, ReportReading r) {
    return r.stated().stream().anyMatch(s -> table.mentions().anyIn(s.words()))
        && !Assessments.anywhere(table.unless(), r)
        && (table.minAge() == null || PatientAge.atLeast(c, table.minAge()));
  }

  private Optional<CheckResult> result(
      AssessmentTable table, List<Given> given, Lesion lesion, ReportReading r) {
    @Nullable Given one = given.isEmpty() ? null : given.get(given.size() - 1);
    List<Row> rows =
        table.sizes().stream()
            .filter(row -> lesion.canBe(table, row))
            .filter(row -> row.category() == null || row.category().equals(one.category()))
            .toList();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    if (rows.stream().allMatch(row -> row.categories() != null)) {
      boolean ranked = table.rank(one.category()) >= 0;
      boolean fits =
          rows.stream()
              .flatMap(row -> row.categories().stream())
              .anyMatch(known -> AssessmentTable.compatible(known, one.category()));
      return ranked && !fits
          ? Optional.of(
              result(
                  table,
                  one.words().evidence(one.named().first(), one.named().last()),
                  lesion,
                  "category"))
          : Optional.empty();
    }
    Set<String> fits = items(rows.stream().map(Row::fits).toList());
    Set<String> against = items(rows.stream().map(Row::against).toList());
    return advice
        .against(table, r, fits, against)
        .filter(a -> rows.stream().allMatch(row -> row.against() != null && a.is(row.against())))
        .map(a -> result(table, Evidence.of(a.sentence().sentence()), lesion, "advice"));
  }

  private static Set<String> items(List<@Nullable Set<String>> all) {
    return all.stream()
        .filter(items -> items != null)
        .flatMap(Set::stream)
        .collect(Collectors.toSet());
  }

  private static CheckResult result(
      AssessmentTable table, Evidence first, Lesion lesion, String what) {
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        first,
        lesion.thing().evidence(),
        "The table gives this size another "
            + what
            + " ("
            + table.title()
            + "): check the size and correct the "
            + what
            + ".");
  }
}
