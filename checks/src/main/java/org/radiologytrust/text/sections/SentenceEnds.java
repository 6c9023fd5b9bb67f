package org.radiologytrust.text.sections;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;

/** Finds the ends of sentences in one text. The words are in {@code sentences.yaml}. */
final class SentenceEnds {
  private static final String FILE = "sentences.yaml";
  private static final Pattern LEVEL = Pattern.compile("[CTLS]\\d{1,2}(?:[-/][CTLS]?\\d{1,2})?");
  private static final Pattern SURNAME =
      Pattern.compile("(\\p{Lu}[\\p{L}'’-]{0,30})(?:, {0,2}(\\p{Lu}[\\p{L}.-]{1,7}))?");
  private static final int LONGEST_TOKEN = 24;

  /** The word lists that decide where sentences end. */
  record Words(
      Set<String> abbreviations,
      @MayBeEmpty Set<String> shortForms,
      @MayBeEmpty Set<String> beforeNumbers,
      @MayBeEmpty Set<String> numbered,
      @MayBeEmpty Set<String> openers,
      @MayBeEmpty Set<String> degrees) {
    static Words load(SiteFiles files) {
      return files.words(FILE, new TypeReference<Words>() {});
    }
  }

  private final String text;
  private final Words words;

  SentenceEnds(String text, Words words) {
    this.text = text;
    this.words = words;
  }

  /** Whether the character at {@code i} ends the sentence that began at {@code start}. */
  boolean at(int i, int start, int to) {
    char c = text.charAt(i);
    if (c == '。' || c == '！' || c == '？') {
      return true;
    }
    if (c != '.' && c != '!' && c != '?' && c != '…') {
      return false;
    }
    int behind = i + 1;
    while (behind < to && closes(text.charAt(behind))) {
      behind++;
    }
    if (behind == to) {
      return true;
    }
    if (!blank(text.charAt(behind))) {
      return c == '.' && behind == i + 1 && glued(i, to);
    }
    return c != '.' || periodEnds(i, start, behind, to);
  }

  private boolean periodEnds(int i, int start, int behind, int to) {
    int next = behind;
    while (next < to && blank(text.charAt(next))) {
      next++;
    }
    if (next == to) {
      return true;
    }
    int follower = text.codePointAt(next);
    String token = tokenBefore(i);
    if (words.abbreviations.contains(token)) {
      return false;
    }
    if (Character.isDigit(follower) && words.beforeNumbers.contains(token)) {
      return false;
    }
    if (i - start <= LONGEST_TOKEN && LEVEL.matcher(text.substring(start, i)).matches()) {
      return false;
    }
    if (initial(i, start, token, next, to)) {
      return false;
    }
    if (Character.isLowerCase(follower)) {
      return token.length() >= 3 && !words.shortForms.contains(token) && token.indexOf('.') < 0;
    }
    return true;
  }

  /**
   * Whether the period belongs to an initial: a single capital after a capitalised word, as in
   * {@code Joe K. Medrano}. When that word begins the sentence, as in {@code Hepatitis B. Normal
   * liver}, it is an initial only if a surname with a degree follows.
   */
  private boolean initial(int i, int start, String token, int next, int to) {
    if (token.length() != 1 || !Character.isUpperCase(text.charAt(i - 1))) {
      return false;
    }
    int end = i - 1;
    while (end > start && blank(text.charAt(end - 1))) {
      end--;
    }
    if (end == start) {
      return true;
    }
    int word = end;
    while (word > start && !blank(text.charAt(word - 1)) && end - word < LONGEST_TOKEN) {
      word--;
    }
    if (!Character.isUpperCase(text.charAt(word))) {
      return false;
    }
    Matcher name = SURNAME.matcher(text).region(next, to);
    if (!name.lookingAt()) {
      return word > start;
    }
    if (name.group(2) != null) {
      String degree = name.group(2).replaceAll("\\.$", "").toLowerCase(Locale.ROOT);
      if (words.degrees.contains(degree)) {
        return true;
      }
    }
    return word > start && !words.openers.contains(name.group(1).toLowerCase(Locale.ROOT));
  }

  /** Whether a space is missing after the period, as in {@code effusion.The}. */
  private boolean glued(int i, int to) {
    return i >= 3
        && i + 2 < to
        && Character.isLowerCase(text.charAt(i - 1))
        && Character.isLowerCase(text.charAt(i - 2))
        && Character.isLowerCase(text.charAt(i - 3))
        && Character.isUpperCase(text.charAt(i + 1))
        && Character.isLowerCase(text.charAt(i + 2))
        && !words.abbreviations.contains(tokenBefore(i));
  }

  /** Whether a number at {@code i} belongs to the word before it, as in {@code grade 2}. */
  boolean takesNumber(int i) {
    return words.numbered.contains(tokenBefore(i));
  }

  /** The word before {@code i} in lower case; white space in between is skipped. */
  private String tokenBefore(int i) {
    int end = i;
    while (end > 0 && blank(text.charAt(end - 1)) && i - end < LONGEST_TOKEN) {
      end--;
    }
    int from = end;
    while (from > 0 && end - from < LONGEST_TOKEN && inWord(text.charAt(from - 1))) {
      from--;
    }
    return text.substring(from, end).toLowerCase(Locale.ROOT);
  }

  private static boolean inWord(char c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '-';
  }

  /** Whether a character can follow the period and still belong to the sentence. */
  static boolean closes(char c) {
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == '”' || c == '’' || c == '*'
        || c == '.';
  }

  static boolean blank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
