package org.radiologytrust.lab.checks;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.regex.Pattern;
import org.radiologytrust.files.SiteFiles;

/**
 * Keeps twins free of contradictions: no finding goes into a report that calls the place normal.
 * The words are in {@code lab/checks/clashes.yaml}.
 */
final class Clashes {
  private record Words(String said, String report) {}

  private record Clash(Pattern said, Pattern report) {}

  private final List<Clash> clashes;

  private Clashes(List<Clash> clashes) {
    this.clashes = clashes;
  }

  static Clashes load(SiteFiles files) {
    return new Clashes(
        files.yaml("lab/checks/clashes.yaml", new TypeReference<List<Words>>() {}).stream()
            .map(w -> new Clash(pattern(w.said), pattern(w.report)))
            .toList());
  }

  private static Pattern pattern(String words) {
    return Pattern.compile(words, Pattern.CASE_INSENSITIVE);
  }

  /**
   * Whether added words contradict the report.
   *
   * @param said words that were added to the report
   * @param report with these words
   */
  boolean in(List<String> said, String report) {
    return clashes.stream()
        .anyMatch(
            c ->
                said.stream().anyMatch(s -> c.said.matcher(s).find())
                    && c.report.matcher(without(report, said)).find());
  }

  private static String without(String report, List<String> said) {
    String rest = report;
    for (String words : said) {
      rest = words.isEmpty() ? rest : rest.replace(words, "");
    }
    return rest;
  }
}
