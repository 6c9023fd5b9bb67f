package org.radiologytrust.page.quality;

import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.acceptance.BandResult;
import org.radiologytrust.acceptance.BandWatch;
import org.radiologytrust.journal.quality.By;
import org.radiologytrust.journal.quality.Quality;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.model.Strength;
import org.radiologytrust.page.door.FilterValues;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.page.door.ShadowWords;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.session.Right;

/**
 * The model of the page of figures.
 *
 * @param rows in the order of the table
 * @param totals one for each strength, the loudest first; figures by author have none
 * @param shadow how many reports of shadow mode fit the filters, and are in no figure
 * @param sample what was read in random samples
 * @param bands what the last look found
 * @param values what the filters offer
 * @param months likewise, the newest first
 * @param looked when, in words
 */
record QualityPage(
    Layout layout,
    QualityChoice choice,
    AuthorFigures authors,
    List<ShownFigures> rows,
    List<ShownFigures> totals,
    int shadow,
    SampleFigures sample,
    BandWatch.Looked bands,
    Quality.Values values,
    List<YearMonth> months,
    String looked,
    Titles titles) {
  QualityPage {
    rows = List.copyOf(rows);
    totals = List.copyOf(totals);
    months = List.copyOf(months);
  }

  /** The groupings that the page offers. */
  List<By> groupings() {
    return List.of(By.values()).stream()
        .filter(by -> by != By.ALL)
        .filter(by -> by != By.AUTHOR || authors != AuthorFigures.NONE)
        .toList();
  }

  /** Of all flags that tell; empty where the page shows no totals. */
  Optional<ShownFigures> told() {
    return totals.stream().filter(row -> row.row().strength() == Strength.TELL).findFirst();
  }

  /** Whether the reports that a row flags can be looked at on the worklist. */
  boolean listed(ShownFigures row) {
    return choice.by() == By.CHECK
        && layout.may(Right.READ_AUDITS)
        && row.row().strength() == Strength.TELL
        && row.row().flags() > 0;
  }

  /** Whether the table has the column of bands: they are of checks, and of all reports. */
  boolean banded() {
    return choice.by() == By.CHECK && bands.accepted();
  }

  /** Where a check is beside its band. */
  String band(ShownFigures row) {
    return band(row.row().group());
  }

  /** Where all checks together are: it is known of what tells alone. */
  String together(ShownFigures total) {
    return total.row().strength() == Strength.TELL ? band(BandWatch.ALL_CHECKS) : "";
  }

  private String band(String check) {
    BandResult result = bands.results().get(check);
    return result == null ? "not judged" : result.words();
  }

  /** What the column of bands is of, or why there is none. */
  String bandWords() {
    if (bands.at() == null) {
      return "Whether a check is outside its band was not judged yet.";
    }
    return bands.accepted()
        ? "Outside its band: all reports of the last %d days beside what a person accepted, judged %s, whatever is chosen above."
            .formatted(BandWatch.DAYS, Times.dateTime(bands.at()))
        : "No band: nobody has accepted the product on this site's reports yet.";
  }

  String notShown() {
    return ShadowWords.notShown(shadow) + ".";
  }

  /** All states of the worklist. */
  static List<Worklist.State> states() {
    return List.of(Worklist.State.values());
  }

  static String words(By by) {
    return switch (by) {
      case CHECK -> "Check";
      case EXAM -> "Exam";
      case SITE -> "Site";
      case MONTH -> "Month";
      case AUTHOR -> "Author";
      case ALL -> "All";
    };
  }

  List<String> sites() {
    return FilterValues.with(values.sites(), choice.site());
  }

  List<String> modalities() {
    return FilterValues.with(values.modalities(), choice.modality());
  }

  List<String> checks() {
    return FilterValues.with(values.checks(), choice.check());
  }

  /** What tells, over the months; without points where the rows are of something else. */
  MonthChart chart() {
    return MonthChart.told(choice.by() == By.MONTH ? rows : List.of());
  }

  /** The months that have a page of their own: the chosen one, or this one and the last. */
  List<String> monthPages() {
    return choice.month().isEmpty()
        ? months.stream().limit(2).map(YearMonth::toString).toList()
        : List.of(choice.month());
  }

  @Override
  public String toString() {
    return "QualityPage";
  }
}
