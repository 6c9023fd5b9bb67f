package org.radiologytrust.check.patient;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/** Finds persons other than the patient. */
final class Persons {
  private record Words(
      @Nullable List<String> others,
      @Nullable List<String> staff,
      @Nullable List<String> unsure,
      @Nullable List<String> pregnancy) {}

  private final Terms others;
  private final Terms staff;
  private final Terms unsure;
  private final Terms pregnancy;

  Persons(SiteFiles files) {
    Words w = files.words("persons.yaml", new TypeReference<Words>() {});
    others = Terms.of(SiteFiles.orEmpty(w.others()));
    staff = Terms.of(SiteFiles.orEmpty(w.staff()));
    unsure = Terms.of(SiteFiles.orEmpty(w.unsure()));
    pregnancy = Terms.of(SiteFiles.orEmpty(w.pregnancy()));
  }

  /**
   * Whether a relative, a donor or an unborn child is named from word {@code from} to {@code to}.
   */
  boolean other(WordTokens t, int from, int to) {
    return in(others, t, from, to);
  }

  /** Whether a member of staff is named from word {@code from} to {@code to}. */
  boolean staff(WordTokens t, int from, int to) {
    return in(staff, t, from, to);
  }

  /** Whether the report says that the recorded sex may differ from the anatomy or the words. */
  boolean sexUnsure(ReportReading r) {
    return r.sentences().stream().map(SentenceReading::words).anyMatch(unsure::anyIn);
  }

  /** Whether the report is about a pregnancy, and so about two persons. */
  boolean pregnancy(ReportReading r) {
    return r.sentences().stream().map(SentenceReading::words).anyMatch(pregnancy::anyIn);
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
