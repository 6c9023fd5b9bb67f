package org.radiologytrust.check.tables;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Texts;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * Finds the categories of assessment systems, such as BI-RADS 4A. The systems are in {@code
 * categories.yaml}. Thread-safe.
 */
public final class CategoryReader {
  /** The file of the systems. */
  static final String FILE = "categories.yaml";

  private static final int REACH = 7;
  private static final Pattern CATEGORY = Pattern.compile("\\d{1,2}[a-z]{0,2}");
  private static final Pattern YEAR = Pattern.compile("\\d{4}");
  private static final Pattern DIGITS = Pattern.compile("\\d+");
  private static final Pattern VERSION = Pattern.compile("([a-z]+)\\d+");
  private static final Pattern ROMAN = Pattern.compile("([IVX]+)([A-Z]?)");

  private record System(
      List<String> names,
      @Nullable Set<String> prefixes,
      @Nullable Set<String> alone,
      @Nullable Set<String> glued,
      boolean letters,
      Set<String> categories) {}

  private record Words(
      @Nullable List<System> systems,
      @Nullable Set<String> between,
      @Nullable Set<String> versions,
      @Nullable Set<String> notBefore,
      @Nullable Map<String, Integer> roman) {}

  /** A category in the text, and its last word. */
  private record Named(String category, int last) {}

  private final List<System> systems;
  private final Terms names;
  private final Set<String> between;
  private final Set<String> versions;
  private final Set<String> notBefore;
  private final Map<String, Integer> roman;

  /**
   * @throws IllegalArgumentException when the file is not valid
   */
  public CategoryReader(SiteFiles files) {
    Words w = files.words(FILE, new TypeReference<Words>() {});
    systems = Texts.copy(w.systems());
    between = orEmpty(w.between());
    versions = orEmpty(w.versions());
    notBefore = orEmpty(w.notBefore());
    roman = w.roman() == null ? Map.of() : w.roman();
    Map<String, List<String>> terms = new HashMap<>();
    for (int i = 0; i < systems.size(); i++) {
      terms.put(String.valueOf(i), systems.get(i).names());
    }
    names = Terms.of(files, FILE, terms);
  }

  private static Set<String> orEmpty(@Nullable Set<String> words) {
    return words == null ? Set.of() : words;
  }

  /** The categories that a sentence names, from left to right. Several checks ask for the same. */
  public List<NamedCategory> in(WordTokens t) {
    return t.once(CategoryReader.class, this::read);
  }

  /** Whether a system has this as its first name. */
  boolean hasSystem(String name) {
    return systems.stream().anyMatch(system -> system.names().get(0).equals(name));
  }

  /** Whether a system has a category. */
  boolean has(String name, String category) {
    return systems.stream()
        .filter(system -> system.names().get(0).equals(name))
        .anyMatch(system -> system.categories().contains(category));
  }

  private List<NamedCategory> read(WordTokens t) {
    List<NamedCategory> found = new ArrayList<>();
    for (int i = 0; i < t.size(); i++) {
      NamedCategory named = at(t, i);
      if (named != null) {
        found.add(named);
        i = named.last();
      }
    }
    return List.copyOf(found);
  }

  /** The category that is named from a word on; {@code null} if none is. */
  private @Nullable NamedCategory at(WordTokens t, int i) {
    Terms.Hit hit = names.at(t, i);
    if (hit != null) {
      System system = systems.get(Integer.parseInt(hit.id()));
      return named(system, i, after(t, hit.last() + 1, system));
    }
    String raw = t.raw(i);
    if (!Character.isUpperCase(raw.charAt(0)) || !raw.equals(raw.toUpperCase(Locale.ROOT))) {
      return null;
    }
    for (System system : systems) {
      Named named = alone(t, i, system);
      if (named != null) {
        return named(system, i, named);
      }
    }
    return null;
  }

  private static @Nullable NamedCategory named(System system, int first, @Nullable Named named) {
    return named == null
        ? null
        : new NamedCategory(
            system.names().get(0),
            named.category(),
            system.categories().contains(named.category()),
            first,
            named.last());
  }

  /** The category behind the name of a system. */
  private @Nullable Named after(WordTokens t, int from, System system) {
    boolean version = false;
    for (int i = from; i < t.size() && i < from + REACH; i++) {
      String word = t.word(i);
      Matcher numbered = VERSION.matcher(word);
      boolean digitsFollow = i + 1 < t.size() && DIGITS.matcher(t.word(i + 1)).matches();
      if (versions.contains(word) && digitsFollow
          || numbered.matches() && versions.contains(numbered.group(1))) {
        version = true;
        continue;
      }
      if (version && DIGITS.matcher(word).matches() || YEAR.matcher(word).matches()) {
        continue;
      }
      if (between.contains(word) && !system.categories().contains(word)) {
        version = false;
        continue;
      }
      if (orEmpty(system.prefixes()).contains(word)) {
        continue;
      }
      String category = article(t, i) ? null : category(t, i, system);
      return category == null || followed(t, i) ? null : new Named(category, i);
    }
    return null;
  }

  /** "LR-6", "TR7": a prefix in capitals with a category, without the name of the system. */
  private static @Nullable Named alone(WordTokens t, int i, System system) {
    String word = t.word(i);
    for (String prefix : orEmpty(system.glued())) {
      String rest = word.startsWith(prefix) ? word.substring(prefix.length()) : "";
      if (CATEGORY.matcher(rest).matches()) {
        return new Named(rest, i);
      }
    }
    boolean two = orEmpty(system.alone()).contains(word) && i + 1 < t.size();
    boolean follows = two && CATEGORY.matcher(t.word(i + 1)).matches();
    return follows && t.clause(i) == t.clause(i + 1) ? new Named(t.word(i + 1), i + 1) : null;
  }

  /** Whether a small letter is a word of the sentence: "breast density is a mixture". */
  private static boolean article(WordTokens t, int i) {
    return t.raw(i).length() == 1
        && Character.isLowerCase(t.raw(i).charAt(0))
        && i + 1 < t.size()
        && t.gap(i + 1).isBlank();
  }

  /** The category that a word names; {@code null} if it is none. */
  private @Nullable String category(WordTokens t, int i, System system) {
    String word = t.word(i);
    for (String prefix : orEmpty(system.prefixes())) {
      String rest = word.startsWith(prefix) ? word.substring(prefix.length()) : "";
      if (CATEGORY.matcher(rest).matches()) {
        return rest;
      }
    }
    if (CATEGORY.matcher(word).matches() || system.letters() && word.length() == 1) {
      return word;
    }
    Matcher numeral = ROMAN.matcher(t.raw(i));
    if (numeral.matches()) {
      Integer value = roman.get(numeral.group(1).toLowerCase(Locale.ROOT));
      return value == null ? null : value + numeral.group(2).toLowerCase(Locale.ROOT);
    }
    return null;
  }

  /** Whether a number is one of something else: "12 mm". */
  private boolean followed(WordTokens t, int i) {
    return i + 1 < t.size() && notBefore.contains(t.word(i + 1));
  }
}
