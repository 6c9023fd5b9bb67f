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
      "select d.run_id, d.sink, a.site, a.report_id, v.report, a.bundle, d.payload, d.attempts,"
          + " d.rebuilds, d.unlinked_since, d.link_tries from delivery d"
          + " join audit a on a.run_id = d.run_id join report_version v on v.id = a.version"
          + " where d.sink = ?";

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
                SELECT + " and d.state = 'pending' and d.due_at <= ? order by d.ordinal limit ?",
                SqlOutbox::delivery,
                sink,
                clock.millis(),
                limit));
  }

  private static Delivery delivery(ResultSet rs) throws SQLException {
    return new Delivery(
        UUID.fromString(rs.getString(1)),
        rs.getString(2),
        rs.getString(3),
        rs.getString(4),
        StoredJson.read(rs.getString(5), Report.class),
        rs.getString(6),
        rs.getString(7),
        rs.getInt(8),
        rs.getInt(9));
  }

  @Override
  public void prepared(UUID runId, String sink, String payload) {
    pending("payload = ?", runId, sink, payload);
  }

  @Override
  public void sent(UUID runId, String sink) {
    pending("state = 'sent', reason = '', attempts = attempts + 1", runId, sink);
  }

  @Override
  public void retry(UUID runId, String sink, Duration delay, String reason) {
    pending(
        "attempts = attempts + 1, due_at = ?, reason = ?", runId, sink, after(delay), cut(reason));
  }

  @Override
  public void rebuild(UUID runId, String sink, Duration delay, String reason) {
    pending(
        "attempts = attempts + 1, rebuilds = rebuilds + 1, payload = '', due_at = ?, reason = ?",
        runId,
        sink,
        after(delay),
        cut(reason));
  }

  @Override
  public void dead(UUID runId, String sink, String reason) {
    pending("state = 'dead', reason = ?, attempts = attempts + 1", runId, sink, cut(reason));
  }

  @Override
  public void sentUnlinked(UUID runId, String sink, Duration delay) {
    pending(
        "state = 'sent', reason = '', attempts = attempts + 1, unlinked_since = ?,"
            + " link_due_at = ?",
        runId,
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
                    new Unlinked(delivery(rs), Instant.ofEpochMilli(rs.getLong(10)), rs.getInt(11)),
                sink,
                clock.millis(),
                limit));
  }

  @Override
  public void linkLater(UUID runId, String sink, Duration delay) {
    update("link_tries = link_tries + 1, link_due_at = ?", "sent", runId, sink, after(delay));
  }

  @Override
  public void linkEnded(UUID runId, String sink) {
    update("link_due_at = null", "sent", runId, sink);
  }

  /** Changes a delivery only while it is pending. One that was ended meanwhile stays ended. */
  private void pending(String set, UUID runId, String sink, Object... values) {
    update(set, "pending", runId, sink, values);
  }

  private void update(String set, String state, UUID runId, String sink, Object... values) {
    Object[] all = Arrays.copyOf(values, values.length + 3);
    all[values.length] = runId.toString();
    all[values.length + 1] = sink;
    all[values.length + 2] = state;
    db.write(
        tx ->
            tx.update(
                "update delivery set " + set + " where run_id = ? and sink = ? and state = ?",
                all));
  }

  private long after(Duration delay) {
    return clock.millis() + delay.toMillis();
  }

  private static String cut(String reason) {
    return reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
  }
}
