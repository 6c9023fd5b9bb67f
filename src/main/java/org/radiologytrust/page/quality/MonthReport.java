package org.radiologytrust.page.quality;

import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.html.HtmlPage;
import org.radiologytrust.journal.strengths.StrengthTables.Loaded;
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
 * @param loaded the table of strengths in force, if it was loaded in the month
 * @param titles of the checks
 */
record MonthReport(
    Head head,
    int shadow,
    List<ShownFigures> totals,
    List<ShownFigures> checks,
    List<ShownFigures> months,
    SampleFigures sample,
    Optional<Loaded> loaded,
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

  /** Who loaded the table of strengths in the month, and when; empty if nobody did. */
  String loadedWords() {
    return loaded
        .map(
            one ->
                "%s loaded the table of strengths that is in force, %s. SHA-256 %s."
                    .formatted(
                        one.user().isEmpty() ? "The first start" : one.user(),
                        Times.dateTime(one.at()),
                        one.sha256()))
        .orElse("");
  }

  @Override
  public String toString() {
    return "MonthReport[" + head.month + "]";
  }
}
