package org.radiologytrust.page.quality;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.radiologytrust.journal.quality.By;
import org.radiologytrust.journal.quality.Selection;
import org.radiologytrust.page.door.FilterValues;
import org.radiologytrust.page.door.PageRequest;

/**
 * The figures that a person looks at. It is kept in the session.
 *
 * @param month such as {@code 2026-11}; empty for the last twelve months
 */
record QualityChoice(By by, String month, String site, String modality, String check) {
  private static final int MONTHS = 12;
  private static final QualityChoice FIRST = new QualityChoice(By.CHECK, "", "", "", "");

  static QualityChoice of(PageRequest request) {
    return request.kept(QualityChoice.class).orElse(FIRST);
  }

  static QualityChoice filled(PageRequest form) {
    String month = form.field("month");
    return new QualityChoice(
        By.of(form.field("by")),
        month.matches("\\d{4}-(0[1-9]|1[0-2])") ? month : "",
        FilterValues.of(form.field("site")),
        FilterValues.of(form.field("modality")),
        FilterValues.of(form.field("check")));
  }

  /** This month and those before it, the newest first. */
  static List<YearMonth> months(Instant now) {
    YearMonth last = YearMonth.from(now.atZone(ZoneOffset.UTC));
    return IntStream.range(0, MONTHS).mapToObj(last::minusMonths).toList();
  }

  Selection selection(Instant now) {
    List<YearMonth> all = months(now);
    YearMonth from = month.isEmpty() ? all.get(MONTHS - 1) : YearMonth.parse(month);
    YearMonth to = month.isEmpty() ? all.get(0) : from;
    return new Selection(from, to, site, modality);
  }
}
