package org.radiologytrust.check.tables;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.tables.AssessmentTable.Description;
import org.radiologytrust.check.tables.Assessments.Given;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.Scopes;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * Finds the description that excludes a category: "simple cyst, BI-RADS 5". It stands in the
 * sentence of the category, or is all that its section says before a category alone.
 */
final class DescribedCategories {
  private final Assessments.Words words;

  DescribedCategories(Assessments.Words words) {
    this.words = words;
  }

  /** The words that exclude a category; {@code null} if none do. */
  @Nullable Evidence excluding(
      AssessmentTable table, Given given, List<Given> all, ReportReading r) {
    SentenceReading own = given.sentence();
    if (all.stream().filter(other -> other.sentence() == own).count() > 1) {
      return null;
    }
    boolean[] category = new boolean[own.words().size()];
    Arrays.fill(category, given.named().first(), given.named().last() + 1, true);
    Evidence here = in(table, given.category(), own, category);
    SentenceReading before = here == null ? onlyOne(given, r) : null;
    return before == null
        ? here
        : in(table, given.category(), before, new boolean[before.words().size()]);
  }

  /** The sentence before a category alone, if it is the only one of its section. */
  private static @Nullable SentenceReading onlyOne(Given given, ReportReading r) {
    SentenceReading own = given.sentence();
    boolean alone = given.named().first() == 0 && given.named().last() + 1 == own.words().size();
    List<SentenceReading> section = alone ? r.of(own.section()) : List.of();
    return section.size() > 1 && section.get(1) == own ? section.get(0) : null;
  }

  private @Nullable Evidence in(
      AssessmentTable table, String category, SentenceReading s, boolean[] other) {
    WordTokens t = s.words();
    for (Description row : SiteFiles.orEmpty(table.described())) {
      if (!row.excludes(category) || row.unless() != null && row.unless().anyIn(t)) {
        continue;
      }
      List<Terms.Hit> hits = row.words().in(t);
      for (Terms.Hit hit : hits) {
        if (stated(s.scopes(), hit.first()) && !(row.alone() && more(t, hits, other))) {
          return t.evidence(hit.first(), hit.last());
        }
      }
    }
    return null;
  }

  private static boolean stated(Scopes.Reading scopes, int i) {
    return scopes.polarity(i) == Polarity.AFFIRMED
        && scopes.certainty(i) == Certainty.CERTAIN
        && scopes.time(i) == MentionTime.NOW;
  }

  /** Whether a sentence says more than these words. */
  private boolean more(WordTokens t, List<Terms.Hit> hits, boolean[] other) {
    boolean[] told = other.clone();
    hits.forEach(hit -> Arrays.fill(told, hit.first(), hit.last() + 1, true));
    for (int i = 0; i < t.size(); i++) {
      String word = t.word(i);
      boolean says =
          !told[i]
              && !words.between().contains(word)
              && !words.around().contains(word)
              && !Character.isDigit(word.charAt(0));
      if (says) {
        return true;
      }
    }
    return false;
  }
}
