package org.radiologytrust.lab.checks.paper;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.lab.checks.CheckFigures;
import org.radiologytrust.lab.checks.alarms.AlarmFigures;
import org.radiologytrust.lab.results.Estimate;
import org.radiologytrust.lab.results.Ppv;

/**
 * The figures of one check, or of all. Shares are from 0 to 1.
 *
 * @param check its id; {@link #ALL} for all checks
 * @param recall share of the seeded errors that it finds; not known where none was seeded
 * @param flagged share of the reports as they are that it flags
 * @param wrong share of these that people called wrongly flagged; not known while nobody read a
 *     flag
 * @param twins share of the twins that it flags and whose report it does not flag
 * @param ppv the share of its flags that would be right, for each prevalence
 */
record CheckRow(
    String check,
    Estimate recall,
    Estimate flagged,
    Estimate wrong,
    Estimate twins,
    List<Ppv> ppv) {
  static final String ALL = "all";

  CheckRow {
    ppv = List.copyOf(ppv);
  }

  /**
   * One row for each check, and one for all.
   *
   * @param prevalences shares of reports with an error
   */
  static List<CheckRow> of(CheckFigures figures, AlarmFigures alarms, List<Double> prevalences) {
    List<CheckRow> rows = new ArrayList<>();
    for (String check : figures.checks()) {
      rows.add(
          row(
              check,
              figures.recall(figures.of(check)),
              figures.alarms(check),
              alarms.wrong(check),
              figures.twinAlarms(check),
              prevalences));
    }
    rows.add(
        row(
            ALL,
            figures.recall(figures.errors()),
            figures.alarms(),
            alarms.wrong(ALL),
            figures.twinAlarms(),
            prevalences));
    return rows;
  }

  private static CheckRow row(
      String check,
      Estimate recall,
      Estimate flagged,
      Estimate wrong,
      Estimate twins,
      List<Double> prevalences) {
    List<Ppv> ppv = prevalences.stream().map(p -> Ppv.of(recall, flagged, p)).toList();
    return new CheckRow(check, recall, flagged, wrong, twins, ppv);
  }
}
