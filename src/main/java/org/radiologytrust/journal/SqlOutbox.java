package org.radiologytrust.journal;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.radiologytrust.model.Report;

/** {@link Outbox} in SQL. */
final class SqlOutbox implements Outbox {
  private static final int MAX_REASON = 1000;

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
                "select d.run_id, d.sink, a.site, a.report_id, v.report, a.bundle, d.payload,"
                    + " d.attempts from delivery d join audit a on a.run_id = d.run_id"
                    + " join report_version v on v.id = a.version where d.sink = ?"
                    + " and d.state = 'pending' and d.due_at <= ? order by d.ordinal limit ?",
                rs ->
                    new Delivery(
                        UUID.fromString(rs.getString(1)),
                        rs.getString(2),
                        rs.getString(3),
                        rs.getString(4),
                        Json.read(rs.getString(5), Report.class).correlationId(),
                        rs.getString(6),
                        rs.getString(7),
                        rs.getInt(8)),
                sink,
                clock.millis(),
                limit));
  }

  @Override
  public void prepared(UUID runId, String sink, String payload) {
    update("payload = ?", runId, sink, payload);
  }

  @Override
  public void sent(UUID runId, String sink) {
    update("state = 'sent', reason = '', attempts = attempts + 1", runId, sink);
  }

  @Override
  public void retry(UUID runId, String sink, Duration delay, String reason, String payload) {
    update(
        "attempts = attempts + 1, due_at = ?, reason = ?, payload = ?",
        runId,
        sink,
        clock.millis() + delay.toMillis(),
        cut(reason),
        payload);
  }

  @Override
  public void dead(UUID runId, String sink, String reason) {
    update("state = 'dead', reason = ?, attempts = attempts + 1", runId, sink, cut(reason));
  }

  /** Only what is pending changes: a delivery that was ended meanwhile stays ended. */
  private void update(String set, UUID runId, String sink, Object... values) {
    Object[] all = java.util.Arrays.copyOf(values, values.length + 2);
    all[values.length] = runId.toString();
    all[values.length + 1] = sink;
    db.write(
        tx ->
            tx.update(
                "update delivery set "
                    + set
                    + " where run_id = ? and sink = ? and state = 'pending'",
                all));
  }

  private static String cut(String reason) {
    return reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
  }
}
