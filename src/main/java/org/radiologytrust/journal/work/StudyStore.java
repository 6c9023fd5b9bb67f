package org.radiologytrust.journal.work;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;

/** The received studies. */
public interface StudyStore {
  /**
   * Stores a study, replacing the stored one with the same Study Instance UID, and the feed's read
   * position ({@link FeedCursors}), in one commit.
   *
   * @param feed name of the feed
   * @param cursor the feed's read position; only the feed knows its format
   */
  void storeStudy(Study study, String feed, String cursor);

  /**
   * Like {@link #storeStudy(Study, String, String)}, if the feed's read position is still {@code
   * from}.
   *
   * @return false, with nothing stored, if another node has moved it
   */
  boolean storeStudy(Study study, String feed, String from, String to);

  /**
   * Studies with one of the report's Study Instance UIDs or accession numbers, compared exactly,
   * ordered by UID.
   */
  List<Study> studiesOf(Report report);

  /**
   * Studies whose patient shares an identifier with the report's, merges included; an identifier
   * that is empty or has a wildcard counts for neither.
   *
   * @param until the last day of a study
   * @return at most 50: the newest first, those without a date last
   */
  List<Study> ofPatient(Report report, LocalDate until);

  /**
   * When the first image of a study was seen; empty if that is not known.
   *
   * @param studyInstanceUid of a stored study
   */
  Optional<Instant> came(String studyInstanceUid);
}
