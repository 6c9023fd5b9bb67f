package org.radiologytrust.page.report;

import java.util.List;
import org.radiologytrust.page.door.Layout;

/**
 * The page about a way from a RIS or PACS that does not lead to one report.
 *
 * @param reports to choose from
 */
record LaunchModel(Layout layout, Notice notice, List<ListedOther> reports) {
  /** What the page says. */
  enum Notice {
    CHOOSE,
    OTHER_PATIENT,
    NONE,
    /** Followed already, or too old. */
    GONE,
    /** From a place that may not ask. */
    REFUSED,
    /** A number is missing or too long. */
    INCOMPLETE,
    BUSY
  }
}
