package org.radiologytrust.page;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.work.StudyStore;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;

/** No study has come. */
public class NoStudies implements StudyStore {
  @Override
  public void storeStudy(Study study, String feed, String cursor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean storeStudy(Study study, String feed, String from, String to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Study> studiesOf(Report report) {
    return List.of();
  }

  @Override
  public List<Study> ofPatient(Report report, LocalDate until) {
    return List.of();
  }

  @Override
  public Optional<Instant> came(String studyInstanceUid) {
    return Optional.empty();
  }
}
