package org.radiologytrust.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
    try (InputStream in = Confusables.class.getResourceAsStream(FILE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("[;#]"))
          .collect(Collectors.toUnmodifiableMap(f -> code(f[0]), f -> code(f[1])));
    } catch (IOException e) {
      throw new UncheckedIOException(FILE, e);
    }
  }

  private static int code(String hex) {
    return Integer.parseInt(hex.strip(), 16);
  }
}
