package org.radiologytrust.check.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.tables.Assessments.Given;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.mentions.ReportReading;

/**
 * {@code category-advice}: the report advises what its only category speaks against, such as a
 * biopsy of BI-RADS 2. Silent as soon as anything that it advises can fit.
 */
final class CategoryAdvice implements Check {
  static final String ID = "category-advice";

  private final List<AssessmentTable> tables;
  private final Assessments assessments;
  private final AdviceReader advice;

  CategoryAdvice(List<AssessmentTable> all, Assessments assessments, AdviceReader advice) {
    tables = all.stream().filter(table -> table.categories() != null).toList();
    this.assessments = assessments;
    this.advice = advice;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<Given> all = assessments.in(r);
    if (all.isEmpty()) {
      return r.silent(Assessments.NONE);
    }
    List<CheckResult> results = new ArrayList<>();
    for (AssessmentTable table : tables) {
      List<Given> given = assessments.of(table, all, r);
      Set<String> categories = given.stream().map(Given::category).collect(Collectors.toSet());
      if (categories.size() == 1) {
        contradicting(table, given.get(0), r).ifPresent(a -> results.add(result(table, given, a)));
      }
    }
    return results;
  }

  private Optional<Advice> contradicting(AssessmentTable table, Given given, ReportReading r) {
    AssessmentTable.Category row = table.category(given.category());
    if (row == null || row.against() == null) {
      return Optional.empty();
    }
    return advice.against(table, r, row.fits(), row.against());
  }

  private static CheckResult result(AssessmentTable table, List<Given> given, Advice advice) {
    Given last = given.get(given.size() - 1);
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        last.words().evidence(last.named().first(), last.named().last()),
        Evidence.of(advice.sentence().sentence()),
        "This category speaks against this advice ("
            + table.title()
            + "): correct the category or the advice.");
  }
}
