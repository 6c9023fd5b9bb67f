package org.radiologytrust.ingest.dicom;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.journal.StudyShelf;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;

/** The journal's studies, in memory. */
final class FakeShelf implements StudyShelf {
  final Map<String, Study> studies = new LinkedHashMap<>();
  final List<Study> writes = new ArrayList<>();
  final Map<String, String> cursors = new LinkedHashMap<>();
  boolean full;

  @Override
  public void storeStudy(Study study, String feed, String cursor) {
    storeCursor(feed, cursor);
    studies.put(study.studyInstanceUid(), study);
    writes.add(study);
  }

  @Override
  public void storeCursor(String feed, String cursor) {
    if (full) {
      throw new JournalException("disk full", null);
    }
    cursors.put(feed, cursor);
  }

  @Override
  public String cursor(String feed) {
    return cursors.getOrDefault(feed, "");
  }

  @Override
  public List<Study> studiesOf(Report report) {
    return List.of();
  }

  Study only() {
    if (studies.size() != 1) {
      throw new AssertionError(studies.size() + " studies");
    }
    return studies.values().iterator().next();
  }
}
