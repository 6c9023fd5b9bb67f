package org.radiologytrust.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.radiologytrust.model.SiteFiles;

/**
 * Which names are words of a report as well, and what stands before a name: {@code
 * pipeline/names.yaml}.
 */
final class NameWords {
  private static final String FILE = "pipeline/names.yaml";

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
   * @throws IllegalArgumentException naming the file and what is wrong with it
   */
  static NameWords load(SiteFiles files) {
    Words words = files.yaml(FILE, new TypeReference<Words>() {});
    if (words == null
        || words.titles() == null
        || words.patient() == null
        || words.negationsAndSides() == null
        || words.words() == null) {
      throw new IllegalArgumentException(
          FILE + ": needs titles, patient, negationsAndSides and words");
    }
    return new NameWords(words);
  }

  private static Set<String> lower(List<String> words) {
    return words.stream().map(w -> w.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  /** Whether a name is a word that a report may hold in its own sense. */
  boolean ambiguous(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return ambiguous.contains(lower) || never.contains(lower);
  }

  /** Regular expression of what may stand before such a name: a title, or "patient". */
  String before(String name) {
    String titles = "(?:" + any(words.titles()) + ")\\.?\\s{1,2}";
    // "in this patient No pneumothorax": a negation or a side is more than a name here
    return never.contains(name.toLowerCase(Locale.ROOT))
        ? titles
        : "(?:" + titles + "|(?:" + any(words.patient()) + "):?\\s{1,2})";
  }

  private static String any(List<String> words) {
    return String.join("|", words.stream().map(Pattern::quote).toList());
  }
}
