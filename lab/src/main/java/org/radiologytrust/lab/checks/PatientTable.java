package org.radiologytrust.lab.checks;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.lab.results.Estimate;
import org.radiologytrust.model.Strength;

/** Prints what is flagged of invented patients, in lines of at most 100 characters. */
public final class PatientTable {
  private static final String FORM = "%-34s %-18s %-10s %9s %s";

  private PatientTable() {}

  public static List<String> lines(PatientFigures figures) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Invented patients: %d of %d, with %d reports. Seed: %d."
            .formatted(
                figures.patients().size(), figures.wanted(), figures.reports(), figures.seed()));
    lines.add("");
    lines.add(FORM.formatted("event", "check", "must be", "flagged", "%"));
    lines.add("-".repeat(98));
    for (PatientEvent event : figures.events()) {
      lines.add(
          row(
              event.event(),
              event.check(),
              event.flagged() ? "flagged" : "silent",
              figures.flagged(event)));
    }
    lines.add("-".repeat(98));
    lines.add(row("all that must be flagged", "", "flagged", figures.recall()));
    lines.add("");
    lines.add("Reports with a wrong flag that an event brought:");
    lines.add(wrong("told", figures.wrong(Strength.TELL)));
    lines.add(wrong("asked", figures.wrong(Strength.ASK)));
    lines.add(wrong("quiet", figures.wrong(Strength.QUIET)));
    lines.add("");
    lines.add(
        "Below, the same reports as they are: flags may be right where two reports contradict");
    lines.add("each other, since they are of different patients.");
    return lines;
  }

  private static String row(String event, String check, String must, Estimate flagged) {
    return FORM.formatted(
        event,
        check,
        must,
        CheckTable.count(flagged) + "/" + flagged.n(),
        CheckTable.percent(flagged, 0));
  }

  private static String wrong(String how, Estimate wrong) {
    return "  %-6s %4d of %d, %s per 100"
        .formatted(how, CheckTable.count(wrong), wrong.n(), CheckTable.percent(wrong, 2));
  }
}
