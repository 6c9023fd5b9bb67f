package org.radiologytrust.check.past;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.check.base.StudyDay;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.measures.Comparisons;
import org.radiologytrust.text.measures.DateMention;
import org.radiologytrust.text.measures.DateMention.Order;
import org.radiologytrust.text.measures.Dates;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;

/** Finds the days of the studies with which a report compares. Thread-safe. */
public final class ComparedDates {
  private final Comparisons comparisons;
  private final Dates dates;

  public ComparedDates(Comparisons comparisons, Dates dates) {
    this.comparisons = comparisons;
    this.dates = dates;
  }

  /** The orders of day and month that the report's dates can have. */
  public Set<Order> orders(ReportReading r, StudyDay study) {
    Set<Order> shown = EnumSet.noneOf(Order.class);
    for (SentenceReading s : r.sentences()) {
      for (DateMention date : dates.in(s.words(), study.last())) {
        for (Map.Entry<Order, LocalDate> reading : date.readings().entrySet()) {
          // 03/12/2026 in a report of 12 March, or 03/13/2026 in any
          boolean today =
              !reading.getValue().isBefore(study.first())
                  && !reading.getValue().isAfter(study.last());
          if (date.shows(reading.getKey()) || today && date.doubtful()) {
            shown.add(reading.getKey());
          }
        }
      }
    }
    return shown.size() == 1 ? shown : EnumSet.allOf(Order.class);
  }

  /** The days of other studies with which a sentence compares. */
  public List<DateMention> in(SentenceReading s, StudyDay study) {
    if (s.section() == Section.ADMINISTRATIVE
        || s.section() == Section.HISTORY
        || s.section() == Section.REQUEST) {
      return List.of();
    }
    List<DateMention> named = comparisons.ofStudies(s.words(), dates.in(s.words(), study.last()));
    return s.section() == Section.COMPARISON ? named : comparisons.dated(s.words(), named);
  }
}
