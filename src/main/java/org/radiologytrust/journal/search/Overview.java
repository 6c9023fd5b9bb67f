package org.radiologytrust.journal.search;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** How old the oldest and newest things in the journal are, for operators. */
public interface Overview {
  /**
   * Reports in progress.
   *
   * @param state awaiting_images, ready or auditing
   * @param oldest when the oldest of them was received
   */
  record Open(String state, Instant oldest) {}

  /**
   * Messages of one kind from one site.
   *
   * @param site shown only if it looks like an id
   * @param last when the last new message was received; a repeat is none
   */
  record Feed(String channel, String site, Instant last) {}

  /**
   * Deliveries that a sink refused, and that are tried again.
   *
   * @param error code and place of the sink's error; may be empty
   * @param deliveries how many it refused so
   * @param behind how many later ones of the same reports wait for them
   * @param since when it first refused one of them
   */
  record Refused(String sink, String error, long deliveries, long behind, Instant since) {
    /** The error in words. */
    public String code() {
      return error.isEmpty() ? "no code" : error;
    }

    /** One sentence that names no patient. */
    public String told() {
      return "%s: refused with %s since %s: %d; %d later ones of the same reports wait for them"
          .formatted(sink, code(), since.truncatedTo(ChronoUnit.SECONDS), deliveries, behind);
    }
  }

  /** What sinks refuse, the longest first; at most 20 for all sinks together. */
  List<Refused> refused();

  /** States with reports in progress. */
  List<Open> open();

  /** Kinds and sites of messages; at most 100. */
  List<Feed> feeds();
}
