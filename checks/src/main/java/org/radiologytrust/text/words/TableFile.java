package org.radiologytrust.text.words;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A table of characters among the resources: a row on each line, and lines of remarks. */
final class TableFile {
  private TableFile() {}

  /**
   * Reads the fields of each row.
   *
   * @param file in UTF-8; a line that is blank or begins with {@code #} is no row
   * @param between regular expression of what stands between two fields
   */
  static List<String[]> rows(String file, String between) {
    try (InputStream in = TableFile.class.getResourceAsStream(file);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(between))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }
}
