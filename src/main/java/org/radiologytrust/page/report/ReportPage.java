package org.radiologytrust.page.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.page.decide.Deciding;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.page.flag.Became;
import org.radiologytrust.page.flag.ReportText;
import org.radiologytrust.page.image.Pane;
import org.radiologytrust.page.opened.OpenReports;
import org.radiologytrust.page.opened.Opened;
import org.radiologytrust.page.opened.SeenReport;

/**
 * The page of one report.
 *
 * @param text the report's text
 * @param deciding {@code null} where there are neither flags nor questions
 * @param became what became of the flags of earlier audits
 * @param order the way through the reports with something to do
 */
record ReportPage(
    Layout layout,
    Opened opened,
    ReportText text,
    @Nullable Deciding deciding,
    List<Became> became,
    Pane pane,
    OpenReports order) {
  /** Its place among the reports with something to do; empty if it has none. */
  String place() {
    return order.place(opened.id());
  }

  SeenReport seen() {
    return SeenReport.of(opened.history(), null, layout.user());
  }

  /** The scripts of the page. */
  List<String> scripts() {
    return pane.images() == null ? List.of("report.js") : List.of("report.js", "viewer.js");
  }
}
