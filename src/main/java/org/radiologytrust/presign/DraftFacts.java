package org.radiologytrust.presign;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Sex;

/**
 * What is known about a report that is still open, besides its text. Words are empty where nothing
 * is known.
 *
 * @param procedure as it was ordered, in words
 * @param studied day of the examination
 */
public record DraftFacts(
    String procedure,
    String modality,
    String bodyPart,
    String side,
    Optional<LocalDate> born,
    Sex sex,
    Optional<LocalDate> studied) {
  /** The report, without its text. */
  public Report.Builder report(String site) {
    return Report.of(site, "draft")
        .patient(new Patient(List.of(), "", "", born.orElse(null), sex, ""))
        .order(
            new Order(
                "",
                "",
                List.of(),
                List.of(),
                new Coding("", "", procedure),
                modality,
                bodyPart,
                side))
        // at noon it is the same day in all zones that the checks allow for
        .effective(
            studied.map(day -> day.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC)).orElse(null));
  }

  /** Withholds the patient, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "DraftFacts[withheld]";
  }
}
