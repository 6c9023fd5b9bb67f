package org.radiologytrust.pipeline.mask;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.radiologytrust.files.SiteFiles;

/**
 * Names that are also ordinary words, and the words that can stand before a name. The lists are in
 * {@code names.yaml}.
 */
public final class NameWords {
  private static final String FILE = "names.yaml";

  private record Words(
      List<String> titles,
      List<String> patient,
      List<String> negationsAndSides,
      List<String> words) {}

  private final Words words;
  private final Set<String> never;
  private final Set<String> ambiguous;

  private NameWords(Words words) {
    this.words = words;
    this.never = Set.copyOf(lower(words.negationsAndSides()));
    this.ambiguous = Set.copyOf(lower(words.words()));
  }

  /**
   * @throws IllegalArgumentException naming the file and the problem in it
   */
  public static NameWords load(SiteFiles files) {
    return new NameWords(files.words(FILE, new TypeReference<Words>() {}));
  }

  private static Set<String> lower(List<String> words) {
    return words.stream().map(w -> w.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  /** Whether a name is also an ordinary word of reports. */
  boolean ambiguous(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return ambiguous.contains(lower) || never.contains(lower);
  }

  /**
   * Regular expression for the words that can stand before an ambiguous name: a title, or
   * "patient".
   */
  String before(String name) {
    String titles = "(?:" + any(words.titles()) + ")\\.?\\s{1,2}";
    // in "in this patient No pneumothorax" the word "No" is a negation, not a name
    return never.contains(name.toLowerCase(Locale.ROOT))
        ? titles
        : "(?:" + titles + "|(?:" + any(words.patient()) + "):?\\s{1,2})";
  }

  private static String any(List<String> words) {
    return String.join("|", words.stream().map(Pattern::quote).toList());
  }
}
