package org.radiologytrust.check.tables;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.tables.Assessments.Given;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/**
 * {@code category-points}: a level stands beside a sum of points that has another one, such as "TR4
 * (7 points)". The sum stands in the sentence of the level, or is the only one of the report.
 */
final class CategoryPoints implements Check {
  static final String ID = "category-points";

  /** How many words may stand between "total" and its number. */
  private static final int BEFORE = 3;

  /** A number of points, and whether it is called a sum. */
  private record Sum(int points, boolean total, Evidence words) {}

  private final List<AssessmentTable> tables;
  private final Assessments assessments;

  CategoryPoints(List<AssessmentTable> all, Assessments assessments) {
    tables = all.stream().filter(table -> table.points() != null).toList();
    this.assessments = assessments;
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
      Set<String> levels = given.stream().map(Given::category).collect(Collectors.toSet());
      Set<SentenceReading> seen = new HashSet<>();
      for (Given one : given) {
        boolean first = seen.add(one.sentence());
        Sum sum = first ? sum(one, given, levels.size() == 1, r) : null;
        if (sum != null && differs(table, one, sum)) {
          results.add(result(table, one, sum));
        }
      }
    }
    return r.budget().first(MAX_RESULTS, results);
  }

  /** The sum that belongs to a level; {@code null} if that is not sure. */
  private @Nullable Sum sum(Given one, List<Given> given, boolean onlyLevel, ReportReading r) {
    boolean alone = given.stream().filter(g -> g.sentence() == one.sentence()).count() == 1;
    Sum own = alone ? only(sums(one.sentence())) : null;
    if (own != null || !onlyLevel || !sums(one.sentence()).isEmpty()) {
      return own;
    }
    return only(r.stated().stream().flatMap(s -> sums(s).stream()).filter(Sum::total).toList());
  }

  /** The total, if there is one, else the only number. */
  private static @Nullable Sum only(List<Sum> sums) {
    List<Sum> totals = sums.stream().filter(Sum::total).toList();
    List<Sum> some = totals.isEmpty() ? sums : totals;
    return some.stream().map(Sum::points).distinct().count() == 1 ? some.get(0) : null;
  }

  private List<Sum> sums(SentenceReading s) {
    WordTokens t = s.words();
    List<Sum> found = new ArrayList<>();
    for (int i = 0; i < t.size(); i++) {
      boolean number = t.word(i).length() <= 2 && t.word(i).chars().allMatch(Character::isDigit);
      if (!number) {
        continue;
      }
      boolean total = Window.before(t, i, BEFORE).has(assessments.words().totals());
      boolean named = i + 1 < t.size() && assessments.words().points().contains(t.word(i + 1));
      if (named
          || total && Window.before(t, i, BEFORE).has(assessments.words().points()::contains)) {
        found.add(new Sum(Integer.parseInt(t.word(i)), total, t.evidence(i, named ? i + 1 : i)));
      }
    }
    return found;
  }

  private static boolean differs(AssessmentTable table, Given given, Sum sum) {
    boolean level =
        table.points().stream().anyMatch(row -> row.category().equals(given.category()));
    return level
        && table.points().stream()
            .anyMatch(row -> row.has(sum.points()) && !row.category().equals(given.category()));
  }

  private static CheckResult result(AssessmentTable table, Given given, Sum sum) {
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        given.words().evidence(given.named().first(), given.named().last()),
        sum.words(),
        "This sum of points has another level ("
            + table.title()
            + "): add the points again and correct the level or the sum.");
  }
}
