package org.radiologytrust.page.worklist;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.reviews.Worklist.State;
import org.radiologytrust.model.Weight;

/**
 * Rows that stand in the list for the same reason.
 *
 * @param title that reason
 * @param order how they are ordered
 */
record RowGroup(String title, String order, List<ListedReport> rows) {
  private static final String OLDEST = "oldest first";
  private static final String NEWEST = "newest first";

  /**
   * @param corrections whether all of them are to be corrected
   */
  static List<RowGroup> of(List<ListedReport> listed, boolean corrections) {
    List<RowGroup> groups = new ArrayList<>();
    for (ListedReport report : listed) {
      RowGroup group = of(report.row(), corrections);
      if (groups.isEmpty() || !groups.get(groups.size() - 1).title.equals(group.title)) {
        groups.add(group);
      }
      groups.get(groups.size() - 1).rows.add(report);
    }
    return groups;
  }

  private static RowGroup of(Worklist.Row row, boolean corrections) {
    if (corrections) {
      return row.correction().reminded() != null
          ? empty("Past the reminder", "worst first")
          : empty("In time", OLDEST);
    }
    Weight weight = row.placed();
    if (weight != null) {
      return empty(weight.title(), weight.urgent() ? OLDEST : NEWEST);
    }
    return empty(StateWords.of(row.state()), row.state() == State.TO_CORRECT ? OLDEST : NEWEST);
  }

  private static RowGroup empty(String title, String order) {
    return new RowGroup(title, order, new ArrayList<>());
  }
}
