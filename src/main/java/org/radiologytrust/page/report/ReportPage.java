package org.radiologytrust.page.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.page.decide.Deciding;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.page.flag.Question;
import org.radiologytrust.page.flag.ReportText;
import org.radiologytrust.page.image.Pane;
import org.radiologytrust.page.opened.OpenReports;
import org.radiologytrust.page.opened.Opened;

/**
 * The page of one report.
 *
 * @param text the report's text
 * @param deciding {@code null} where there are no flags
 * @param questions what the checks only ask
 * @param order the way through the reports with open flags
 */
record ReportPage(
    Layout layout,
    Opened opened,
    ReportText text,
    @Nullable Deciding deciding,
    List<Question> questions,
    Pane pane,
    OpenReports order) {
  /** Its place among the reports with open flags, from 1; 0 if it has none. */
  int place() {
    return order.place(opened.id());
  }

  /** Number of the reports with open flags. */
  int open() {
    return order.order().size();
  }

  /** The scripts of the page. */
  List<String> scripts() {
    return pane.images() == null ? List.of("report.js") : List.of("report.js", "viewer.js");
  }
}
