package org.radiologytrust.page.quality;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.quality.FigureRow;
import org.radiologytrust.page.door.Csv;
import org.radiologytrust.review.Share;

/** The figures as CSV (RFC 4180). A missing value is empty; shares are from 0 to 100. */
final class FiguresCsv {
  private static final List<String> HEAD =
      List.of(
          "group",
          "strength",
          "reports",
          "flags",
          "flags_per_100",
          "reports_flagged",
          "right",
          "wrong",
          "not_important",
          "precision",
          "precision_low",
          "precision_high",
          "agreed",
          "corrected",
          "left",
          "unclear",
          "minutes_half",
          "minutes_9_of_10");

  private FiguresCsv() {}

  static String text(List<ShownFigures> rows) {
    return Csv.text(HEAD, rows.stream().map(FiguresCsv::fields).toList());
  }

  private static List<String> fields(ShownFigures shown) {
    FigureRow row = shown.row();
    Share precision = shown.precision();
    boolean known = precision.known();
    return List.of(
        shown.name(),
        row.strength().word(),
        row.reports() + "",
        row.flags() + "",
        row.reports() == 0 ? "" : number(100.0 * row.flags() / row.reports()),
        row.flagged() + "",
        row.judged().right() + "",
        row.judged().wrong() + "",
        row.judged().notImportant() + "",
        known ? number(precision.value()) : "",
        known ? number(precision.low()) : "",
        known ? number(precision.high()) : "",
        row.agreed().all() + "",
        row.agreed().corrected() + "",
        row.agreed().left() + "",
        row.agreed().unclear() + "",
        minutes(row.delay().half()),
        minutes(row.delay().most()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String minutes(@Nullable Duration delay) {
    return delay == null ? "" : number(delay.toMillis() / 60_000.0);
  }
}
