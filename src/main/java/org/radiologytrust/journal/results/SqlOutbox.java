package org.radiologytrust.journal.results;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Report;

/** {@link Outbox} in SQL. */
public final class SqlOutbox implements Outbox {
  private static final int MAX_REASON = 1000;
  private static final String SELECT =
      """
      select d.id, d.run_id, d.sink, a.site, a.report_id, v.report,
        d.attempts, d.rebuilds,
        d.unlinked_since, d.link_tries, d.claim, d.payload_packed,
        case when c.id is null then a.bundle_packed else c.bundle_packed end as bundle_packed,
        d.link_due_at
      from delivery d
      join audit a on a.run_id = d.run_id join report_version v on v.id = a.version
      left join decision c on c.id = d.id
      where d.id = ? and d.sink = ?
      """;

  /**
   * A delivery waits for its audit and for earlier decisions about that, unless they were given up,
   * and for every delivery of the same report that is on its way, even if it was replaced
   * meanwhile. It also waits for an earlier one of the report that the sink refused. A notification
   * waits for no earlier one, which may be for somebody who cannot be reached.
   */
  private static final String CLAIM =
      """
      update delivery set claim = claim + 1, lease_until = ? where (id, sink) = (
        select d.id, d.sink from delivery d
        where d.sink = ? and d.state = 'pending' and +d.due_at <= ? and d.lease_until <= ?
        and d.refused_at is %s
        and (d.notification is not null
          or not exists (select 1 from delivery before where before.run_id = d.run_id
            and before.sink = d.sink and before.ordinal < d.ordinal
            and (before.state = 'pending' or before.id = d.run_id and before.state <> 'sent'))
          and not exists (select 1 from delivery refused
            join audit a on a.run_id = refused.run_id
            join audit b on b.site = a.site and b.report_id = a.report_id
            where refused.sink = d.sink and refused.state = 'pending'
            and refused.refused_at is not null and refused.ordinal < d.ordinal
            and b.run_id = d.run_id))
        and not exists (select 1 from delivery sending
          join audit a on a.run_id = sending.run_id
          join audit b on b.site = a.site and b.report_id = a.report_id
          where sending.sink = d.sink and sending.lease_until > 0 and sending.lease_until > ?
          and b.run_id = d.run_id)
        order by d.ordinal limit 1 %s)
      returning id
      """;

  private static final String UNLINKED =
      """
      update delivery set link_due_at = ? where (id, sink) = (
        select d.id, d.sink from delivery d
        where d.sink = ? and d.state = 'sent' and d.link_due_at <= ?
        order by d.link_due_at, d.ordinal limit 1 %s)
      returning id
      """;

  private static final String ADD =
      """
      insert into delivery (id, run_id, sink, ordinal, state, reason, attempts, due_at)
      values (?, ?, ?, ?, 'pending', '', 0, ?)
      """;

  /** The number is greater than that of every other delivery. */
  private static final String ADD_NOTIFICATION =
      """
      insert into delivery (id, run_id, sink, ordinal, state, reason, attempts, due_at,
        notification, step)
      values (?, ?, ?, (select coalesce(max(ordinal), 0) + 1 from delivery), 'pending', '', 0,
        ?, ?, ?)
      """;

  private static final String END_DECISIONS =
      """
      update delivery set state = 'dead', reason = ?
      where run_id = ? and id <> run_id and sink = ? and state = 'pending'
        and exists (
          select 1 from delivery audit
          where audit.id = delivery.run_id and audit.sink = delivery.sink
            and audit.state = 'dead')
      """;

  private static final String PENDING = " and state = 'pending'";

  /** Whether the sink has, or gets, a newer audit of the report. */
  private static final String NEWER_AUDIT =
      """
      exists (
        select 1 from audit a
        join audit later on later.site = a.site and later.report_id = a.report_id
          and later.ordinal > a.ordinal
        join delivery next on next.id = later.run_id and next.sink = delivery.sink
          and next.state in ('held', 'pending', 'sent')
        where a.run_id = delivery.run_id)
      """;

  /** Whether a later delivery of the report, of an audit or a decision, is in one of the states. */
  private static final String LATER =
      """
      exists (
        select 1 from audit a
        join audit other on other.site = a.site and other.report_id = a.report_id
        join delivery next on next.run_id = other.run_id and next.sink = delivery.sink
          and next.ordinal > delivery.ordinal and next.notification is null
          and next.state in (%s)
        where a.run_id = delivery.run_id)
      """;

  /**
   * What comes too late: the sink has a later delivery of the report; or it is a decision about an
   * audit that the sink has, or gets next, a newer one of. What it refused still goes before those.
   */
  private static final String REPLACED =
      PENDING
          + " and ("
          + LATER.formatted("'sent'")
          + " or id <> run_id and refused_at is null and "
          + NEWER_AUDIT.replace("'held', ", "")
          + ")";

  /** What was given up and must never follow a later delivery of the report. */
  private static final String END_GIVEN_UP =
      "update delivery set "
          + HeldDeliveries.OVERTAKEN
          + """
             where run_id = ? and sink = ? and state = 'dead' and notification is null and (
              refused_at is not null and %s
              or not exists (
                select 1 from delivery there
                where there.id = delivery.run_id and there.sink = delivery.sink
                  and there.state = 'sent')
              and %s)
            """
              .formatted(LATER.formatted("'held', 'pending', 'sent'"), NEWER_AUDIT);

  private static final String AUDIT_GIVEN_UP = "the delivery of its audit was given up";

  private final Db db;
  private final Clock clock;

  SqlOutbox(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  @Override
  public Optional<Delivery> claim(String sink, Duration lease) {
    return db.write(
        tx -> {
          Locks.deliveries(tx, sink);
          long now = clock.millis();
          HeldDeliveries.release(tx, sink, now);
          Optional<Delivery> fresh = claim(tx, "null", sink, now, lease);
          return fresh.isPresent() ? fresh : claim(tx, "not null", sink, now, lease);
        });
  }

  private static Optional<Delivery> claim(
      Tx tx, String refused, String sink, long now, Duration lease) throws SQLException {
    String update = CLAIM.formatted(refused, tx.skipLocked());
    return chosen(
        tx, update, SqlOutbox::delivery, sink, now + lease.toMillis(), sink, now, now, now);
  }

  /** Runs an update that chooses one delivery of a sink, and reads this one. */
  private static <T> Optional<T> chosen(
      Tx tx, String update, Tx.Row<T> row, String sink, Object... values) throws SQLException {
    Optional<String> id = tx.first(update, rs -> rs.getString(1), values);
    return id.isEmpty() ? Optional.empty() : tx.first(SELECT, row, id.get(), sink);
  }

  private static Delivery delivery(ResultSet rs) throws SQLException {
    return new Delivery(
        UUID.fromString(rs.getString("id")),
        UUID.fromString(rs.getString("run_id")),
        rs.getString("sink"),
        rs.getInt("claim"),
        rs.getString("site"),
        rs.getString("report_id"),
        StoredJson.read(rs.getString("report"), Report.class),
        PackedText.read(rs, "bundle"),
        PackedText.read(rs, "payload"),
        rs.getInt("attempts"),
        rs.getInt("rebuilds"));
  }

  /** Adds a delivery that is due now; that of a decision waits with its audit, and ends with it. */
  public static void add(Tx tx, String id, String runId, String sink, long ordinal, long now)
      throws SQLException {
    tx.update(ADD, id, runId, sink, ordinal, now);
    if (!id.equals(runId)) {
      HeldDeliveries.follow(tx, id, runId, sink);
      endDecisions(tx, runId, sink);
      tx.update(END_GIVEN_UP, runId, sink);
    }
  }

  /**
   * Adds the delivery of a notification that is due now. The caller holds {@link Locks#order}.
   *
   * @param runId the run that has the problem
   * @param step the entry of the site's list that is told
   */
  public static void addNotification(
      Tx tx, String runId, String sink, String notification, int step, long now)
      throws SQLException {
    tx.update(ADD_NOTIFICATION, UUID.randomUUID().toString(), runId, sink, now, notification, step);
  }

  /** Gives up the deliveries of the decisions about an audit whose own was given up. */
  private static void endDecisions(Tx tx, String runId, String sink) throws SQLException {
    tx.update(END_DECISIONS, AUDIT_GIVEN_UP, runId, sink);
  }

  @Override
  public boolean renew(Delivery delivery, Duration lease) {
    return db.write(tx -> change(tx, delivery, "lease_until = ?", "", after(lease)));
  }

  @Override
  public void release(Delivery delivery) {
    db.write(tx -> change(tx, delivery, "lease_until = 0", ""));
  }

  @Override
  public void releaseAll() {
    db.write(tx -> tx.update("update delivery set lease_until = 0 where lease_until > 0"));
  }

  @Override
  public void prepared(Delivery delivery, String payload) {
    byte[] packed = PackedText.of(payload);
    db.write(tx -> change(tx, delivery, "payload_packed = ?", PENDING, packed));
  }

  @Override
  public boolean overtake(Delivery delivery) {
    return db.write(tx -> change(tx, delivery, HeldDeliveries.OVERTAKEN, REPLACED));
  }

  @Override
  public void sent(Delivery delivery) {
    end(delivery, "state = 'sent', reason = '', answer = null, attempts = attempts + 1");
  }

  @Override
  public void retry(Delivery delivery, Duration delay, String reason) {
    end(delivery, "attempts = attempts + 1, due_at = ?, reason = ?", after(delay), cut(reason));
  }

  @Override
  public void refused(Delivery delivery, Duration delay, Refusal refusal) {
    end(
        delivery,
        """
        attempts = attempts + 1, due_at = ?, reason = ?, refusal = ?, answer = ?,
          refused_at = coalesce(refused_at, ?)
        """,
        after(delay),
        cut(refusal.reason()),
        refusal.error(),
        refusal.answer(),
        clock.millis());
  }

  @Override
  public Optional<String> answer(UUID id, String sink) {
    return db.read(
        tx ->
            tx.first(
                "select answer from delivery where id = ? and sink = ? and answer is not null",
                rs -> rs.getString(1),
                id.toString(),
                sink));
  }

  @Override
  public void rebuild(Delivery delivery, Duration delay, String reason) {
    end(
        delivery,
        """
        attempts = attempts + 1, rebuilds = rebuilds + 1, payload_packed = null,
          due_at = ?, reason = ?
        """,
        after(delay),
        cut(reason));
  }

  @Override
  public void dead(Delivery delivery, String reason) {
    db.write(
        tx -> {
          end(tx, delivery, "state = 'dead', reason = ?, attempts = attempts + 1", cut(reason));
          endDecisions(tx, delivery.id().toString(), delivery.sink());
          tx.update(END_GIVEN_UP, delivery.runId().toString(), delivery.sink());
          return null;
        });
  }

  @Override
  public void sentUnlinked(Delivery delivery, Duration delay) {
    end(
        delivery,
        """
        state = 'sent', reason = '', attempts = attempts + 1, unlinked_since = ?, link_due_at = ?
        """,
        clock.millis(),
        after(delay));
  }

  private void end(Delivery delivery, String set, Object... values) {
    db.write(
        tx -> {
          end(tx, delivery, set, values);
          return null;
        });
  }

  /**
   * Ends a claim, with a result if the delivery is still pending: one that was replaced or ended
   * meanwhile stays so.
   */
  private static void end(Tx tx, Delivery delivery, String set, Object... values)
      throws SQLException {
    if (!change(tx, delivery, set + ", lease_until = 0", PENDING, values)) {
      change(tx, delivery, "lease_until = 0", "");
    }
  }

  /** Changes a delivery that nobody has claimed since. */
  private static boolean change(Tx tx, Delivery delivery, String set, String and, Object... values)
      throws SQLException {
    String sql = "update delivery set " + set + " where id = ? and sink = ? and claim = ?" + and;
    return tx.update(
            sql, Tx.values(values, delivery.id().toString(), delivery.sink(), delivery.claim()))
        == 1;
  }

  @Override
  public Optional<Unlinked> unlinked(String sink, Duration lease) {
    return db.write(
        tx -> {
          long now = clock.millis();
          return chosen(
              tx,
              UNLINKED.formatted(tx.skipLocked()),
              SqlOutbox::unlinked,
              sink,
              now + lease.toMillis(),
              sink,
              now);
        });
  }

  private static Unlinked unlinked(ResultSet rs) throws SQLException {
    return new Unlinked(
        delivery(rs),
        Instant.ofEpochMilli(rs.getLong("unlinked_since")),
        rs.getInt("link_tries"),
        Instant.ofEpochMilli(rs.getLong("link_due_at")));
  }

  @Override
  public void linkLater(Unlinked lookup, Duration delay) {
    link(lookup, "link_tries = link_tries + 1, link_due_at = ?", after(delay));
  }

  @Override
  public void linkEnded(Unlinked lookup) {
    link(lookup, "link_due_at = ?", null);
  }

  private void link(Unlinked lookup, String set, @Nullable Object value) {
    db.write(
        tx ->
            tx.update(
                "update delivery set " + set + " where id = ? and sink = ? and link_due_at = ?",
                value,
                lookup.delivery().id().toString(),
                lookup.delivery().sink(),
                lookup.until().toEpochMilli()));
  }

  /**
   * Has the patient of a version's deliveries looked up once more. Those that wait, or are on their
   * way with the patient of before, are due when they are sent.
   */
  public static void linkAgain(Tx tx, String version, long now) throws SQLException {
    tx.update(
        """
        update delivery set unlinked_since = ?, link_tries = 0, link_due_at = ?
        where run_id in (select run_id from audit where version = ?)
        """,
        now,
        now,
        version);
  }

  private long after(Duration delay) {
    return clock.millis() + delay.toMillis();
  }

  private static String cut(String reason) {
    return reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
  }
}
