package org.radiologytrust.ingest.fhir.report;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Report;

/** Finds what other elements say and the text of a report does not, line by line. */
final class UnreadWords {
  private static final Pattern LETTER = Pattern.compile("\\p{L}");

  /** Longer texts are reported completely; shorter ones are compared line by line. */
  private static final int MOST_LINES = 1_000;

  private final String text;

  UnreadWords(String text) {
    this.text = compared(text);
  }

  /** The lines that the report's text does not contain; empty if it has all. */
  String missing(@Nullable String other) {
    if (other == null || other.isBlank()) {
      return "";
    }
    String canonical = Report.canonicalText(other);
    if (isSaid(canonical)) {
      return "";
    }
    List<String> lines =
        canonical.lines().map(String::strip).filter(l -> LETTER.matcher(l).find()).toList();
    StringBuilder missing = new StringBuilder();
    for (String line : lines) {
      if (lines.size() > MOST_LINES || !isSaid(line)) {
        missing.append(line);
      }
    }
    return missing.toString();
  }

  /** Whether the report's text contains it. */
  boolean isSaid(String other) {
    return text.contains(compared(other));
  }

  static String compared(String text) {
    return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }
}
