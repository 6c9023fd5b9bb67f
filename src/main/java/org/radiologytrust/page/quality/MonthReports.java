package org.radiologytrust.page.quality;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Supplier;
import org.radiologytrust.html.HtmlPage;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.quality.By;
import org.radiologytrust.journal.quality.FigureTable;
import org.radiologytrust.journal.quality.Footing;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.journal.quality.Selection;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.door.Titles;

/** Makes the page of a month. It names no patient. */
public final class MonthReports {
  private static final int MONTHS = 12;

  /** As many lists as ten years draw. */
  private static final int LISTS = 2000;

  private final Journal journal;
  private final Readings.Sizes sizes;
  private final Titles titles;
  private final Place place;

  /**
   * Where the product runs.
   *
   * @param site its name
   * @param inUse version and hashes of data, a line each, as they are now
   */
  public record Place(String site, Supplier<List<String>> inUse) {}

  /**
   * @param sizes how much is drawn each week for people to read
   */
  public MonthReports(Journal journal, Readings.Sizes sizes, Titles titles, Place place) {
    this.journal = journal;
    this.sizes = sizes;
    this.titles = titles;
    this.place = place;
  }

  /** One file that loads nothing, in UTF-8. */
  public byte[] html(YearMonth month) {
    return HtmlPage.bytes("page/quality/monthFile.jte", of(month));
  }

  MonthReport of(YearMonth month) {
    Instant now = journal.clock().instant();
    Instant from = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant to = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    Selection selection = Selection.of(month);
    FigureTable table = journal.quality().table(selection, By.CHECK, "");
    return new MonthReport(
        new MonthReport.Head(
            month, !now.isBefore(to), Times.dateTime(now), place.site, place.inUse.get()),
        journal.quality().inShadowMode(selection),
        ShownFigures.of(By.ALL, table.total(), titles),
        ShownFigures.of(By.CHECK, table.rows(), titles),
        ShownFigures.of(
            By.MONTH,
            journal
                .quality()
                .figures(
                    new Selection(month.minusMonths(MONTHS - 1L), month, "", ""), By.MONTH, ""),
            titles),
        new SampleFigures(
            journal.quality().verdicts(selection).stream()
                .filter(v -> v.footing() == Footing.SAMPLED)
                .toList(),
            journal.readings().missed(selection),
            List.of(),
            journal.readings().progress(Readings.Source.WEEK, LISTS).stream()
                .filter(list -> touches(list.name(), month))
                .toList(),
            sizes),
        journal.strengths().inForce().filter(one -> within(one.at(), from, to)),
        titles);
  }

  private static boolean within(Instant at, Instant from, Instant to) {
    return !at.isBefore(from) && at.isBefore(to);
  }

  /** Whether a day of a week such as 2026-W48 is in the month. */
  private static boolean touches(String week, YearMonth month) {
    LocalDate monday =
        LocalDate.parse(week + "-" + DayOfWeek.MONDAY.getValue(), DateTimeFormatter.ISO_WEEK_DATE);
    return YearMonth.from(monday).equals(month) || YearMonth.from(monday.plusDays(6)).equals(month);
  }
}
