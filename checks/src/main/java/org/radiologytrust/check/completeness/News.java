package org.radiologytrust.check.completeness;

import java.util.List;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/** Whether a finding of a list is news, or was there before, or is treated. Thread-safe. */
public final class News {
  static final String CRITICAL = "critical-findings.yaml";

  /** How far a word that makes a finding no news may be from it. */
  private static final int NEAR = 8;

  private static final int NEXT = 3;

  private final NotableWords lists;

  News(NotableWords lists) {
    this.lists = lists;
  }

  /**
   * Of the critical findings.
   *
   * @throws IllegalArgumentException when the file is not valid
   */
  public static News critical(SiteFiles files) {
    return new News(NotableWords.of(files, CRITICAL));
  }

  /**
   * Whether a word near a finding says that it is none, or that there is little of it.
   *
   * @param first first word of the finding
   * @param last its last word
   */
  boolean none(WordTokens t, int first, int last) {
    return known(t, first, last)
        || !called(t, first)
            && !inPart(lists.kind(), t, first)
            && near(lists.slight(), t, first, last);
  }

  /** Whether a word near a finding says that it was there before, or that there is less of it. */
  public boolean known(WordTokens t, int first, int last) {
    return !called(t, first)
        && (near(lists.falling(), t, first, last)
            || !inPart(lists.kind(), t, first) && near(lists.unless(), t, first, last));
  }

  /** Whether a sentence calls a finding new or worse. */
  boolean called(WordTokens t, int first) {
    return inPart(lists.despite(), t, first);
  }

  /**
   * Whether one of the sentences completes the treatment of a finding that is no complication of
   * one.
   *
   * @param id of the list
   * @param in the sentence with the finding
   */
  public boolean treated(String id, SentenceReading in, List<SentenceReading> all) {
    return !lists.complication().anyIn(in.words())
        && lists.treated().stream()
            .filter(treatment -> treatment.of().contains(id))
            .anyMatch(t -> all.stream().anyMatch(s -> completed(s, t.by())));
  }

  private static boolean completed(SentenceReading s, Terms words) {
    return words.in(s.words()).stream()
        .anyMatch(
            hit ->
                s.scopes().polarity(hit.first()) == Polarity.AFFIRMED
                    && s.scopes().certainty(hit.first()) == Certainty.CERTAIN);
  }

  private static boolean inPart(Terms terms, WordTokens t, int first) {
    return terms.in(t).stream().anyMatch(other -> t.part(other.first()) == t.part(first));
  }

  /**
   * Whether one of the words is near a finding, with no word between that begins something else.
   */
  private boolean near(Terms terms, WordTokens t, int first, int last) {
    for (Terms.Hit u : terms.in(t)) {
      boolean before = u.last() < first;
      int from = before ? u.last() : last;
      int to = before ? first : u.first();
      boolean inside = u.last() >= first && u.first() <= last;
      boolean clause = t.clause(u.first()) == t.clause(first) && to - from <= NEAR;
      boolean next = t.part(u.first()) == t.part(first) && !before && to - from <= NEXT;
      if (!inside && (clause || next) && joined(t, from, to)) {
        return true;
      }
    }
    return false;
  }

  /** Whether no word between {@code from} and {@code to} begins something else. */
  private boolean joined(WordTokens t, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (lists.apart().at(t, i) != null) {
        return false;
      }
    }
    return true;
  }
}
