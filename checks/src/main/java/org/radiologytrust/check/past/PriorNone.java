package org.radiologytrust.check.past;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.AddendumParts;
import org.radiologytrust.check.base.Blocks;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.measures.Comparisons;
import org.radiologytrust.text.measures.DateMention;
import org.radiologytrust.text.measures.Dates;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.WordTokens;

/**
 * {@code prior-none}: the report says that there is no earlier study, and compares with one.
 * Reports the first such place.
 */
public final class PriorNone implements Check {
  static final String ID = "prior-none";

  private final Comparisons comparisons;
  private final Dates dates;

  public PriorNone(Comparisons comparisons, Dates dates) {
    this.comparisons = comparisons;
    this.dates = dates;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    Evidence none = none(c.report().text(), r);
    if (none == null) {
      return r.silent("the report does not say that there is no earlier study");
    }
    // an addendum is often written because somebody found an earlier study
    for (SentenceReading s : AddendumParts.of(c.report(), r, comparisons).original()) {
      WordTokens t = s.words();
      Comparisons.Phrase compares = compares(s) ? comparisons.in(t, dates(t)) : null;
      if (compares != null) {
        return List.of(
            new CheckResult(
                ID,
                Label.NEEDS_REVIEW,
                t.evidence(compares.first(), compares.last()),
                none,
                "The report says that there is no earlier study, and compares with one: name the"
                    + " study, or correct the sentence."));
      }
    }
    return r.silent("no sentence compares with an earlier study");
  }

  /** Sentences that compare can be anywhere: "Comparison is made with ..." is of COMPARISON. */
  private static boolean compares(SentenceReading s) {
    return s.section() == Section.COMPARISON
        || s.section().stated() && s.section() != Section.RECOMMENDATION;
  }

  /** The words that say that there is no earlier study; {@code null} if one is named. */
  private @Nullable Evidence none(String report, ReportReading r) {
    Evidence found = null;
    boolean named = false;
    for (Blocks.Block block : Blocks.of(report, r)) {
      if (block.section() == Section.COMPARISON) {
        Evidence none = none(block.sentences());
        found = found == null ? none : found;
        for (SentenceReading s : block.sentences()) {
          // "Comparison is made with ..." in the findings is a comparison, here it names a study
          named |= names(s.words()) && (none != null || !comparisons.statement(s.words()));
        }
      }
    }
    if (found != null || named) {
      return named ? null : found;
    }
    for (SentenceReading s : r.sentences()) {
      boolean own = s.section().stated() || s.section() == Section.TECHNIQUE;
      Comparisons.Phrase none = own ? comparisons.noneElsewhere(s.words()) : null;
      if (none != null) {
        return s.words().evidence(none.first(), none.last());
      }
    }
    return null;
  }

  /** The first words of a section that say that there is none. */
  private @Nullable Evidence none(List<SentenceReading> section) {
    Evidence found = null;
    for (SentenceReading s : section) {
      WordTokens t = s.words();
      Comparisons.Phrase none = dates(t).isEmpty() ? comparisons.none(t) : null;
      if (none != null && found == null) {
        found = t.evidence(none.first(), none.last());
      }
    }
    return found;
  }

  /** Whether a sentence of the section names a study to compare with. */
  private boolean names(WordTokens t) {
    boolean none = dates(t).isEmpty() && comparisons.none(t) != null;
    return !none && (!dates(t).isEmpty() || comparisons.namesStudy(t));
  }

  private List<DateMention> dates(WordTokens t) {
    return dates.in(t, LocalDate.EPOCH);
  }
}
