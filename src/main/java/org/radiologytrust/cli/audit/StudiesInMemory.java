package org.radiologytrust.cli.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.radiologytrust.journal.work.FeedCursors;
import org.radiologytrust.journal.work.StudyStore;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;

/** Keeps the studies of one command in memory. */
final class StudiesInMemory implements StudyStore, FeedCursors {
  private final Map<String, Study> studies = new TreeMap<>();
  private final Map<String, String> cursors = new HashMap<>();

  /** Whether the feed was read and every study is complete. */
  boolean settled() {
    return !cursors.isEmpty() && studies.values().stream().allMatch(Study::stable);
  }

  /**
   * @param storeId Orthanc's id of an instance
   */
  boolean has(String storeId) {
    return studies.values().stream()
        .flatMap(s -> s.instances().stream())
        .anyMatch(i -> i.storeId().equals(storeId));
  }

  List<Study> studies() {
    return List.copyOf(studies.values());
  }

  @Override
  public void storeStudy(Study study, String feed, String cursor) {
    studies.put(study.studyInstanceUid(), study);
    cursors.put(feed, cursor);
  }

  @Override
  public boolean storeStudy(Study study, String feed, String from, String to) {
    storeStudy(study, feed, to);
    return true;
  }

  @Override
  public boolean move(String feed, String from, String to) {
    store(feed, to);
    return true;
  }

  @Override
  public void store(String feed, String cursor) {
    cursors.put(feed, cursor);
  }

  @Override
  public String cursor(String feed) {
    return cursors.getOrDefault(feed, "");
  }

  @Override
  public List<Study> studiesOf(Report report) {
    return studies();
  }

  /** A command audits single reports: nothing is known of their patients. */
  @Override
  public List<Study> ofPatient(Report report, LocalDate until) {
    return List.of();
  }

  @Override
  public Optional<Instant> came(String studyInstanceUid) {
    return Optional.empty();
  }
}
