package org.radiologytrust.journal.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;

/** The studies that an archive is asked for. */
public interface ArchiveWishes {
  /** As the study of a wish: all studies that the report names. */
  String OWN = "";

  /** As the study of a wish: earlier studies of the patient, which are then wishes of their own. */
  String PRIORS = "priors";

  /**
   * A wish that is due.
   *
   * @param study Study Instance UID of an earlier study of the patient, {@link #OWN} or {@link
   *     #PRIORS}
   * @param since when it was first wanted
   * @param attempts how often it has failed
   */
  record Wish(UUID version, String study, Report report, Instant since, int attempts) {
    @Override
    public String toString() {
      return "Wish[" + version + "]";
    }
  }

  /** Wants a study for a report. Does nothing if it was wanted before, also if it was given up. */
  void want(UUID version, String study);

  /** The wishes of current versions that are due, the longest waiting first. */
  List<Wish> due(int limit);

  /** Whether the archive is still asked for anything for a version. */
  boolean isOpen(UUID version);

  /**
   * Ends a wish that came true. Its version is looked at again. {@link #OWN} may be wanted once
   * more, since the studies may be deleted again; earlier ones are asked for once.
   */
  void end(Wish wish);

  /** Tries a wish again after the delay. */
  void postpone(Wish wish, Duration delay, String reason);

  /** Ends a wish that does not come true. Its version is looked at again. */
  void giveUp(Wish wish, String reason);

  /**
   * Why the studies that the current version of a report names are not here; empty if nothing
   * failed.
   */
  String reason(Report report);

  /** A patient with the identifiers that merges gave, as for the studies of a report of a site. */
  Patient known(String site, Patient patient);
}
