package org.radiologytrust.journal;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.radiologytrust.model.AuditOutcome;

/** {@link Counters} in SQL. */
final class SqlCounters implements Counters {
  /** States of a report version whose first run has not ended, as an SQL list. */
  static final String OPEN = "('awaiting_images', 'ready', 'auditing')";

  private static final List<String> OPEN_STATES = List.of("awaiting_images", "ready", "auditing");

  private final Db db;

  SqlCounters(Db db) {
    this.db = db;
  }

  @Override
  public Counts counts() {
    return db.watch(
        tx -> {
          Map<String, Long> messages = new TreeMap<>();
          for (Inbox.Outcome outcome : Inbox.Outcome.values()) {
            messages.put(outcome.code(), 0L);
          }
          tx.list(
              "select outcome, count(*), sum(repeats) from message group by outcome",
              rs -> {
                messages.merge(rs.getString(1), rs.getLong(2), Long::sum);
                return messages.merge(Inbox.Outcome.DUPLICATE.code(), rs.getLong(3), Long::sum);
              });
          Map<String, Long> states = new HashMap<>();
          tx.list(
              "select state, count(*) from report_version group by state",
              rs -> states.put(rs.getString(1), rs.getLong(2)));
          Map<String, Long> open = new TreeMap<>();
          for (String state : OPEN_STATES) {
            open.put(state, states.getOrDefault(state, 0L));
          }
          Map<String, Long> ended = new LinkedHashMap<>();
          for (AuditOutcome outcome : AuditOutcome.values()) {
            ended.put(outcome.code(), states.getOrDefault(outcome.code(), 0L));
          }
          ended.put(SUPERSEDED, states.getOrDefault(SUPERSEDED, 0L));
          Map<String, Map<String, Long>> deliveries = new TreeMap<>();
          tx.list(
              "select sink, state, count(*) from delivery group by sink, state",
              rs ->
                  deliveries
                      .computeIfAbsent(rs.getString(1), s -> new TreeMap<>())
                      .put(rs.getString(2), rs.getLong(3)));
          return new Counts(messages, ended, open, deliveries);
        });
  }
}
