package org.radiologytrust.journal.inbox;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.store.Tx;

/**
 * The decision about a message.
 *
 * @param reason for a parsed message the warnings about it
 * @param versions ids of the report versions that it became, in the order of its reports
 * @param correlations their correlation ids
 * @param alarms raised after the commit
 */
record MessageDecision(
    Outcome outcome,
    String reason,
    List<String> versions,
    List<UUID> correlations,
    Set<IntakeAlarm> alarms) {
  private static final int MAX_REASON = 500;

  MessageDecision {
    reason = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
    versions = List.copyOf(versions);
    correlations = List.copyOf(correlations);
    alarms = Set.copyOf(alarms);
  }

  /** The message became no version. */
  MessageDecision(Outcome outcome, String reason, IntakeAlarm... alarms) {
    this(outcome, reason, List.of(), List.of(), Set.of(alarms));
  }

  /** For the message's own row; null if it became no version. */
  @Nullable String first() {
    return versions.isEmpty() ? null : versions.get(0);
  }

  /** Stores the versions beyond the first. Each counts as a received message. */
  void storeFurther(Tx tx, MessageKey key) throws SQLException {
    for (int place = 1; place < versions.size(); place++) {
      tx.update(
          """
          insert into further_version (channel, site, message_key, body_sha256, place, version)
          values (?, ?, ?, ?, ?, ?)
          """,
          key.channel(),
          key.site(),
          key.key(),
          key.bodySha256(),
          place,
          versions.get(place));
    }
  }
}
