package org.radiologytrust.pipeline.mask;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.model.Patient;
import org.radiologytrust.text.words.CleanText;

/** Builds regular expressions that find a patient's name in a report. */
final class NamePatterns {
  private static final String SEPARATORS = "[\\s^,]+";

  private final List<String> patterns = new ArrayList<>();

  NamePatterns(Patient patient, NameWords words) {
    List<String> family = parts(patient.familyName());
    List<String> given = parts(patient.givenName());
    // the full name first: a part that is also an ordinary word is then hidden with it
    for (String g : given) {
      for (String f : family) {
        if (g.length() < 2 || f.length() < 2) {
          continue;
        }
        patterns.add(capitalised(g) + "(?:\\s\\p{Lu}\\.?)?\\s" + capitalised(f));
        patterns.add(capitalised(f) + ",\\s?" + capitalised(g));
      }
    }
    Set<String> all = new LinkedHashSet<>(family);
    all.addAll(given);
    all.stream()
        // a single letter may be an initial or any other letter
        .filter(name -> name.codePointCount(0, name.length()) > 1)
        .sorted(Comparator.comparingInt(String::length).reversed())
        .forEach(
            name ->
                patterns.add(
                    words.ambiguous(name)
                        ? "(?<=(?<![\\p{L}\\p{N}])" + words.before(name) + ")" + capitalised(name)
                        : "(?iu:" + either(name, name) + ")"));
  }

  List<String> patterns() {
    return patterns;
  }

  /** The names in a field, and the parts of names with a hyphen or an apostrophe. */
  private static List<String> parts(String field) {
    Set<String> parts = new LinkedHashSet<>();
    for (String name : CleanText.of(field).text().strip().split(SEPARATORS)) {
      parts.add(name);
      Stream.of(name.split("[-\u2010-\u2015'\u2019`]"))
          .filter(p -> p.codePointCount(0, p.length()) > 2)
          .forEach(parts::add);
    }
    parts.remove("");
    return List.copyOf(parts);
  }

  /**
   * A pattern for a name with a capital first letter or all capitals: Young or YOUNG, but not
   * young.
   */
  private static String capitalised(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    int first = lower.offsetByCodePoints(0, 1);
    String title = lower.substring(0, first).toUpperCase(Locale.ROOT) + lower.substring(first);
    String own = Character.isUpperCase(name.codePointAt(0)) ? name : title;
    return "(?:" + either(own, title) + "|" + quoted(lower.toUpperCase(Locale.ROOT)) + ")";
  }

  /** A pattern for both names. Accents may be one character or two, and any apostrophe matches. */
  private static String either(String a, String b) {
    return Stream.of(a, b)
        .flatMap(
            s ->
                Stream.of(
                    Normalizer.normalize(s, Normalizer.Form.NFC),
                    Normalizer.normalize(s, Normalizer.Form.NFD)))
        .distinct()
        .map(NamePatterns::quoted)
        .collect(Collectors.joining("|"));
  }

  private static String quoted(String name) {
    return Pattern.quote(name).replaceAll("['\u2019`]", "\\\\E['\u2019`]\\\\Q");
  }
}
