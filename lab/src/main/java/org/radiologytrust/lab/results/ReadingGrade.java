package org.radiologytrust.lab.results;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Flesch-Kincaid grade of an English text (Kincaid et al. 1975): the years of school needed to
 * read it. Syllables are estimated from letters by the rules of Lingua::EN::Syllable, and may be
 * off by one for a word.
 */
final class ReadingGrade {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’]\\p{L}+)?");
  private static final Pattern SENTENCE =
      Pattern.compile("[.!?]+(?=\\s|$)|\\n\\s*\\n|\\n\\s*[-*•]");
  private static final Pattern VOWELS = Pattern.compile("[aeiouy]+");
  private static final List<Pattern> LESS =
      patterns(
          "cial|tial",
          "tia[^lt]|tia$",
          "cius|cious|tious|gious",
          "giu",
          "[cstg]ion",
          "iou",
          "[^td]ed$",
          "[^aeiouscxzg]es$",
          "[^aeiou]e(ly|less|ful|ment)$");
  private static final List<Pattern> MORE =
      patterns(
          "ia|[aeiouy][^aeiou]+eal?$",
          "riet|dien",
          "iu|io|ii",
          "[aeiou]{3}",
          "^mc",
          "ism$",
          "[^aeiouy]le[sd]?$",
          "[^gq]ua[^aeiou]",
          "[^aeioul]lien",
          "^coa[dglx].",
          "dnt$");

  private ReadingGrade() {}

  /**
   * @return NaN for a text without words
   */
  static double of(String text) {
    int words = 0;
    int syllables = 0;
    Matcher m = WORD.matcher(text);
    while (m.find()) {
      words++;
      syllables += syllables(m.group());
    }
    int sentences = 0;
    for (String s : SENTENCE.split(text)) {
      sentences += WORD.matcher(s).find() ? 1 : 0;
    }
    return words == 0 ? Double.NaN : 0.39 * words / sentences + 11.8 * syllables / words - 15.59;
  }

  /** At least 1, even for a number. */
  static int syllables(String word) {
    String w = word.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    String stem = w.endsWith("e") ? w.substring(0, w.length() - 1) : w;
    int count = (int) VOWELS.matcher(stem).results().count();
    for (Pattern p : LESS) {
      count -= p.matcher(w).find() ? 1 : 0;
    }
    for (Pattern p : MORE) {
      count += p.matcher(w).find() ? 1 : 0;
    }
    return Math.max(1, count);
  }

  private static List<Pattern> patterns(String... all) {
    return List.of(all).stream().map(Pattern::compile).toList();
  }
}
