package org.radiologytrust.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.radiologytrust.model.Report;

/** {@link Outbox} in SQL. */
final class SqlOutbox implements Outbox {
  private static final int MAX_REASON = 1000;
  private static final String SELECT =
      "select d.id, d.run_id, d.sink, a.site, a.report_id, v.report, coalesce(c.bundle, a.bundle),"
          + " d.payload, d.attempts, d.rebuilds, d.unlinked_since, d.link_tries from delivery d"
          + " join audit a on a.run_id = d.run_id join report_version v on v.id = a.version"
          + " left join decision c on c.id = d.id where d.sink = ?";

  /** What comes first: the audit, and earlier decisions about it that were not given up. */
  private static final String IN_TURN =
      " and not exists (select 1 from delivery before where before.run_id = d.run_id"
          + " and before.sink = d.sink and before.ordinal < d.ordinal"
          + " and (before.state = 'pending' or before.id = d.run_id and before.state <> 'sent'))";

  private static final String AUDIT_GIVEN_UP = "the delivery of its audit was given up";

  private final Db db;
  private final Clock clock;

  SqlOutbox(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  @Override
  public List<Delivery> due(String sink, int limit) {
    return db.read(
        tx ->
            tx.list(
                SELECT
                    + " and d.state = 'pending' and d.due_at <= ?"
                    + IN_TURN
                    + " order by d.ordinal limit ?",
                SqlOutbox::delivery,
                sink,
                clock.millis(),
                limit));
  }

  private static Delivery delivery(ResultSet rs) throws SQLException {
    return new Delivery(
        UUID.fromString(rs.getString(1)),
        UUID.fromString(rs.getString(2)),
        rs.getString(3),
        rs.getString(4),
        rs.getString(5),
        StoredJson.read(rs.getString(6), Report.class),
        rs.getString(7),
        rs.getString(8),
        rs.getInt(9),
        rs.getInt(10));
  }

  /** Adds a delivery that is due now; that of a decision ends at once if its audit was given up. */
  static void add(Db.Tx tx, String id, String runId, String sink, long ordinal, long now)
      throws SQLException {
    tx.update(
        "insert into delivery (id, run_id, sink, ordinal, state, reason, payload, attempts, due_at)"
            + " values (?, ?, ?, ?, 'pending', '', '', 0, ?)",
        id,
        runId,
        sink,
        ordinal,
        now);
    endDecisions(tx, runId, sink);
  }

  /** Gives up the deliveries of the decisions about an audit whose own was given up. */
  private static void endDecisions(Db.Tx tx, String runId, String sink) throws SQLException {
    tx.update(
        "update delivery set state = 'dead', reason = ? where run_id = ? and id <> run_id"
            + " and sink = ? and state = 'pending' and exists (select 1 from delivery audit"
            + " where audit.id = delivery.run_id and audit.sink = delivery.sink"
            + " and audit.state = 'dead')",
        AUDIT_GIVEN_UP,
        runId,
        sink);
  }

  @Override
  public void prepared(UUID id, String sink, String payload) {
    pending("payload = ?", id, sink, payload);
  }

  @Override
  public void sent(UUID id, String sink) {
    pending("state = 'sent', reason = '', attempts = attempts + 1", id, sink);
  }

  @Override
  public void retry(UUID id, String sink, Duration delay, String reason) {
    pending("attempts = attempts + 1, due_at = ?, reason = ?", id, sink, after(delay), cut(reason));
  }

  @Override
  public void rebuild(UUID id, String sink, Duration delay, String reason) {
    pending(
        "attempts = attempts + 1, rebuilds = rebuilds + 1, payload = '', due_at = ?, reason = ?",
        id,
        sink,
        after(delay),
        cut(reason));
  }

  @Override
  public void dead(UUID id, String sink, String reason) {
    db.write(
        tx -> {
          update(
              tx,
              "state = 'dead', reason = ?, attempts = attempts + 1",
              "pending",
              id,
              sink,
              cut(reason));
          endDecisions(tx, id.toString(), sink);
          return null;
        });
  }

  @Override
  public void sentUnlinked(UUID id, String sink, Duration delay) {
    pending(
        "state = 'sent', reason = '', attempts = attempts + 1, unlinked_since = ?,"
            + " link_due_at = ?",
        id,
        sink,
        clock.millis(),
        after(delay));
  }

  @Override
  public List<Unlinked> unlinked(String sink, int limit) {
    return db.read(
        tx ->
            tx.list(
                SELECT
                    + " and d.state = 'sent' and d.link_due_at <= ? order by d.link_due_at limit ?",
                rs ->
                    new Unlinked(delivery(rs), Instant.ofEpochMilli(rs.getLong(11)), rs.getInt(12)),
                sink,
                clock.millis(),
                limit));
  }

  @Override
  public void linkLater(UUID id, String sink, Duration delay) {
    update("link_tries = link_tries + 1, link_due_at = ?", "sent", id, sink, after(delay));
  }

  @Override
  public void linkEnded(UUID id, String sink) {
    update("link_due_at = null", "sent", id, sink);
  }

  /** Changes a delivery only while it is pending. One that was ended meanwhile stays ended. */
  private void pending(String set, UUID id, String sink, Object... values) {
    update(set, "pending", id, sink, values);
  }

  private void update(String set, String state, UUID id, String sink, Object... values) {
    db.write(
        tx -> {
          update(tx, set, state, id, sink, values);
          return null;
        });
  }

  private static void update(
      Db.Tx tx, String set, String state, UUID id, String sink, Object... values)
      throws SQLException {
    Object[] all = Arrays.copyOf(values, values.length + 3);
    all[values.length] = id.toString();
    all[values.length + 1] = sink;
    all[values.length + 2] = state;
    tx.update("update delivery set " + set + " where id = ? and sink = ? and state = ?", all);
  }

  private long after(Duration delay) {
    return clock.millis() + delay.toMillis();
  }

  private static String cut(String reason) {
    return reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
  }
}
