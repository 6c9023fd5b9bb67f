package org.radiologytrust.page.report;

import java.util.List;
import org.radiologytrust.authorship.WordDiff;
import org.radiologytrust.journal.reviews.Reviews.Version;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.flag.Fate;
import org.radiologytrust.page.flag.ReportText;
import org.radiologytrust.page.opened.Opened;

/**
 * A superseded version of a report beside the current one.
 *
 * @param opened the superseded version
 * @param show changes, before or after
 * @param changes from the superseded version to the current one
 * @param text of the version that is shown; without marks
 * @param claims number of claims of the superseded version
 */
record VersionsPage(
    Layout layout,
    Opened opened,
    String show,
    List<WordDiff.Piece> changes,
    ReportText text,
    List<Fate> fates,
    int claims) {
  Version current() {
    return opened.history().current();
  }

  int before() {
    return opened.version().number();
  }

  int after() {
    return current().number();
  }

  /** Whether the current version takes the report back. */
  boolean withdrawn() {
    return current().report().status().withdrawn();
  }

  String came() {
    return Times.dateTime(current().received());
  }

  /** The address of one of the views. */
  String view(String which) {
    return opened.path() + "/versions/" + before() + "?show=" + which;
  }

  /** Withholds the report. */
  @Override
  public String toString() {
    return "VersionsPage[" + before() + "]";
  }
}
