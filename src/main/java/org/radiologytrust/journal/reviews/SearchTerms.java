package org.radiologytrust.journal.reviews;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Words as the worklist stores and searches them: without regard to case and accents, and apart
 * from each other.
 */
final class SearchTerms {
  private static final int LONGEST = 100;
  private static final int MOST = 1000;

  /** Words of a search beyond these are not needed to find a report. */
  private static final int WORDS = 8;

  private static final Pattern APART = Pattern.compile("[\\s\\p{Cntrl}\\p{Z},;^]+");
  private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
  private static final Pattern JOINTS = Pattern.compile("(?<=[-'’.])(?=.)");

  private SearchTerms() {}

  /**
   * The words of the texts, each between two blanks. Of a compound name, the later parts are words
   * too.
   */
  static String of(Stream<String> texts) {
    String terms =
        texts
            .flatMap(text -> words(text).stream())
            .flatMap(SearchTerms::withParts)
            .distinct()
            .limit(MOST)
            .collect(Collectors.joining(" "));
    String most = terms.length() <= MOST ? terms : terms.substring(0, terms.lastIndexOf(' ', MOST));
    return most.isEmpty() ? "" : " " + most + " ";
  }

  /** A pattern for {@code like ... escape '\'} for each word of a search. */
  static List<String> patterns(String search) {
    return words(search).stream()
        .limit(WORDS)
        .map(word -> "% " + word.replaceAll("([\\\\%_])", "\\\\$1") + "%")
        .toList();
  }

  private static List<String> words(String text) {
    return Arrays.stream(APART.split(folded(text)))
        .filter(word -> !word.isEmpty())
        .map(word -> word.length() <= LONGEST ? word : word.substring(0, LONGEST))
        .toList();
  }

  /** In upper case first, because that also makes one of ß and ss. */
  private static String folded(String text) {
    String apart = Normalizer.normalize(text, Normalizer.Form.NFKD);
    return ACCENTS.matcher(apart).replaceAll("").toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  private static Stream<String> withParts(String word) {
    return Stream.concat(Stream.of(word), Arrays.stream(JOINTS.split(word)).skip(1));
  }
}
