package org.radiologytrust.text.words;

import java.util.Map;
import java.util.stream.Collectors;

/** Letters that look like an ASCII letter, from {@code /text/confusables.txt}. */
final class Confusables {
  private static final String FILE = "/text/confusables.txt";
  private static final Map<Integer, Integer> ASCII = load();

  private Confusables() {}

  /** The ASCII letter that this letter looks like, or -1. */
  static int ascii(int letter) {
    return ASCII.getOrDefault(letter, -1);
  }

  /** All of them, with the ASCII letter that each looks like. */
  static Map<Integer, Integer> all() {
    return ASCII;
  }

  private static Map<Integer, Integer> load() {
    return TableFile.rows(FILE, "[;#]").stream()
        .collect(Collectors.toUnmodifiableMap(f -> code(f[0]), f -> code(f[1])));
  }

  private static int code(String hex) {
    return Integer.parseInt(hex.strip(), 16);
  }
}
