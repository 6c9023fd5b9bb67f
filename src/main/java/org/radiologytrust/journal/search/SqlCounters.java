package org.radiologytrust.journal.search;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.reviews.ChangedEvidence;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.reviews.WorklistTable;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.journal.store.VersionStates;
import org.radiologytrust.model.AuditOutcome;

/**
 * {@link Counters} in SQL, from the view {@code received_count}, and {@code erased_count}: what was
 * erased stays counted.
 */
final class SqlCounters implements Counters {
  private final Db db;

  SqlCounters(Db db) {
    this.db = db;
  }

  /** Rows of a table that have the same state, and for messages how often they were repeated. */
  private record Rows(String what, String kind, String sink, long n, long repeats) {
    static Rows of(ResultSet rs) throws SQLException {
      return new Rows(
          rs.getString("what"),
          rs.getString("kind"),
          rs.getString("sink"),
          rs.getLong("n"),
          rs.getLong("repeats"));
    }
  }

  @Override
  public Counts counts() {
    return db.watch(
        tx ->
            counts(
                tx.list(
                    """
                    select what, kind, sink, n, repeats from received_count where n > 0
                    union all select what, kind, '', n, repeats from erased_count
                    """,
                    Rows::of),
                worklist(tx),
                outcomes(tx)));
  }

  private static Map<String, Long> worklist(Tx tx) throws SQLException {
    Map<String, Long> states = new LinkedHashMap<>();
    for (Worklist.State state : Worklist.State.values()) {
      states.put(state.code(), 0L);
    }
    tx.list(
        "select value, reports from worklist_value where kind = ?",
        rs -> states.put(rs.getString("value"), rs.getLong("reports")),
        WorklistTable.STATE);
    return states;
  }

  private static Outcomes outcomes(Tx tx) throws SQLException {
    record Sum(long n, long took, long changed) {}
    Map<String, Sum> sums = new HashMap<>();
    tx.list(
        """
        select d.answer, count(*) as n, sum(d.decided_at - coalesce(o.decided_at, d.decided_at)) as took,
          sum(case when %s then 1 else 0 end) as changed
        from decision d left join decision o on o.id = d.follows
        where d.answer in ('corrected', 'left', 'unclear')
          and not exists (select 1 from decision u where u.undoes = d.id)
          and (d.answer <> 'left' or d.follows is null)
        group by d.answer
        """
            .formatted(ChangedEvidence.of("d.run_id")),
        rs ->
            sums.put(
                rs.getString("answer"),
                new Sum(rs.getLong("n"), rs.getLong("took"), rs.getLong("changed"))));
    Sum none = new Sum(0, 0, 0);
    Sum corrected = sums.getOrDefault("corrected", none);
    return new Outcomes(
        corrected.n,
        sums.getOrDefault("left", none).n,
        sums.getOrDefault("unclear", none).n,
        Duration.ofMillis(corrected.took),
        sums.values().stream().mapToLong(Sum::changed).sum());
  }

  private static Counts counts(List<Rows> all, Map<String, Long> worklist, Outcomes outcomes) {
    Map<String, Long> messages = new TreeMap<>();
    for (Inbox.Outcome outcome : Inbox.Outcome.values()) {
      messages.put(outcome.code(), 0L);
    }
    Map<String, Long> states = new HashMap<>();
    Map<String, Map<String, Long>> deliveries = new TreeMap<>();
    for (Rows rows : all) {
      switch (rows.what) {
        case "message" -> {
          messages.merge(rows.kind, rows.n, Long::sum);
          messages.merge(Inbox.Outcome.DUPLICATE.code(), rows.repeats, Long::sum);
        }
        case "report" -> states.merge(rows.kind, rows.n, Long::sum);
        case "delivery" ->
            deliveries.computeIfAbsent(rows.sink, s -> new TreeMap<>()).put(rows.kind, rows.n);
        default -> throw new IllegalStateException("received_count has " + rows.what);
      }
    }
    Map<String, Long> open = new TreeMap<>();
    for (String state : VersionStates.OPEN_STATES) {
      open.put(state, states.getOrDefault(state, 0L));
    }
    Map<String, Long> ended = new LinkedHashMap<>();
    for (AuditOutcome outcome : AuditOutcome.values()) {
      ended.put(outcome.code(), states.getOrDefault(outcome.code(), 0L));
    }
    ended.put(SUPERSEDED, states.getOrDefault(SUPERSEDED, 0L));
    return new Counts(messages, ended, open, worklist, deliveries, outcomes);
  }
}
