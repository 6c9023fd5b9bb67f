package org.radiologytrust.journal;

import java.util.List;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;

/** The received studies, and the read position of the image store's feed. */
public interface StudyStore {
  /**
   * Stores a study, replacing the stored one with the same Study Instance UID, and the feed's read
   * position, in one commit.
   *
   * @param feed name of the feed
   * @param cursor the feed's read position; only the feed knows its format
   */
  void storeStudy(Study study, String feed, String cursor);

  /** Stores the read position of a feed. */
  void storeCursor(String feed, String cursor);

  /** The read position of a feed; empty at first. */
  String cursor(String feed);

  /**
   * Studies with one of the report's Study Instance UIDs or accession numbers, compared exactly,
   * ordered by UID.
   */
  List<Study> studiesOf(Report report);
}
