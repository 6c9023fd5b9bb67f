package org.radiologytrust.review;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A person's name, however a system writes it: without regard to case, accents, titles and the
 * order of family name and given names.
 */
public final class PersonName {
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern APART = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Set<String> TITLES =
      Set.of(
          "dr", "med", "prof", "pd", "priv", "doz", "md", "phd", "mbbs", "frcr", "facr", "mr",
          "mrs", "ms", "herr", "frau", "univ", "dipl");

  private PersonName() {}

  /** Whether two names are the same. A name of titles alone is nobody's. */
  public static boolean same(String one, String other) {
    List<String> words = words(one);
    return !words.isEmpty() && words.equals(words(other));
  }

  private static List<String> words(String name) {
    String plain = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFD)).replaceAll("");
    return Arrays.stream(APART.split(plain.toLowerCase(Locale.ROOT).replace("ß", "ss")))
        .filter(word -> !word.isEmpty() && !TITLES.contains(word))
        .sorted()
        .toList();
  }
}
