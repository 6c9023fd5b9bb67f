package org.radiologytrust.lab.checks.alarms;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.radiologytrust.lab.checks.CheckTable;
import org.radiologytrust.lab.results.Estimate;

/** Prints the flags on the reports as they are in lines of at most 100 characters. */
public final class AlarmTable {
  private static final String FORM = "%-26s %5s %5s %5s %6s %6s %-19s %s";

  private final AlarmFigures figures;
  private final List<String> lines = new ArrayList<>();

  private AlarmTable(AlarmFigures figures) {
    this.figures = figures;
  }

  public static List<String> lines(AlarmFigures figures) {
    AlarmTable table = new AlarmTable(figures);
    table.checks();
    table.kinds();
    table.notes();
    return table.lines;
  }

  private void checks() {
    lines.add("");
    lines.add("Flags on the reports as they are");
    lines.add("");
    lines.add(
        FORM.formatted(
            "", "flags", "right", "false", "unsure", "unread", "flagged per 100", "false per 100"));
    lines.add("-".repeat(98));
    for (String check : figures.checks()) {
      row(check, figures.of(check));
    }
    lines.add("-".repeat(98));
    for (String all : List.of(AlarmFigures.TOLD, AlarmFigures.ASKED, AlarmFigures.ALL)) {
      row(all, figures.of(all));
    }
  }

  private void kinds() {
    for (AlarmFigures.By by : AlarmFigures.By.values()) {
      lines.add("");
      lines.add("By " + by.title() + " of the reports that have a flag");
      for (AlarmRow row : figures.of(AlarmFigures.ALL, by)) {
        if (!row.flags().isEmpty()) {
          row("%s (%d)".formatted(row.kind(), row.reports()), row);
        }
      }
    }
  }

  private void row(String name, AlarmRow row) {
    lines.add(
        FORM.formatted(
                name.length() > 26 ? name.substring(0, 26) : name,
                row.flags().size(),
                row.with(Reading.RIGHT),
                row.with(Reading.FALSE),
                row.with(Reading.UNSURE),
                row.unread(),
                percent(row.flagged()),
                percent(row.wrong()))
            .stripTrailing());
  }

  /** Two decimals for a small share, one for a large one, whose interval is wide. */
  private static String percent(Estimate e) {
    return CheckTable.percent(e, e.known() && e.value() >= 0.1 ? 1 : 2);
  }

  private void notes() {
    lines.add("");
    lines.add(
        "per 100: reports with such a flag in 100 reports of the kind, with Wilson's interval.");
    lines.add(
        "Flags that are unsure or unread may be false too. All checks and kinds: by-kind.csv.");
    Map<Reading, Long> gone = figures.gone();
    if (!gone.isEmpty()) {
      lines.add(
          "Verdicts on flags that these reports no longer have: %d right, %d false, %d unsure."
              .formatted(
                  gone.getOrDefault(Reading.RIGHT, 0L),
                  gone.getOrDefault(Reading.FALSE, 0L),
                  gone.getOrDefault(Reading.UNSURE, 0L)));
    }
    if (figures.twoReaders()) {
      Agreement agreement = figures.agreement();
      lines.add(
          "Two readers: %d flags read by both, %d alike, Cohen's kappa %s."
              .formatted(
                  agreement.both(),
                  agreement.alike(),
                  agreement.kappa() == null
                      ? "not defined"
                      : String.format(Locale.ROOT, "%.2f", agreement.kappa())));
    }
  }
}
