package org.radiologytrust.journal.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The studies that an archive gave, as opposed to those that were sent to us. Until one is complete
 * and weighed, it does not exist for audits.
 */
public interface FetchedStudies {
  /** What becomes of a study. */
  enum State {
    COMING,
    HERE,
    LEAVING
  }

  /**
   * A study that is here.
   *
   * @param bytes its size in the image store
   * @param instances number of its objects
   */
  record Fetched(String studyInstanceUid, long bytes, int instances) {}

  /**
   * Says that objects of a study may come from now on. Does nothing but extend the time if this was
   * said before.
   *
   * @param longest after this time, whoever brings it has ended
   */
  void coming(String studyInstanceUid, Duration longest);

  /** What becomes of a study; empty if it was not fetched. */
  Optional<State> state(String studyInstanceUid);

  /** Says that a study is complete: the reports that name it are looked at again. */
  void here(Fetched study);

  /**
   * Says that a study is to be deleted, unless an audit that has not ended may use it, or it came
   * after {@code before}.
   *
   * @param longest after this time, whoever deletes it has ended
   * @return false if it has to stay
   */
  boolean leaving(String studyInstanceUid, Instant before, Duration longest);

  /**
   * Forgets a study.
   *
   * @param deleted whether no object of it is left: then it does not exist for audits either
   */
  void forget(String studyInstanceUid, boolean deleted);

  /** Studies that were coming or leaving when a process ended, and whose time is over. */
  List<String> interrupted(int limit);

  /** The studies that came at or before this time, the oldest first. */
  List<Fetched> here(Instant before, int limit);

  /** Size of all studies that are here. */
  long bytes();
}
