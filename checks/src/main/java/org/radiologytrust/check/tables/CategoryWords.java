package org.radiologytrust.check.tables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.tables.Assessments.Given;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * {@code category-words}: a category stands beside the words of another one, such as "BI-RADS 4:
 * benign", or a description excludes it. Only words that follow it, or lead to it, are its name.
 */
final class CategoryWords implements Check {
  static final String ID = "category-words";

  /** Between the categories of words that several have. */
  private static final String SEPARATOR = "\n";

  private final List<AssessmentTable> tables;
  private final Assessments assessments;
  private final Map<AssessmentTable, Terms> words = new HashMap<>();
  private final DescribedCategories described;

  CategoryWords(SiteFiles files, List<AssessmentTable> all, Assessments assessments) {
    tables = all.stream().filter(table -> table.categories() != null).toList();
    this.assessments = assessments;
    described = new DescribedCategories(assessments.words());
    for (AssessmentTable table : tables) {
      words.put(table, Terms.of(files, table.name(), called(table)));
    }
  }

  /** The words by the categories that are called so, since several can be. */
  private static Map<String, List<String>> called(AssessmentTable table) {
    Map<String, String> categories = new LinkedHashMap<>();
    table
        .categories()
        .forEach(
            (category, row) -> {
              if (row.words() != null) {
                row.words()
                    .forEach(w -> categories.merge(w, category, (a, b) -> a + SEPARATOR + b));
              }
            });
    Map<String, List<String>> called = new LinkedHashMap<>();
    categories.forEach(
        (words, all) -> called.computeIfAbsent(all, k -> new ArrayList<>()).add(words));
    return called;
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
      for (Given given : assessments.of(table, all, r)) {
        CheckResult result = result(table, given, r);
        result = result == null ? excluded(table, given, all, r) : result;
        if (result != null && results.size() < MAX_RESULTS) {
          results.add(result);
        }
      }
    }
    return results;
  }

  private @Nullable CheckResult result(AssessmentTable table, Given given, ReportReading r) {
    WordTokens t = given.words();
    Terms.Hit hit = called(table, t, given.named(), given.sentence());
    WordTokens of = t;
    SentenceReading next = hit == null ? next(table, given, r) : null;
    if (next != null) {
      of = next.words();
      hit = behind(table, of, -1);
    }
    if (hit == null || fits(hit.id(), given.category())) {
      return null;
    }
    return result(table, given, of.evidence(hit.first(), hit.last()), "belong to another category");
  }

  private @Nullable CheckResult excluded(
      AssessmentTable table, Given given, List<Given> all, ReportReading r) {
    Evidence words = described.excluding(table, given, all, r);
    return words == null ? null : result(table, given, words, "exclude this category");
  }

  private static CheckResult result(
      AssessmentTable table, Given given, Evidence words, String what) {
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        given.words().evidence(given.named().first(), given.named().last()),
        words,
        "These words " + what + " (" + table.title() + "): correct the category or the words.");
  }

  private static boolean fits(String called, String category) {
    return Arrays.stream(called.split(SEPARATOR))
        .anyMatch(one -> AssessmentTable.compatible(one, category));
  }

  /** What the sentence of a category calls it, behind it or before it. */
  private Terms.@Nullable Hit called(
      AssessmentTable table, WordTokens t, NamedCategory named, SentenceReading s) {
    Terms.Hit behind = behind(table, t, named.last());
    if (behind != null || s.words().size() > named.last() + 1 && !ends(t, named.last())) {
      return behind;
    }
    Terms.Hit before = null;
    for (Terms.Hit hit : words.get(table).in(t)) {
      boolean leads = hit.last() < named.first() && between(t, hit.last() + 1, named.first());
      if (leads && s.scopes().polarity(hit.first()) == Polarity.AFFIRMED) {
        before = hit;
      }
    }
    return before;
  }

  private static boolean ends(WordTokens t, int i) {
    return i + 1 == t.size() || t.clause(i + 1) != t.clause(i);
  }

  /** The first words for a category behind a word, with only words of a name between. */
  private Terms.@Nullable Hit behind(AssessmentTable table, WordTokens t, int last) {
    for (int i = last + 1; i < t.size(); i++) {
      Terms.Hit hit = words.get(table).at(t, i);
      if (hit != null || !between(t, i, i + 1)) {
        return hit;
      }
    }
    return null;
  }

  private boolean between(WordTokens t, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!assessments.words().between().contains(t.word(i))) {
        return false;
      }
    }
    return true;
  }

  /** The sentence behind a category that ends its own, where the table says so. */
  private static @Nullable SentenceReading next(
      AssessmentTable table, Given given, ReportReading r) {
    int at = r.sentences().indexOf(given.sentence()) + 1;
    boolean ends = given.named().last() + 1 == given.words().size();
    return table.nextSentence() && ends && at < r.sentences().size() ? r.sentences().get(at) : null;
  }
}
