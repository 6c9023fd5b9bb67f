package org.radiologytrust.dcm4che;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The studies that the journal may not have as they are. Each is handed out when its first object
 * arrives, so that a report waits for its images, and again when no object has arrived for the
 * quiet time: then it counts as complete. A study that could not be stored is handed out again
 * after a wait.
 *
 * <p>Can be called by several threads at once.
 */
final class OpenStudies {
  private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
  private static final int MOST_DOUBLINGS = 6;

  /**
   * A study to store.
   *
   * @param complete whether no object has arrived for the quiet time
   * @param arrivals how many had arrived in this process
   */
  record Due(String study, boolean complete, long arrivals) {}

  private static final class Open {
    long arrivals;
    long last;
    boolean announced;
    boolean handed;
    int failures;
    long notBefore;
  }

  private final Duration quiet;
  private final LongSupplier nanos;
  private final Map<String, Open> all = new LinkedHashMap<>();

  OpenStudies(Duration quiet) {
    this(quiet, System::nanoTime);
  }

  /**
   * @param nanos a clock that never goes back, such as {@link System#nanoTime}
   */
  OpenStudies(Duration quiet, LongSupplier nanos) {
    this.quiet = quiet;
    this.nanos = nanos;
  }

  /** An object of this study is on disk. */
  synchronized void arrived(String study) {
    Open open = all.computeIfAbsent(study, s -> new Open());
    open.arrivals++;
    open.last = nanos.getAsLong();
  }

  /** The next study to store, which must be given to {@link #close} or {@link #failed}. */
  synchronized Optional<Due> next() {
    long now = nanos.getAsLong();
    for (Map.Entry<String, Open> entry : all.entrySet()) {
      Open open = entry.getValue();
      boolean complete = isQuiet(open, now);
      boolean waits = open.failures > 0 && now - open.notBefore < 0;
      if (!open.handed && !waits && (complete || !open.announced)) {
        open.handed = true;
        return Optional.of(new Due(entry.getKey(), complete, open.arrivals));
      }
    }
    return Optional.empty();
  }

  /** Whether no object of this study has arrived for the quiet time. */
  synchronized boolean isQuiet(String study) {
    Open open = all.get(study);
    return open == null || isQuiet(open, nanos.getAsLong());
  }

  private boolean isQuiet(Open open, long now) {
    return now - open.last >= quiet.toNanos();
  }

  /**
   * The journal has the study.
   *
   * @return whether nothing is left to do: it was complete, and no object arrived since
   */
  synchronized boolean close(Due due) {
    Open open = all.get(due.study());
    if (open == null) {
      return true;
    }
    open.handed = false;
    open.announced = true;
    open.failures = 0;
    if (due.complete() && open.arrivals == due.arrivals()) {
      all.remove(due.study());
      return true;
    }
    return false;
  }

  /**
   * The study could not be stored.
   *
   * @return how long it waits for the next try
   */
  synchronized Duration failed(Due due) {
    if (!all.containsKey(due.study())) {
      // it was closed, and its marker could not be removed
      arrived(due.study());
    }
    Open open = all.get(due.study());
    open.handed = false;
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(open.failures, MOST_DOUBLINGS));
    open.failures++;
    open.notBefore = nanos.getAsLong() + wait.toNanos();
    return wait;
  }
}
