package org.radiologytrust.journal.results;

import java.time.Clock;
import java.util.UUID;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Signal;
import org.radiologytrust.journal.store.Tx;

/** {@link DeadLetters} in SQL. */
final class SqlDeadLetters implements DeadLetters {
  /** State of the delivery of the audit; null if the sink has none. */
  private static final String AUDIT =
      """
      (select audit.state from delivery audit
       where audit.id = delivery.run_id and audit.sink = delivery.sink)
      """;

  private static final String SUPERSEDED =
      """
      (notification is null and exists (
         select 1 from audit a join audit later
           on later.site = a.site and later.report_id = a.report_id
           and later.ordinal > a.ordinal
         where a.run_id = delivery.run_id)
       and (id = run_id or coalesce(%s, '') <> 'sent'))
      """
          .formatted(AUDIT);

  private static final String RESEND =
      """
      update delivery set state = 'pending', reason = '', payload_packed = null,
        attempts = 0, rebuilds = 0, refused_at = null, refusal = '', answer = null, due_at = ?
      where state = 'dead' and sink = ? and not %s
      """
          .formatted(SUPERSEDED);

  private static final String AUDITS = " and id = run_id";
  private static final String DECISIONS =
      " and id <> run_id and coalesce(%s, '') <> 'dead'".formatted(AUDIT);

  private final Db db;
  private final Clock clock;
  private final Signal signal;

  SqlDeadLetters(Db db, Clock clock, Signal signal) {
    this.signal = signal;
    this.db = db;
    this.clock = clock;
  }

  @Override
  public boolean resend(UUID id, String sink) {
    String of = id.toString();
    return resend(sink, " and (id = ? or run_id = ?)", of, of) > 0;
  }

  @Override
  public int resendAll(String sink) {
    return resend(sink, "");
  }

  /** Audits first, because a decision is not sent again while its audit is dead. */
  private int resend(String sink, String which, Object... ids) {
    Object[] values = Tx.values(new Object[] {clock.millis(), sink}, ids);
    int sent =
        db.write(
            tx ->
                tx.update(RESEND + AUDITS + which, values)
                    + tx.update(RESEND + DECISIONS + which, values));
    signal.raise();
    return sent;
  }
}
