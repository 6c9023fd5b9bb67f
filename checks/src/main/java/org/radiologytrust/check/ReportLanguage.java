package org.radiologytrust.check;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.WordTokens;

/** Notices a report that is not in the language of the word lists. */
final class ReportLanguage {
  private static final String FILE = "language.yaml";
  private static final int PERCENT = 100;

  private record Words(
      @Nullable Set<String> words, @Nullable Integer least, @Nullable Integer percent) {}

  private final Words words;

  ReportLanguage(SiteFiles files) {
    words = files.words(FILE, new TypeReference<Words>() {});
  }

  /** Whether too few words of a report are known, so that a check would find nothing in it. */
  boolean isAnother(ReportReading r) {
    Set<String> known = words.words();
    Integer least = words.least();
    Integer percent = words.percent();
    if (known == null || least == null || percent == null) {
      return false;
    }
    int all = 0;
    int found = 0;
    for (SentenceReading s : r.sentences()) {
      WordTokens t = s.words();
      for (int i = 0; i < t.size(); i++) {
        String word = t.word(i);
        if (word.length() > 1 && word.codePoints().allMatch(Character::isLetter)) {
          all++;
          found += known.contains(word) ? 1 : 0;
        }
      }
    }
    return all >= least && found * PERCENT < percent * all;
  }
}
