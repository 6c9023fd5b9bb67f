package org.radiologytrust.check.patient;

import com.fasterxml.jackson.core.type.TypeReference;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/** Finds persons other than the patient. */
final class Persons {
  private record Words(
      @MayBeEmpty Terms others,
      @MayBeEmpty Terms staff,
      @MayBeEmpty Terms unsure,
      @MayBeEmpty Terms pregnancy) {}

  private final Words words;

  Persons(SiteFiles files) {
    words = files.words("persons.yaml", new TypeReference<Words>() {});
  }

  /**
   * Whether a relative, a donor or an unborn child is named from word {@code from} to {@code to}.
   */
  boolean other(WordTokens t, int from, int to) {
    return in(words.others(), t, from, to);
  }

  /** Whether a member of staff is named from word {@code from} to {@code to}. */
  boolean staff(WordTokens t, int from, int to) {
    return in(words.staff(), t, from, to);
  }

  /** Whether the report says that the recorded sex may differ from the anatomy or the words. */
  boolean sexUnsure(ReportReading r) {
    return r.sentences().stream().map(SentenceReading::words).anyMatch(words.unsure()::anyIn);
  }

  /** Whether the report is about a pregnancy, and so about two persons. */
  boolean pregnancy(ReportReading r) {
    return r.sentences().stream().map(SentenceReading::words).anyMatch(words.pregnancy()::anyIn);
  }

  private static boolean in(Terms terms, WordTokens t, int from, int to) {
    for (int i = Math.max(0, from); i <= to && i < t.size(); i++) {
      if (terms.at(t, i) != null) {
        return true;
      }
    }
    return false;
  }
}
