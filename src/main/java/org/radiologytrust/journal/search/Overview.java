package org.radiologytrust.journal.search;

import java.time.Instant;
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

  /** States with reports in progress. */
  List<Open> open();

  /** Kinds and sites of messages; at most 100. */
  List<Feed> feeds();
}
