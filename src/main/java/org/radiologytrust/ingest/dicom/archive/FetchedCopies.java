package org.radiologytrust.ingest.dicom.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.ingest.dicom.DicomStoreException;
import org.radiologytrust.journal.archive.FetchedStudies;
import org.radiologytrust.journal.archive.FetchedStudies.Fetched;
import org.radiologytrust.journal.store.SteadyClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes fetched studies from our Orthanc: the oldest when they are too many, those that are too
 * old, and what was left of one that could not be brought. Studies that were sent to us stay, and
 * those that an audit may use that has not ended.
 */
public final class FetchedCopies {
  private static final Logger LOG = LoggerFactory.getLogger(FetchedCopies.class);
  private static final int BATCH = 50;

  /** A study is not deleted again before its report had time to be looked at. */
  private static final Duration YOUNGEST = Duration.ofHours(1);

  private final OrthancCache cache;
  private final FetchedStudies fetched;
  private final SteadyClock clock;
  private final Limits limits;
  private final Duration longest;
  private boolean unavailable;

  /**
   * How much is kept.
   *
   * @param bytes most bytes; 0 = no limit
   * @param time how long; empty = for ever
   */
  record Limits(long bytes, Optional<Duration> time) {}

  /**
   * @param longest after this time, whoever brings or deletes a study has ended
   */
  FetchedCopies(
      OrthancCache cache,
      FetchedStudies fetched,
      SteadyClock clock,
      Limits limits,
      Duration longest) {
    this.cache = cache;
    this.fetched = fetched;
    this.clock = clock;
    this.limits = limits;
    this.longest = longest;
  }

  /** Deletes what is too old or too much. Called by the route {@code archive}. */
  public void prune() {
    try {
      int deleted = interrupted();
      if (limits.time.isPresent()) {
        deleted += deleted(clock.ago(max(limits.time.get())), 0);
      }
      deleted += room();
      if (deleted > 0) {
        LOG.info("{} studies that an archive gave were deleted from Orthanc", deleted);
      }
      unavailable = false;
    } catch (DicomStoreException e) {
      if (!unavailable) {
        LOG.warn("fetched studies cannot be deleted and will be later: {}", e.getMessage());
      }
      unavailable = true;
    }
  }

  /**
   * Makes room for one more study.
   *
   * @return whether there is room
   */
  boolean hasRoom() throws DicomStoreException {
    room();
    return limits.bytes == 0 || fetched.bytes() < limits.bytes;
  }

  private int room() throws DicomStoreException {
    return limits.bytes == 0 ? 0 : deleted(clock.ago(YOUNGEST), limits.bytes - 1);
  }

  private static Duration max(Duration time) {
    return time.compareTo(YOUNGEST) < 0 ? YOUNGEST : time;
  }

  /** Deletes the studies that came before this time, until so many bytes are left. */
  private int deleted(Instant before, long most) throws DicomStoreException {
    int deleted = 0;
    long bytes = fetched.bytes();
    for (Fetched study : fetched.here(before, BATCH)) {
      if (bytes > most && fetched.leaving(study.studyInstanceUid(), before, longest)) {
        deleted += delete(study) ? 1 : 0;
        bytes -= study.bytes();
      }
    }
    return deleted;
  }

  /** Deletes a study, unless objects of it were sent to us as well. */
  private boolean delete(Fetched study) throws DicomStoreException {
    String uid = study.studyInstanceUid();
    if (cache.size(uid).instances() > study.instances() || !cache.isFetchedWhole(uid)) {
      fetched.forget(uid, false);
      return false;
    }
    discard(uid);
    return true;
  }

  /** Deletes what a process left behind that ended while it brought or deleted studies. */
  int interrupted() throws DicomStoreException {
    List<String> left = fetched.interrupted(BATCH);
    for (String uid : left) {
      discard(uid);
    }
    return left.size();
  }

  /** Deletes the fetched objects of a study, and forgets it. */
  void discard(String uid) throws DicomStoreException {
    fetched.forget(uid, cache.deleteFetched(uid) == 0);
  }
}
