package org.radiologytrust.stop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.radiologytrust.journal.quality.FigureRow;
import org.radiologytrust.journal.quality.VerdictCounts;

/**
 * What was counted of one check in the reports of a time.
 *
 * @param check its id
 * @param reports on which it finished
 * @param flagged of these, those with at least one flag of it, however strong
 * @param quietFor the newest reports on which it finished since the last one that it flagged; they
 *     may be more than {@code reports}
 * @param verdicts of the flags of this check in these reports
 */
public record CheckWindow(
    String check, int reports, int flagged, int quietFor, List<VerdictCounts> verdicts) {
  /**
   * What the page of figures shows, by check.
   *
   * @param rows by check; a check of which there is no flag needs a row with its reports
   * @param verdicts in the same reports
   * @param quietFor by check; what is not there has flagged the newest report
   */
  public static List<CheckWindow> of(
      List<FigureRow> rows, List<VerdictCounts> verdicts, Map<String, Integer> quietFor) {
    Map<String, List<FigureRow>> byCheck =
        rows.stream()
            .collect(Collectors.groupingBy(FigureRow::group, TreeMap::new, Collectors.toList()));
    List<CheckWindow> windows = new ArrayList<>();
    byCheck.forEach(
        (check, its) -> {
          int reports = its.stream().mapToInt(FigureRow::reports).max().orElse(0);
          // the strength may have changed meanwhile; a check that did not finish on the newest
          // version may have flagged an earlier one
          int flagged = Math.min(reports, its.stream().mapToInt(FigureRow::flagged).sum());
          windows.add(
              new CheckWindow(
                  check,
                  reports,
                  flagged,
                  quietFor.getOrDefault(check, 0),
                  verdicts.stream().filter(v -> v.check().equals(check)).toList()));
        });
    return windows;
  }

  public CheckWindow {
    verdicts = List.copyOf(verdicts);
    if (flagged < 0 || flagged > reports || quietFor < 0) {
      throw new IllegalArgumentException(check + ": these are no counts");
    }
  }
}
