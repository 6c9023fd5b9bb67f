package org.radiologytrust.check.earlier;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.radiologytrust.check.base.StudyDay;
import org.radiologytrust.check.past.ComparedDates;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.measures.Comparisons;
import org.radiologytrust.text.measures.DateMention;
import org.radiologytrust.text.measures.DateMention.Order;
import org.radiologytrust.text.measures.DateMention.Precision;
import org.radiologytrust.text.mentions.EarlierReading;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;

/**
 * {@code earlier-date}: the report compares with a study of a day that is nearly that of the last
 * report of the same kind, or with an older report of this kind only. A day that has nothing in
 * common with a known one may be that of a study of which no report came.
 */
final class EarlierDate extends KindCheck {
  static final String ID = "earlier-date";

  private final EarlierWords words;
  private final EarlierStudies studies;
  private final Comparisons comparisons;
  private final ComparedDates compared;

  EarlierDate(
      EarlierWords words, EarlierStudies studies, Comparisons comparisons, ComparedDates compared) {
    this.words = words;
    this.studies = studies;
    this.comparisons = comparisons;
    this.compared = compared;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    StudyDay study = StudyDay.of(c);
    List<DateMention> named = study == null ? List.of() : named(r, study);
    if (named.isEmpty()) {
      return r.silent("the report names no day of a study with which it compares");
    }
    List<EarlierReading> comparable = studies.comparable(c, r);
    if (comparable.isEmpty()) {
      return r.silent(EarlierStudies.NONE);
    }
    EarlierReport last = comparable.get(0).earlier();
    Set<Order> orders = compared.orders(r, study);
    List<LocalDate> known = studies.before(c, r).stream().map(e -> e.earlier().studied()).toList();
    List<LocalDate> older =
        comparable.stream()
            .map(e -> e.earlier().studied())
            .filter(day -> day.isBefore(last.studied().minusDays(1)))
            .toList();
    if (named.stream().anyMatch(date -> isOne(date, orders, List.of(last.studied())))) {
      return r.silent("the report compares with the last report of this kind");
    }
    for (DateMention date : named) {
      if (isOne(date, orders, older)) {
        return List.of(
            result(
                date,
                last,
                "The report compares with an older study, and a later one of this kind was"
                    + " reported: compare with that one, too, or correct the date."));
      }
      boolean nearly =
          days(date, orders).allMatch(day -> day.isBefore(study.first()))
              && days(date, orders).anyMatch(day -> nearly(day, last.studied()));
      if (!isOne(date, orders, known) && nearly) {
        return List.of(
            result(
                date,
                last,
                "No report of this day is known, and the last one of this kind is of nearly the"
                    + " same day: correct the date of the comparison."));
      }
    }
    return List.of();
  }

  /** The days of studies with which the report compares, up to its first addendum. */
  private List<DateMention> named(ReportReading r, StudyDay study) {
    List<DateMention> found = new ArrayList<>();
    for (SentenceReading s : r.sentences()) {
      if (comparisons.addendum(s.words())) {
        break;
      }
      if (!words.otherPlace().anyIn(s.words())) {
        compared.in(s, study).stream()
            .filter(date -> date.precision() == Precision.DAY)
            .forEach(found::add);
      }
    }
    return found;
  }

  private static Stream<LocalDate> days(DateMention date, Set<Order> orders) {
    return date.readings().entrySet().stream()
        .filter(reading -> orders.contains(reading.getKey()))
        .map(reading -> reading.getValue());
  }

  /** Whether it can be one of these days, in whatever zone they were counted. */
  private static boolean isOne(DateMention date, Set<Order> orders, List<LocalDate> days) {
    return days(date, orders)
        .anyMatch(
            d ->
                days.stream()
                    .anyMatch(day -> !d.isBefore(day.minusDays(1)) && !d.isAfter(day.plusDays(1))));
  }

  /** Whether two of day, month and year are equal, or day and month have changed places. */
  private static boolean nearly(LocalDate a, LocalDate b) {
    int equal =
        (a.getYear() == b.getYear() ? 1 : 0)
            + (a.getMonthValue() == b.getMonthValue() ? 1 : 0)
            + (a.getDayOfMonth() == b.getDayOfMonth() ? 1 : 0);
    boolean swapped =
        a.getYear() == b.getYear()
            && a.getMonthValue() == b.getDayOfMonth()
            && a.getDayOfMonth() == b.getMonthValue();
    return equal == 2 || swapped;
  }

  private static CheckResult result(DateMention date, EarlierReport last, String action) {
    String of = last.procedure().isBlank() ? last.studied().toString() : last.procedure();
    return new CheckResult(
        ID,
        Label.UNCERTAIN,
        date.words().evidence(date.first(), date.last()),
        Evidence.of(last, of),
        action);
  }
}
