package org.radiologytrust.check.arithmetic;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.check.base.StudyDay;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.measures.Comparisons;
import org.radiologytrust.text.measures.DateMention;
import org.radiologytrust.text.measures.DateMention.Precision;
import org.radiologytrust.text.measures.Dates;
import org.radiologytrust.text.mentions.CommunicationReader;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;

/**
 * {@code communication-time}: the report says that somebody was told of its findings on a day
 * before the study.
 */
final class CommunicationTime implements Check {
  static final String ID = "communication-time";

  private final CommunicationReader communications;
  private final Comparisons comparisons;
  private final Dates dates;

  CommunicationTime(CommunicationReader communications, Comparisons comparisons, Dates dates) {
    this.communications = communications;
    this.comparisons = comparisons;
    this.dates = dates;
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
    StudyDay day = StudyDay.studied(c);
    if (day == null) {
      return r.silent("the day of the study is not known");
    }
    List<CheckResult> results = new ArrayList<>();
    for (SentenceReading s : r.sentences()) {
      if (comparisons.addendum(s.words())) {
        break;
      }
      boolean told =
          (s.section().stated() || s.section() == Section.COMMUNICATION)
              && communications.tells(s.words());
      List<DateMention> named = told ? dates.in(s.words(), day.last()) : List.of();
      // another date can be that of an earlier study
      if (named.size() == 1
          && results.size() < MAX_RESULTS
          && comparisons.in(s.words(), named) == null
          && before(named.get(0), day)) {
        results.add(result(named.get(0), day));
      }
    }
    return results;
  }

  /** Whether a date is before the study in each order that it can have. */
  private static boolean before(DateMention date, StudyDay day) {
    return date.precision() == Precision.DAY
        && date.readings().values().stream().allMatch(d -> d.isBefore(day.first()));
  }

  private static CheckResult result(DateMention date, StudyDay day) {
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        date.words().evidence(date.first(), date.last()),
        day.evidence(),
        "Nobody can be told of findings before the study: correct the date of the communication, or"
            + " check the date of the study.");
  }
}
