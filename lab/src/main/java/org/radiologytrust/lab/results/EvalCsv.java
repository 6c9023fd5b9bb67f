package org.radiologytrust.lab.results;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.lab.baseline.Baseline;

/**
 * Writes {@code eval.csv} (RFC 4180): a row for each condition, metric and group. The last columns
 * have the figures of rules that see no image, and which of them reach the value.
 */
public final class EvalCsv {
  private EvalCsv() {}

  /** A missing value is empty. Shares are from 0 to 1. */
  public static String text(Figures figures) {
    StringBuilder out = new StringBuilder();
    List<String> head =
        new ArrayList<>(
            List.of(
                "letter",
                "condition",
                "model",
                "metric",
                "group",
                "value",
                "low",
                "high",
                "n",
                "cases",
                "interval"));
    Stream.of(Baseline.values()).map(Baseline::title).forEach(head::add);
    head.add("reached_by");
    row(out, head);
    for (Figures.OfCondition c : figures.conditions()) {
      for (Figures.Row r : c.rows()) {
        Estimate e = r.estimate();
        List<String> fields =
            new ArrayList<>(
                List.of(
                    c.letter(),
                    plain(c.condition().title()),
                    plain(c.condition().model()),
                    r.metric().code(),
                    plain(r.group().code()),
                    number(e.value()),
                    number(e.low()),
                    number(e.high()),
                    String.valueOf(e.n()),
                    String.valueOf(e.cases()),
                    EvalJson.code(e.interval())));
        for (Baseline baseline : Baseline.values()) {
          fields.add(r.beside(baseline).map(b -> number(b.estimate().value())).orElse(""));
        }
        fields.add(r.reachedBy(" "));
        row(out, fields);
      }
    }
    return out.toString();
  }

  private static void row(StringBuilder out, List<String> fields) {
    out.append(line(fields));
  }

  /** A record with its line end. */
  public static String line(List<String> fields) {
    return fields.stream().map(EvalCsv::field).collect(Collectors.joining(",")) + "\r\n";
  }

  static String field(String s) {
    return s.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
        ? '"' + s.replace("\"", "\"\"") + '"'
        : s;
  }

  /** Protects spreadsheets, which would run a name that begins like a formula. */
  public static String plain(String s) {
    return !s.isEmpty() && "=+-@\t\r".indexOf(s.charAt(0)) >= 0 ? "'" + s : s;
  }

  private static String number(@Nullable Double value) {
    return value == null ? "" : value.toString();
  }
}
