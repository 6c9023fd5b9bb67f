package org.radiologytrust.journal.desk;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Ways to a report that a RIS or PACS asks for. Each can be followed once, for a short time. */
public interface Launches {
  /** What the numbers of a RIS or PACS led to. */
  enum Answer {
    FOUND,
    /** There are reports with this accession number, and none is about this patient. */
    OTHER_PATIENT,
    /** There is no report with this accession number. */
    NONE;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Where a way leads.
   *
   * @param reports those that were found, else those with the accession number
   */
  record Launch(Answer answer, List<UUID> reports) {}

  /**
   * Makes a way to the reports that have this accession number and are about a patient with this
   * number. The numbers are not stored.
   *
   * @param valid how long it can be followed
   * @return its id; empty if too many have not been followed yet
   */
  Optional<UUID> add(String accession, String patient, Duration valid);

  /** Follows a way, which then is gone; empty if there is none, or no longer. */
  Optional<Launch> take(UUID id, Duration valid);
}
