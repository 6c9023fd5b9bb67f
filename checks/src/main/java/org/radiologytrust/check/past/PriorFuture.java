package org.radiologytrust.check.past;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.check.base.StudyDay;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.measures.Comparisons;
import org.radiologytrust.text.measures.DateMention;
import org.radiologytrust.text.measures.DateMention.Order;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;

/** {@code prior-future}: the report compares with a study that is later than its own. */
public final class PriorFuture implements Check {
  static final String ID = "prior-future";

  private final Comparisons comparisons;
  private final ComparedDates compared;

  public PriorFuture(Comparisons comparisons, ComparedDates compared) {
    this.comparisons = comparisons;
    this.compared = compared;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<CheckInput> needs() {
    return Set.of(CheckInput.STUDY_DATE);
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    StudyDay study = StudyDay.of(c);
    if (study == null) {
      return r.silent("the day of the study is not known");
    }
    Set<Order> orders = compared.orders(r, study);
    List<CheckResult> results = new ArrayList<>();
    for (SentenceReading s : r.sentences()) {
      if (comparisons.addendum(s.words())) {
        break;
      }
      for (DateMention date : compared.in(s, study)) {
        boolean more = results.size() < MAX_RESULTS;
        if (more && later(date, orders, study.last())) {
          results.add(result(date, study));
        }
      }
    }
    return results;
  }

  /** Whether a date is after a day in each order that it can have. */
  private static boolean later(DateMention date, Set<Order> orders, LocalDate day) {
    List<LocalDate> possible =
        date.readings().entrySet().stream()
            .filter(reading -> orders.contains(reading.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    return !possible.isEmpty() && possible.stream().allMatch(d -> d.isAfter(day));
  }

  private static CheckResult result(DateMention date, StudyDay study) {
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        date.words().evidence(date.first(), date.last()),
        study.evidence(),
        "The report compares with a study of a later date than its own: correct the date of the"
            + " comparison, or check the date of the study.");
  }
}
