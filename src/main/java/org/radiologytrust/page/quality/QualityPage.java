package org.radiologytrust.page.quality;

import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.quality.By;
import org.radiologytrust.journal.quality.Quality;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.model.Strength;
import org.radiologytrust.page.door.FilterValues;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.page.door.ShadowWords;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.session.Right;

/**
 * The model of the page of figures.
 *
 * @param rows in the order of the table
 * @param totals one for each strength, the loudest first; figures by author have none
 * @param shadow how many reports of shadow mode fit the filters, and are in no figure
 * @param sample what was read in random samples
 * @param stops the checks that left their band
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
    Stops stops,
    Quality.Values values,
    List<YearMonth> months,
    String looked,
    Titles titles) {
  /**
   * The stop rule.
   *
   * @param refused why the answer before this page was not stored; empty if it was
   */
  record Stops(StopAnswers.Shown shown, String refused) {}

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

  boolean mayAnswer() {
    return layout.may(Right.CHANGE_STRENGTHS);
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
