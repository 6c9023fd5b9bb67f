package org.radiologytrust.lab.checks.alarms;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.lab.results.Estimate;
import org.radiologytrust.lab.results.EvalCsv;

/** Writes the flags on the reports as they are (RFC 4180). */
public final class AlarmCsv {
  private AlarmCsv() {}

  /** {@code by-kind.csv}: a row for each check and kind of report, without words of reports. */
  public static String byKind(AlarmFigures figures) {
    StringBuilder out = new StringBuilder();
    out.append(
        EvalCsv.line(
            List.of(
                "check",
                "by",
                "kind",
                "reports",
                "flags",
                "right",
                "false",
                "unsure",
                "unread",
                "flagged_per_100",
                "flagged_low",
                "flagged_high",
                "false_per_100",
                "false_low",
                "false_high")));
    List<String> checks = new ArrayList<>(figures.checks());
    checks.addAll(List.of(AlarmFigures.TOLD, AlarmFigures.ASKED, AlarmFigures.ALL));
    for (String check : checks) {
      out.append(row(AlarmFigures.ALL, figures.of(check)));
      for (AlarmFigures.By by : AlarmFigures.By.values()) {
        figures.of(check, by).forEach(r -> out.append(row(by.title(), r)));
      }
    }
    return out.toString();
  }

  private static String row(String by, AlarmRow row) {
    List<String> fields = new ArrayList<>(List.of(row.check(), by, EvalCsv.plain(row.kind())));
    fields.add(String.valueOf(row.reports()));
    fields.add(String.valueOf(row.flags().size()));
    for (Reading reading : Reading.values()) {
      fields.add(String.valueOf(row.with(reading)));
    }
    fields.add(String.valueOf(row.unread()));
    for (Estimate e : List.of(row.flagged(), row.wrong())) {
      fields.add(percent(e.value()));
      fields.add(percent(e.low()));
      fields.add(percent(e.high()));
    }
    return EvalCsv.line(fields);
  }

  private static String percent(@Nullable Double share) {
    return share == null ? "" : String.format(Locale.ROOT, "%.2f", 100 * share);
  }

  /**
   * {@code to-read.csv}: the flags that have no verdict, or two that differ, with the words that a
   * person needs to give one.
   */
  public static String toRead(AlarmFigures figures) {
    StringBuilder out = new StringBuilder();
    out.append(
        EvalCsv.line(
            List.of(
                "report", "check", "span", "verdict", "said", "id", "kind", "words", "against",
                "other", "action")));
    Set<FlagKey> seen = new HashSet<>();
    for (ReadFlag f : figures.toRead()) {
      if (!seen.add(f.key())) {
        continue; // another report has the same text
      }
      out.append(
          EvalCsv.line(
              List.of(
                  f.key().report(),
                  f.key().check(),
                  f.key().span(),
                  "",
                  f.said().stream().map(Reading::code).collect(Collectors.joining(" ")),
                  EvalCsv.plain(f.report().id()),
                  EvalCsv.plain((f.report().modality() + " " + f.report().part()).strip()),
                  EvalCsv.plain(f.flag().first().value()),
                  EvalCsv.plain(f.flag().second().source()),
                  EvalCsv.plain(f.flag().second().value()),
                  EvalCsv.plain(f.flag().action()))));
    }
    return out.toString();
  }
}
