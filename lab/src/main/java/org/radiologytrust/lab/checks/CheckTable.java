package org.radiologytrust.lab.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.radiologytrust.lab.results.Estimate;
import org.radiologytrust.lab.results.Ppv;

/** Prints the figures in lines of at most 100 characters. */
public final class CheckTable {
  private final CheckFigures figures;
  private final List<Double> prevalences;
  private final List<String> lines = new ArrayList<>();

  private CheckTable(CheckFigures figures, List<Double> prevalences) {
    this.figures = figures;
    this.prevalences = prevalences;
  }

  /**
   * @param prevalences shares of reports with an error, for which the PPV is given
   */
  public static List<String> lines(CheckFigures figures, List<Double> prevalences) {
    CheckTable table = new CheckTable(figures, prevalences);
    table.head();
    for (String check : figures.checks()) {
      table.row(check);
    }
    table.foot();
    return table.lines;
  }

  private void head() {
    lines.add(
        "Clean reports: %d. Seeded errors, each beside a twin: %d. Seed: %d."
            .formatted(figures.reports().size(), figures.errors().size(), figures.seed()));
    lines.add("");
    StringBuilder ppv = new StringBuilder();
    prevalences.forEach(p -> ppv.append(" %7s".formatted("at " + short100(p) + " %")));
    lines.add(
        ("%-26s %9s %-13s %5s %-17s%s"
                .formatted("", "found", "recall, %", "flags", "per 100 reports", ppv))
            .stripTrailing());
    lines.add("-".repeat(76 + 8 * prevalences.size()));
  }

  private void row(String check) {
    List<SeededError> seeded = figures.of(check);
    line(check, seeded, figures.recall(seeded), figures.alarms(check));
  }

  private void line(String name, List<SeededError> seeded, Estimate recall, Estimate alarms) {
    long found = seeded.stream().filter(SeededError::found).count();
    StringBuilder ppv = new StringBuilder();
    for (double p : prevalences) {
      ppv.append(" %7s".formatted(share(Ppv.of(recall, alarms, p))));
    }
    lines.add(
        ("%-26s %9s %-13s %5d %-17s%s"
                .formatted(
                    name,
                    seeded.isEmpty() ? "-" : found + "/" + seeded.size(),
                    percent(recall, 0),
                    count(alarms),
                    percent(alarms, 2),
                    ppv))
            .stripTrailing());
  }

  private void foot() {
    lines.add("-".repeat(76 + 8 * prevalences.size()));
    Estimate recall = figures.recall(figures.errors());
    line("all", figures.errors(), recall, figures.alarms());
    lines.add("");
    lines.add(
        "Twins with a flag that their report does not have: %d of %d, %s per 100"
            .formatted(
                count(figures.twinAlarms()),
                figures.errors().size(),
                percent(figures.twinAlarms(), 2)));
    for (String check : figures.checks()) {
      if (count(figures.twinAlarms(check)) > 0) {
        lines.add("  %-24s %d".formatted(check, count(figures.twinAlarms(check))));
      }
    }
    lines.add(
        "Reports and twins together: %d of %d, %s per 100"
            .formatted(
                count(figures.allAlarms()),
                figures.allAlarms().n(),
                percent(figures.allAlarms(), 2)));
    lines.add("");
    lines.add("flags: clean reports that the check flags. The last columns are the share of right");
    lines.add(
        "flags (PPV) if so many reports in 100 have the error. Where no report is flagged, it is at");
    lines.add("least (>=) what both bounds allow. Intervals and bounds are Wilson's.");
  }

  private static String share(Ppv ppv) {
    if (ppv.value() != null) {
      return decimals(ppv.value(), 2);
    }
    return ppv.low() == null ? "-" : ">=" + decimals(ppv.low(), 2);
  }

  /** How many a share counts. */
  static int count(Estimate e) {
    return e.known() ? (int) Math.round(e.value() * e.n()) : 0;
  }

  /** A share in percent with its interval. */
  public static String percent(Estimate e, int decimals) {
    return e.known()
        ? "%s [%s, %s]"
            .formatted(
                decimals(100 * e.value(), decimals),
                decimals(100 * e.low(), decimals),
                decimals(100 * e.high(), decimals))
        : "-";
  }

  private static String short100(double share) {
    return decimals(100 * share, 2).replaceAll("0+$", "").replaceAll("\\.$", "");
  }

  private static String decimals(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
