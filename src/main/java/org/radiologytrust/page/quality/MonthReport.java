package org.radiologytrust.page.quality;

import java.time.YearMonth;
import java.util.List;
import org.radiologytrust.html.HtmlPage;
import org.radiologytrust.journal.strengths.StrengthChanges.Change;
import org.radiologytrust.model.Strength;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.door.Titles;

/**
 * What a month was like. All figures are those of the page {@code /quality}.
 *
 * @param head of which month and place, and when it was made
 * @param shadow how many reports of shadow mode are of this month, and in no figure
 * @param totals one for each strength, the loudest first
 * @param checks those with a flag in the month
 * @param months the twelve months that end with this one, each with a row for each strength
 * @param sample what was read in random samples
 * @param changes of strengths in the month, newest first
 * @param titles of the checks
 */
record MonthReport(
    Head head,
    int shadow,
    List<ShownFigures> totals,
    List<ShownFigures> checks,
    List<ShownFigures> months,
    SampleFigures sample,
    List<Change> changes,
    Titles titles) {
  private static final String STYLE = HtmlPage.resource("/page/month.css");

  /**
   * Of which month.
   *
   * @param ended false while the month goes on
   * @param made when, in words
   * @param inUse version and hashes of data, as they are now
   */
  record Head(YearMonth month, boolean ended, String made, String site, List<String> inUse) {
    Head {
      inUse = List.copyOf(inUse);
    }
  }

  MonthReport {
    totals = List.copyOf(totals);
    checks = List.copyOf(checks);
    months = List.copyOf(months);
    changes = List.copyOf(changes);
  }

  String title() {
    return "Month " + head.month + (head.ended ? "" : " so far") + ", " + head.site;
  }

  /** Reports that were checked. */
  int reports() {
    return totals.stream().mapToInt(row -> row.row().reports()).max().orElse(0);
  }

  MonthChart chart() {
    return MonthChart.told(months);
  }

  String style() {
    return STYLE;
  }

  String policy() {
    return HtmlPage.policy(STYLE);
  }

  static String what(Change change) {
    return change.strength().map(Strength::word).orElse("as the file says");
  }

  String of(Change change) {
    String modality = change.place().modality();
    return titles.of(change.place().check()) + (modality.isEmpty() ? "" : ", " + modality);
  }

  static String at(Change change) {
    return Times.dateTime(change.at());
  }

  @Override
  public String toString() {
    return "MonthReport[" + head.month + "]";
  }
}
