package org.radiologytrust.presign;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Sex;
import org.radiologytrust.presign.DraftDesk.Refused;

/**
 * What is known about a report that is still open, besides its text. Words are empty where nothing
 * is known.
 *
 * @param procedure as it was ordered, in words
 * @param studied day of the examination
 * @param person who the patient is
 */
public record DraftFacts(
    String procedure,
    String modality,
    String bodyPart,
    String side,
    Optional<LocalDate> born,
    Sex sex,
    Optional<LocalDate> studied,
    Person person) {
  private static final String DRAFT = "draft";

  /**
   * Names a patient; each part is empty if it is not known.
   *
   * @param system URI of the authority that assigned the id
   */
  public record Person(String system, String id, String family, String given) {
    public static final Person UNKNOWN = new Person("", "", "", "");

    private List<Identifier> ids() {
      return id.isEmpty() ? List.of() : List.of(new Identifier(system, id, ""));
    }

    /** Withholds the patient. */
    @Override
    public String toString() {
      return "Person[withheld]";
    }
  }

  /** The report, without its text. */
  public Report.Builder report(String site) {
    return report(site, "");
  }

  /**
   * The report, without its text.
   *
   * @param number accession number; empty if it is not known
   */
  Report.Builder report(String site, String number) {
    return Report.of(site, number.isEmpty() ? DRAFT : number)
        .patient(
            new Patient(person.ids(), person.family(), person.given(), born.orElse(null), sex, ""))
        .order(
            new Order(
                "",
                "",
                number.isEmpty() ? List.of() : List.of(number),
                List.of(),
                new Coding("", "", procedure),
                modality,
                bodyPart,
                side))
        // at noon it is the same day in all zones that the checks allow for
        .effective(
            studied.map(day -> day.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC)).orElse(null));
  }

  /**
   * A date as it was sent or typed; empty if it is not known.
   *
   * @param name of the field, for the message
   * @throws Refused if it is no date
   */
  public static Optional<LocalDate> date(String value, String name) throws Refused {
    try {
      return value.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(value));
    } catch (DateTimeException e) {
      throw new Refused(name + " must be a date such as 1990-01-15");
    }
  }

  /** Withholds the patient, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "DraftFacts[withheld]";
  }
}
