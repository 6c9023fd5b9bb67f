package org.radiologytrust.lab.results;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Extracts words, sides, sizes and numbers from texts that are to be compared. */
final class ComparedWords {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,]\\d+)*");
  private static final Pattern MEASURE = Pattern.compile("\\d\\s*-?\\s*(mm|cm|ml|cc)\\b");
  private static final Map<String, Set<String>> SIDES =
      Map.of(
          "left", Set.of("left"),
          "leftsided", Set.of("left"),
          "right", Set.of("right"),
          "rightsided", Set.of("right"),
          "both", Set.of("left", "right"),
          "bilateral", Set.of("left", "right"),
          "bilaterally", Set.of("left", "right"));
  private static final Set<String> SIZES =
      Set.of(
          "tiny",
          "minute",
          "small",
          "little",
          "medium",
          "moderate",
          "large",
          "big",
          "huge",
          "massive",
          "giant");

  /** Without "one", which is often a pronoun. */
  private static final Map<String, String> NUMBERS =
      Map.of(
          "two", "2", "three", "3", "four", "4", "five", "5", "six", "6", "seven", "7", "eight",
          "8", "nine", "9", "ten", "10");

  private ComparedWords() {}

  /** Runs of letters and digits, in lower case. */
  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    Matcher m = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (m.find()) {
      words.add(m.group());
    }
    return words;
  }

  /**
   * Whether a text contains the words in this order, without others between. An empty phrase: no.
   */
  static boolean phraseIn(String phrase, String text) {
    List<String> wanted = of(phrase);
    return !wanted.isEmpty() && Collections.indexOfSubList(of(text), wanted) >= 0;
  }

  /** Whether a text contains all the words, in any order. An empty phrase: no. */
  static boolean allIn(String phrase, String text) {
    List<String> wanted = of(phrase);
    return !wanted.isEmpty() && Set.copyOf(of(text)).containsAll(wanted);
  }

  /** Left, right, or left and right for both. */
  static Set<String> sides(String text) {
    Set<String> sides = new TreeSet<>();
    of(text).forEach(w -> sides.addAll(SIDES.getOrDefault(w, Set.of())));
    return sides;
  }

  /** Size words and units of measurements. */
  static Set<String> sizes(String text) {
    Set<String> sizes = new TreeSet<>(of(text));
    sizes.retainAll(SIZES);
    Matcher m = MEASURE.matcher(text.toLowerCase(Locale.ROOT));
    while (m.find()) {
      sizes.add(m.group(1));
    }
    return sizes;
  }

  /** All numbers as digits, sorted, with duplicates. */
  static List<String> numbers(String text) {
    List<String> numbers = new ArrayList<>();
    Matcher m = NUMBER.matcher(text);
    while (m.find()) {
      numbers.add(m.group().replace(',', '.'));
    }
    of(text).stream().filter(NUMBERS::containsKey).map(NUMBERS::get).forEach(numbers::add);
    Collections.sort(numbers);
    return numbers;
  }
}
