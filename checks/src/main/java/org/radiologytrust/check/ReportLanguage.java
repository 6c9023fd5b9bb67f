package org.radiologytrust.check;

import com.fasterxml.jackson.core.type.TypeReference;
import java.lang.Character.UnicodeScript;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.CleanText;
import org.radiologytrust.text.words.WordTokens;

/**
 * Notices a report that is not in the language of the word lists, however short it is. Each word
 * gives points; {@code language.yaml} says how many.
 */
final class ReportLanguage {
  private static final String FILE = "language.yaml";
  private static final int KNOWN = 2;
  private static final int FOREIGN = -4;

  /** Letters of a script without blanks that stand for one word. */
  private static final int LETTERS = 4;

  /** Most letters of an abbreviation. */
  private static final int ABBREVIATION = 4;

  /** Letters that an unknown word must have before one of the endings. */
  private static final int STEM = 4;

  private record Words(
      List<String> words,
      List<String> known,
      List<String> shared,
      List<String> neutral,
      List<String> endings,
      List<String> others,
      @Nullable Integer unknown) {}

  private final Map<String, Integer> points = new HashMap<>();
  private final List<String> endings;
  private final int unknown;

  ReportLanguage(SiteFiles files) {
    Words words = files.words(FILE, new TypeReference<Words>() {});
    // a word in several lists has the points of the last one
    add(words.others(), FOREIGN);
    add(words.neutral(), 0);
    add(words.words(), 1);
    add(words.shared(), 1);
    add(words.known(), KNOWN);
    endings = words.endings().stream().map(ReportLanguage::folded).toList();
    unknown = words.unknown() == null ? 0 : -words.unknown();
  }

  private void add(List<String> words, int each) {
    words.forEach(word -> points.put(folded(word), each));
  }

  private static String folded(String word) {
    return CleanText.folded(word.toLowerCase(Locale.ROOT));
  }

  /** Whether too few words of a report are known: what a check does not find says nothing. */
  boolean isAnother(ReportReading r) {
    if (points.isEmpty()) {
      return false;
    }
    int sum = 0;
    boolean words = false;
    boolean known = false;
    for (SentenceReading s : r.sentences()) {
      WordTokens t = s.words();
      for (int i = 0; i < t.size(); i++) {
        if (isWord(t.word(i))) {
          int p = points(t.word(i), t.raw(i));
          words = true;
          known |= p > 0;
          sum += p;
        }
      }
    }
    return words && (sum < 0 || !known);
  }

  private static boolean isWord(String word) {
    return word.length() > 1 && word.codePoints().allMatch(Character::isLetter);
  }

  private int points(String word, String raw) {
    Integer known = points.get(word);
    if (known != null && (known >= 0 || !isAbbreviation(raw, 2))) {
      return known;
    } else if (!word.codePoints().allMatch(ReportLanguage::isLatin)) {
      return FOREIGN * (1 + (word.length() - 1) / LETTERS);
    } else if (isAbbreviation(raw, ABBREVIATION)) {
      return 0;
    }
    return hasEnding(word) ? 1 : unknown;
  }

  private static boolean isLatin(int letter) {
    return letter < 0x80 || UnicodeScript.of(letter) == UnicodeScript.LATIN;
  }

  private static boolean isAbbreviation(String raw, int longest) {
    return raw.length() <= longest && raw.codePoints().allMatch(Character::isUpperCase);
  }

  private boolean hasEnding(String word) {
    return endings.stream()
        .anyMatch(ending -> word.length() >= ending.length() + STEM && word.endsWith(ending));
  }
}
