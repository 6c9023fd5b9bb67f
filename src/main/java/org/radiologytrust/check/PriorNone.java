package org.radiologytrust.check;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.Comparisons;
import org.radiologytrust.text.DateMention;
import org.radiologytrust.text.Dates;
import org.radiologytrust.text.ReportReading;
import org.radiologytrust.text.SentenceReading;
import org.radiologytrust.text.WordTokens;

/**
 * {@code prior-none}: the report says that there is no earlier study, and compares with one.
 * Reports the first such place.
 */
final class PriorNone implements ReportCheck {
  static final String ID = "prior-none";

  /** "None available" is about all studies, "No prior CT" is not. */
  private static final int PLAIN = 2;

  private final Comparisons comparisons;
  private final Dates dates;

  PriorNone(Comparisons comparisons, Dates dates) {
    this.comparisons = comparisons;
    this.dates = dates;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<CheckInput> needs() {
    return Set.of();
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    Evidence none = none(r);
    if (none == null) {
      return List.of();
    }
    for (SentenceReading s : r.sentences()) {
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
    return List.of();
  }

  /** Sentences that compare can be anywhere: "Comparison is made with ..." is of COMPARISON. */
  private static boolean compares(SentenceReading s) {
    return s.section() == Section.COMPARISON
        || s.section().stated() && s.section() != Section.RECOMMENDATION;
  }

  /** The words that say that there is no earlier study; {@code null} if one is named. */
  private @Nullable Evidence none(ReportReading r) {
    List<SentenceReading> section = r.of(Section.COMPARISON);
    Evidence found = null;
    boolean plain = false;
    for (SentenceReading s : section) {
      WordTokens t = s.words();
      Comparisons.Phrase none = dates(t).isEmpty() ? comparisons.none(t) : null;
      if (none == null && !(plain && comparisons.statement(t))) {
        return null;
      }
      plain |= none != null && t.size() <= PLAIN;
      found = found == null && none != null ? t.evidence(none.first(), none.last()) : found;
    }
    if (!section.isEmpty()) {
      return found;
    }
    for (SentenceReading s : r.stated()) {
      Comparisons.Phrase none = comparisons.noneElsewhere(s.words());
      if (none != null) {
        return s.words().evidence(none.first(), none.last());
      }
    }
    return null;
  }

  private List<DateMention> dates(WordTokens t) {
    return dates.in(t, LocalDate.EPOCH);
  }
}
