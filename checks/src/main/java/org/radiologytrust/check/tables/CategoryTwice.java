package org.radiologytrust.check.tables;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.tables.Assessments.Given;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.Sides;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/**
 * {@code category-twice}: a report gives two categories to one examination, or to one side of it,
 * or an overall category that is not its most suspicious one. Categories of lesions may differ.
 */
final class CategoryTwice implements Check {
  static final String ID = "category-twice";

  /** How many words before the name of a system can make its category the overall one. */
  private static final int BEFORE = 4;

  private final List<AssessmentTable> tables;
  private final Assessments assessments;
  private final Sides sides;

  CategoryTwice(List<AssessmentTable> all, Assessments assessments, Sides sides) {
    tables = all.stream().filter(table -> table.whole() && table.order() != null).toList();
    this.assessments = assessments;
    this.sides = sides;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<Given> all = assessments.in(r);
    if (all.size() < 2) {
      return r.silent("the report gives fewer than two categories");
    }
    List<CheckResult> results = new ArrayList<>();
    for (AssessmentTable table : tables) {
      List<Given> given =
          r.budget()
              .first(
                  MAX_RESULTS,
                  assessments.of(table, all, r).stream()
                      .filter(g -> table.rank(g.category()) >= 0)
                      .toList());
      CheckResult result = notWorst(table, given, one -> overall(one, given, c, r));
      result = result == null ? twice(table, given, bothSides(r)) : result;
      if (result != null) {
        results.add(result);
      }
    }
    return results;
  }

  /** An overall category with one that is more suspicious beside it. */
  private static @Nullable CheckResult notWorst(
      AssessmentTable table, List<Given> given, Predicate<Given> isOverall) {
    for (Given overall : given) {
      for (Given other : isOverall.test(overall) ? given : List.<Given>of()) {
        boolean worse =
            table.rank(other.category()) > table.rank(overall.category())
                && !AssessmentTable.compatible(other.category(), overall.category());
        if (worse && !isOverall.test(other)) {
          return result(
              table, overall, other, "The overall category is not the most suspicious one");
        }
      }
    }
    return null;
  }

  private boolean overall(Given one, List<Given> given, Audit c, ReportReading r) {
    WordTokens t = one.words();
    int first = one.named().first();
    Terms overall = assessments.words().overall();
    return Window.before(t, first, BEFORE).has(overall)
        || Window.behind(t, first, one.named().last() - first).has(overall)
        || first == 0
            && side(one, given) == null
            && overall.anyIn(WordTokens.of(heading(one.sentence(), c, r)));
  }

  /** What stands between a sentence and the one before it: "Overall:". */
  private static String heading(SentenceReading s, Audit c, ReportReading r) {
    int at = r.sentences().indexOf(s);
    int from = at == 0 ? 0 : r.sentences().get(at - 1).sentence().span().end();
    int to = s.sentence().span().start();
    return from < to ? new Span(from, to).in(c.report().text()) : "";
  }

  private @Nullable CheckResult twice(AssessmentTable table, List<Given> given, boolean bothSides) {
    for (int i = 1; i < given.size(); i++) {
      for (int k = 0; k < i; k++) {
        Given first = given.get(k);
        Given second = given.get(i);
        Side side = side(first, given);
        boolean same = side == side(second, given) && side != Side.BOTH;
        boolean whole = !(side == null && bothSides) && !lesion(first) && !lesion(second);
        if (same && whole && !AssessmentTable.compatible(first.category(), second.category())) {
          return result(table, second, first, "The report gives two categories");
        }
      }
    }
    return null;
  }

  private boolean lesion(Given given) {
    return assessments.words().lesion().anyIn(given.words());
  }

  /** The side of a category: the last one before it, else the first one behind it. */
  private @Nullable Side side(Given one, List<Given> given) {
    @Nullable Side[] named = sides.in(one.words());
    int from = 0;
    int to = named.length;
    for (Given other : given) {
      if (other.sentence() == one.sentence() && other != one) {
        from = other.named().last() < one.named().first() ? other.named().last() + 1 : from;
        to = other.named().first() > one.named().last() ? Math.min(to, other.named().first()) : to;
      }
    }
    for (int i = one.named().first() - 1; i >= from; i--) {
      if (named[i] != null) {
        return named[i];
      }
    }
    for (int i = one.named().last() + 1; i < to; i++) {
      if (named[i] != null) {
        return named[i];
      }
    }
    return null;
  }

  /** Whether the report tells of both sides. */
  private boolean bothSides(ReportReading r) {
    Set<Side> found = new HashSet<>();
    for (SentenceReading s : r.stated()) {
      for (Side side : sides.in(s.words())) {
        found.add(side);
      }
    }
    found.removeIf(Objects::isNull);
    return found.contains(Side.BOTH) || found.size() > 1;
  }

  private static CheckResult result(AssessmentTable table, Given first, Given second, String what) {
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        first.words().evidence(first.named().first(), first.named().last()),
        second.words().evidence(second.named().first(), second.named().last()),
        what + " (" + table.title() + "): correct the one that is wrong.");
  }
}
