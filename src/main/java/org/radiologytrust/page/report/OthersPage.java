package org.radiologytrust.page.report;

import java.util.List;
import org.radiologytrust.page.door.Layout;

/**
 * The other reports of a report's patient.
 *
 * @param path of the report
 * @param complete whether these are all
 * @param busy whether the journal gave no answer in time
 */
record OthersPage(
    Layout layout, String path, List<ListedOther> reports, boolean complete, boolean busy) {
  /** What the list is, or why there is none. */
  String says() {
    if (busy) {
      return "The search took too long. Try again in a minute.";
    }
    if (reports.isEmpty()) {
      return "No other report of this patient has come.";
    }
    return complete
        ? "They share a patient number with this report, and neither name, birth date nor sex differs."
        : "The newest "
            + reports.size()
            + ". They share a patient number with this report, and neither name, birth date nor sex"
            + " differs.";
  }
}
