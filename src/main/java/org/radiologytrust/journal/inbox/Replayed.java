package org.radiologytrust.journal.inbox;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Author;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.NumberMatch;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;

/**
 * A stored version, and the version that its message would become now. What later messages changed,
 * or the journal did not record then, is the same in both.
 *
 * @param notCompared what was left out of the comparison
 */
public record Replayed(Report stored, Report now, List<NotCompared> notCompared) {
  /** Why something cannot be compared. */
  public enum NotCompared {
    /** The version is from before origins were recorded, and so are other fields. */
    BEFORE_ORIGINS("stored before origins, authors and further ids were recorded"),
    PATIENT_CORRECTED("whose patient's name, birth date or sex a later message corrected"),
    BEFORE_ORDERS("stored before the orders of their texts were recorded"),
    AUTHORS_ADDED("to which a later message added authors"),
    IDS_ADDED("that have ids of other messages");

    private final String words;

    NotCompared(String words) {
      this.words = words;
    }

    /** Follows the word reports. */
    public String words() {
      return words;
    }
  }

  public Replayed {
    notCompared = List.copyOf(notCompared);
  }

  /**
   * Applies the rules of the journal to the new reading: merges of patients, and addenda to the
   * version before.
   *
   * @param reading of the message of the version, with the present settings
   */
  static Replayed of(Tx tx, StoredVersion version, Report reading) throws SQLException {
    Optional<StoredVersion> before =
        StoredVersion.of(tx, version.key()).stream()
            .filter(other -> other.seq() < version.seq())
            .findFirst();
    Report stored = version.report();
    Report timed = timed(reading, stored);
    Report now = NextVersion.after(tx, before, NextVersion.withKnownIds(tx, timed));
    List<NotCompared> omitted = new ArrayList<>();
    Report.Builder same = now.toBuilder();
    Patient patient = now.patient();
    if (sameIds(stored.patient(), patient)) {
      patient = patient.identifiedBy(stored.patient().identifiers());
    }
    if (corrected(tx, version)) {
      omitted.add(NotCompared.PATIENT_CORRECTED);
      patient = stored.patient().identifiedBy(patient.identifiers());
    }
    same.patient(patient);
    if (stored.origins().isEmpty() && !now.origins().isEmpty()) {
      omitted.add(NotCompared.BEFORE_ORIGINS);
      addLaterFields(stored, now, same);
    } else if (!stored.authors().equals(now.authors())
        && Author.union(stored.authors(), now.authors()).equals(stored.authors())) {
      omitted.add(NotCompared.AUTHORS_ADDED);
      same.authors(stored.authors());
      same.radiologist(now.radiologist().isEmpty() ? stored.radiologist() : now.radiologist());
    }
    if (stored.orders().isEmpty() && !now.orders().isEmpty()) {
      omitted.add(NotCompared.BEFORE_ORDERS);
      same.orders(List.of());
    }
    Order numbered = NumberMatch.numbered(now, stored);
    boolean more =
        stored.otherIds().containsAll(reading.otherIds())
            && !stored.otherIds().equals(now.otherIds());
    if (more || !numbered.equals(now.order())) {
      omitted.add(NotCompared.IDS_ADDED);
      same.order(numbered);
      same.otherIds(more ? stored.otherIds() : now.otherIds());
    }
    // follows from the versions before, and earlier versions of the product did not store it
    same.whole(stored.whole());
    return new Replayed(stored, same.build(), omitted);
  }

  /** A time that was still to come at the receipt is not used now either. */
  private static Report timed(Report reading, Report stored) {
    Instant time = reading.issued();
    Instant future = stored.whole() == null ? stored.future() : stored.whole().future();
    boolean untimed =
        reading.addendum()
            && stored.addenda().stream()
                .filter(addendum -> addendum.time() == null)
                .anyMatch(addendum -> addendum.text().in(stored.text()).equals(reading.text()));
    return time != null && (time.equals(future) || untimed)
        ? reading.toBuilder().issued(null).future(time).build()
        : reading;
  }

  private static boolean sameIds(Patient a, Patient b) {
    return new HashSet<Identifier>(a.identifiers()).equals(new HashSet<>(b.identifiers()));
  }

  private static boolean corrected(Tx tx, StoredVersion version) throws SQLException {
    return PatientEvents.of(tx, List.of(version)).stream()
        .anyMatch(event -> event.kind().equals(PatientEvents.CORRECTED));
  }

  /** Leaves the fields out that versions had not then, unless this one has a value. */
  private static void addLaterFields(Report stored, Report now, Report.Builder same) {
    same.origins(stored.origins());
    same.sources(stored.sources().isEmpty() ? stored.sources() : now.sources());
    same.radiologist(stored.radiologist().isEmpty() ? "" : now.radiologist());
    same.authors(stored.authors().isEmpty() ? List.of() : now.authors());
    same.otherIds(stored.otherIds().isEmpty() ? List.of() : now.otherIds());
  }
}
