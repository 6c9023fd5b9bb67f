package org.radiologytrust.pipeline.mask;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.measures.Dates;

/**
 * The words by which {@link Nameless} tells persons from other words. The lists are in {@code
 * nameless.yaml}.
 */
public final class NamelessWords {
  private static final String FILE = "nameless.yaml";

  /** A word of a name, or an initial. */
  private static final String PART = "(?:\\p{Lu}[\\p{L}\\p{M}'\u2019-]*\\.?)";

  private static final String NAME = PART + "(?:[ ,]{1,2}" + PART + "){0,4}";

  private record Words(
      List<String> titles,
      List<String> degrees,
      List<String> roles,
      List<String> acts,
      List<String> numbers,
      List<String> words) {}

  private final Set<String> notNames;
  private final Set<String> ordinary;
  private final NameWords names;
  private final Dates dates;
  private final List<Pattern> titled;
  private final Pattern inRole;
  private final Pattern numbers;

  private NamelessWords(Words words, NameWords names, Dates dates) {
    this.names = names;
    this.dates = dates;
    ordinary = lower(words.words());
    notNames =
        Stream.concat(lower(words.titles()).stream(), lower(words.degrees()).stream())
            .collect(Collectors.toSet());
    String title = "\\b(?i:" + any(words.titles()) + ")\\b\\.?";
    String role = "(?i:" + any(words.roles()) + ")\\b[ :]{1,3}";
    String act = "(?i:" + any(words.acts()) + ")\\b(?: (?i:by):? {1,2}| ?: {0,2})";
    titled =
        List.of(
            // a small letter is a name, too, behind a title: dr smith
            Pattern.compile(title + " {1,2}(?<name>" + NAME + "|\\p{L}{2,})"),
            Pattern.compile("(?<name>" + NAME + "),? {1,2}(?:" + any(words.degrees()) + ")\\b"));
    inRole =
        Pattern.compile(
            "\\b(?:" + role + "|" + act + ")(?:" + title + " {1,2})?(?<name>" + NAME + ")");
    numbers =
        Pattern.compile(
            "\\b(?i:"
                + any(words.numbers())
                + ")\\b\\.?(?: (?i:number|no|nr|id)\\.?)?[ :#]{0,3}"
                + "(?<number>(?=[\\p{L}\\d/-]*\\d)[\\p{L}\\d][\\p{L}\\d/-]*)");
  }

  /**
   * @throws IllegalArgumentException naming the file and the problem in it
   */
  public static NamelessWords load(SiteFiles files) {
    return new NamelessWords(
        files.words(FILE, new TypeReference<Words>() {}), NameWords.load(files), new Dates(files));
  }

  private static Set<String> lower(List<String> words) {
    return words.stream().map(NamelessWords::lower).collect(Collectors.toSet());
  }

  static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  private static String any(List<String> words) {
    return String.join("|", words.stream().map(Pattern::quote).toList());
  }

  /** Whether a word is one of reports, which can be no name but in the place of one. */
  boolean ordinary(String word) {
    return ordinary.contains(lower(word));
  }

  /** Whether a word of a person's field is no part of the name: a title or a degree. */
  boolean titleOrDegree(String word) {
    return notNames.contains(lower(word));
  }

  /** Whether an ordinary word is a name as well: Young, Hall. */
  boolean alsoName(String word) {
    return names.ambiguous(word) && !names.negationOrSide(word);
  }

  NameWords names() {
    return names;
  }

  Dates dates() {
    return dates;
  }

  /** Each finds, in its group {@code name}, a person that a title or a degree shows to be one. */
  List<Pattern> titled() {
    return titled;
  }

  /** Finds, in its group {@code name}, who had a part in a report, or other words in that place. */
  Pattern inRole() {
    return inRole;
  }

  /** Finds a number behind its label, in the group {@code number}. */
  Pattern numbers() {
    return numbers;
  }
}
