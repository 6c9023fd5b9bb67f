package org.radiologytrust.ingest.ehr;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each problem once until reports can be read again. */
final class Outage {
  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

  private final Set<String> logged = new HashSet<>();
  private String problem = "";

  /**
   * Reports could not be read.
   *
   * @return whether this reason is new in this outage
   */
  synchronized boolean began(String reason) {
    problem = reason;
    boolean first = logged.add(reason);
    if (first) {
      LOG.warn("Reports cannot be polled: {}; trying again with each poll", reason);
    }
    return first;
  }

  /** Reports were read. */
  synchronized void ended() {
    if (!problem.isEmpty()) {
      LOG.info("Reports are polled again");
    }
    problem = "";
    logged.clear();
  }

  /** The latest problem; empty if the last pass was complete. */
  synchronized Optional<String> problem() {
    return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
  }
}
