package org.radiologytrust.journal;

import java.util.List;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;

/** The studies that have come, and how far the image store's feed was read. */
public interface StudyStore {
  /**
   * Stores a study in place of what was known of it (a Study Instance UID is there once), and how
   * far its feed was read, in one commit.
   *
   * @param feed name of the feed
   * @param cursor the feed's own mark, opaque
   */
  void storeStudy(Study study, String feed, String cursor);

  /** Stores how far a feed was read. */
  void storeCursor(String feed, String cursor);

  /** How far a feed was read; empty at first. */
  String cursor(String feed);

  /**
   * Studies with one of the report's Study Instance UIDs or accession numbers, compared exactly, in
   * order of their UIDs.
   */
  List<Study> studiesOf(Report report);
}
