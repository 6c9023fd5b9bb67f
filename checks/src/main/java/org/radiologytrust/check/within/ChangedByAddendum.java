package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.radiologytrust.check.base.AddendumParts;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.model.Addendum;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.measures.Comparisons;
import org.radiologytrust.text.mentions.Budget;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;

/**
 * {@code changed-by-addendum}: a sentence of the report no longer holds, because an addendum says
 * otherwise. A sentence of an addendum is compared with the impression and the addenda before it,
 * and with the findings as far as those say nothing of its subject. In doubt nothing is reported.
 */
final class ChangedByAddendum implements Check {
  /**
   * Checks that compare two sentences of the report. This check alone compares those of an addendum
   * with the others: they need not be a slip.
   */
  private static final Set<String> COMPARING =
      Set.of(Denied.ID, SideFindingsImpression.ID, SideWithin.ID, Size.ID);

  /**
   * Bounds the work, since each sentence of an addendum is compared with each before it: so many of
   * all addenda together, of the impression and of the findings.
   */
  private static final int MAX_SENTENCES = 300;

  private final Denials denials;
  private final StatementReader statements;
  private final StatementDifferences differences;
  private final Comparisons comparisons;

  ChangedByAddendum(
      Denials denials,
      StatementReader statements,
      StatementDifferences differences,
      Comparisons comparisons) {
    this.denials = denials;
    this.statements = statements;
    this.differences = differences;
    this.comparisons = comparisons;
  }

  @Override
  public String id() {
    return Addendum.CHECK;
  }

  /** Whether another check compared a sentence of an addendum with one outside of it. */
  static boolean covers(CheckResult result, AddendumParts parts) {
    return COMPARING.contains(result.check()) && parts.crossedBy(result);
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    AddendumParts parts = AddendumParts.of(c.report(), r, comparisons);
    if (parts.addenda().isEmpty()) {
      return r.silent("the report has no addendum");
    }
    StatementReader.OfReport reader = statements.of(r);
    Budget budget = r.budget();
    List<SentenceReading> original = denials.statements(r.with(parts.original()));
    List<Statement> first = new ArrayList<>(read(reader, original, true, budget));
    List<Statement> second = budget.watched(read(reader, original, false, budget));
    List<CheckResult> results = new ArrayList<>();
    int left = MAX_SENTENCES;
    for (List<SentenceReading> addendum : parts.addenda()) {
      List<SentenceReading> stated =
          addendum.stream()
              .filter(s -> s.section().stated() && s.section() != Section.RECOMMENDATION)
              .toList();
      List<Statement> said = reader.statements(budget.first(left, stated));
      left -= said.size();
      for (Statement s : said) {
        changed(s, budget.watched(first), second)
            .forEach((other, how) -> results.add(result(s, other, how)));
      }
      first.addAll(said);
    }
    return results;
  }

  private static List<Statement> read(
      StatementReader.OfReport reader,
      List<SentenceReading> original,
      boolean impression,
      Budget budget) {
    List<SentenceReading> some =
        original.stream().filter(s -> (s.section() == Section.IMPRESSION) == impression).toList();
    return reader.statements(budget.first(MAX_SENTENCES, some));
  }

  private Map<Statement, Difference> changed(
      Statement said, List<Statement> first, List<Statement> second) {
    Map<Statement, Difference> found =
        new LinkedHashMap<>(differences.of(said, first, second, Set.of()));
    Set<String> known = new TreeSet<>();
    first.forEach(s -> s.addFamilies(known));
    differences.of(said, second, first, known).forEach(found::putIfAbsent);
    return found;
  }

  private static CheckResult result(Statement said, Statement other, Difference difference) {
    return new CheckResult(
        Addendum.CHECK,
        difference == Difference.CERTAINTY ? Label.UNCERTAIN : Label.NEEDS_REVIEW,
        Evidence.of(other.sentence().sentence()),
        Evidence.of(said.sentence().sentence()),
        "An addendum changes this sentence: "
            + difference.words()
            + ". Check the images, and correct the sentence that no longer holds, so that nobody"
            + " acts on it.");
  }
}
