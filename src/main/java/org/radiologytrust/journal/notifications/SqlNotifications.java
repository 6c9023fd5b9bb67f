package org.radiologytrust.journal.notifications;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.radiologytrust.journal.results.SqlOutbox;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.Signal;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.Weight;
import org.radiologytrust.review.Urgent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Notifications} in SQL. */
public final class SqlNotifications implements Notifications {
  private static final Logger LOG = LoggerFactory.getLogger(SqlNotifications.class);

  private static final String ADD =
      """
      insert into notification (id, kind, site, report_id, run_id, problem, identity, weight,
        created_at, step, due_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
      on conflict do nothing
      """;

  private static final String UNREAD = "read_at is null and ended_at is null";

  /**
   * Those whose report has no version that is newer than that of their run, unless the newest could
   * not be audited.
   */
  private static final String DUE =
      """
      select n.id, n.run_id, n.step from notification n
      join audit a on a.run_id = n.run_id join report_version v on v.id = a.version
      where n.due_at <= ? and n.read_at is null and n.ended_at is null
        and not exists (select 1 from report_version newer where newer.site = v.site
          and newer.report_id = v.report_id and newer.seq > v.seq
          and newer.superseded = 0 and newer.state <> '%s')
      order by n.due_at, n.id limit 100
      """
          .formatted(AuditOutcome.NOT_AUDITABLE.code());

  private final Db db;
  private final Clock clock;
  private final Signal deliveries;
  private volatile boolean begun;

  /**
   * @param deliveries is raised when there are new deliveries
   */
  public SqlNotifications(Db db, Clock clock, Signal deliveries) {
    this.db = db;
    this.clock = clock;
    this.deliveries = deliveries;
  }

  @Override
  public void begin() {
    begun = true;
  }

  private record Report(String site, String id) {}

  /**
   * Follows an audit of a version that was stored just now: what it has for the first time is to be
   * told, and what it no longer has is over.
   */
  public void audited(Tx tx, String version, Audit audit, long now) throws SQLException {
    Optional<Report> report =
        tx.first(
            """
            select site, report_id from report_version v where id = ?
              and not exists (select 1 from report_version newer where newer.site = v.site
                and newer.report_id = v.report_id and newer.seq > v.seq)
            """,
            rs -> new Report(rs.getString("site"), rs.getString("report_id")),
            version);
    if (report.isEmpty()) {
      return;
    }
    try {
      follow(tx, report.get(), audit, now);
    } catch (RuntimeException e) {
      // an audit that cannot be told of must still be stored and published
      LOG.error(
          "run {}: nobody is told of its problems: {}",
          audit.runId(),
          e.getClass().getSimpleName());
    }
  }

  private void follow(Tx tx, Report report, Audit audit, long now) throws SQLException {
    List<Urgent> urgent = Urgent.of(audit);
    Map<String, String> open = open(tx, report, Notice.Kind.FLAG);
    if (audit.made() != null) {
      // of what is to be corrected after this audit, a reminder comes in its time
      for (String reminder : open(tx, report, Notice.Kind.REMINDER).values()) {
        end(tx, reminder, now);
      }
    }
    String run = audit.runId().toString();
    Map<String, String> others = new HashMap<>(open);
    urgent.forEach(problem -> others.remove(problem.identity()));
    for (Map.Entry<String, String> other : others.entrySet()) {
      String id = other.getValue();
      if (Urgent.mayHave(audit, other.getKey())) {
        // whoever opens the report sees this run
        tx.update("update notification set run_id = ? where id = ?", run, id);
      } else {
        end(tx, id, now);
      }
    }
    for (Urgent problem : urgent) {
      String known = open.get(problem.identity());
      if (known != null) {
        tx.update(
            "update notification set run_id = ?, problem = ? where id = ?",
            run,
            problem.problem(),
            known);
      } else {
        add(
            tx,
            new Notice(
                Notice.Kind.FLAG,
                report.site,
                report.id,
                run,
                problem.problem(),
                problem.identity(),
                problem.weight()),
            now);
      }
    }
  }

  private static void end(Tx tx, String id, long now) throws SQLException {
    tx.update("update notification set ended_at = ? where id = ?", now, id);
    withdraw(tx, id);
  }

  /** Ids of those of a kind that are not over, by identity. */
  private static Map<String, String> open(Tx tx, Report report, Notice.Kind kind)
      throws SQLException {
    return tx
        .list(
            """
            select id, identity from notification
            where site = ? and report_id = ? and kind = ? and ended_at is null
            """,
            rs -> Map.entry(rs.getString("identity"), rs.getString("id")),
            report.site,
            report.id,
            kind.code())
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * Stores that somebody is to be told, unless this is known and has not ended. Stores nothing
   * before {@link #begin}.
   */
  public void add(Tx tx, Notice notice, long now) throws SQLException {
    if (!begun) {
      return;
    }
    tx.update(
        ADD,
        UUID.randomUUID().toString(),
        notice.kind().code(),
        notice.site(),
        notice.reportId(),
        notice.run(),
        notice.problem(),
        notice.identity(),
        notice.weight().code(),
        now,
        now);
  }

  /** A person has decided about a problem. */
  public static void decided(Tx tx, String run, String problem, long now) throws SQLException {
    read(tx, " and problem = ?", now, run, problem);
  }

  private static void read(Tx tx, String which, Object... values) throws SQLException {
    List<String> read =
        tx.list(
            "update notification set read_at = ? where run_id = ? and "
                + UNREAD
                + which
                + " returning id",
            rs -> rs.getString(1),
            values);
    for (String id : read) {
      withdraw(tx, id);
    }
  }

  /** What was not sent yet is not sent any more. */
  private static void withdraw(Tx tx, String id) throws SQLException {
    tx.update("delete from delivery where notification = ? and state = 'pending'", id);
  }

  private record Due(String id, String run, int step) {
    static Due of(ResultSet rs) throws SQLException {
      return new Due(rs.getString("id"), rs.getString("run_id"), rs.getInt("step"));
    }
  }

  @Override
  public int tell(List<List<String>> list, Duration unread) {
    // most calls find nothing: they write nothing
    if (db.read(tx -> tx.list(DUE, Due::of, clock.millis())).isEmpty()) {
      return 0;
    }
    int stored =
        db.write(
            tx -> {
              Locks.order(tx);
              long now = clock.millis();
              int all = 0;
              for (Due due : tx.list(DUE, Due::of, now)) {
                all += tell(tx, due, list, unread, now);
              }
              return all;
            });
    if (stored > 0) {
      deliveries.raise();
    }
    return stored;
  }

  private static int tell(Tx tx, Due due, List<List<String>> list, Duration unread, long now)
      throws SQLException {
    boolean last = due.step >= list.size();
    int ours =
        tx.update(
            "update notification set step = ?, due_at = ? where id = ? and step = ? and " + UNREAD,
            last ? due.step : due.step + 1,
            last ? null : now + unread.toMillis(),
            due.id,
            due.step);
    if (ours == 0) {
      return 0;
    }
    if (last) {
      LOG.warn("notification {}: everybody on the list was told, and nobody has read it", due.id);
      return 0;
    }
    List<String> sinks = list.get(due.step);
    for (String sink : sinks) {
      SqlOutbox.addNotification(tx, due.run, sink, due.id, due.step, now);
    }
    return sinks.size();
  }

  @Override
  public Optional<Message> message(UUID delivery) {
    return db.read(
        tx ->
            tx.first(
                """
                select n.id, n.weight, n.created_at, d.step from delivery d
                join notification n on n.id = d.notification where d.id = ?
                """,
                rs ->
                    new Message(
                        UUID.fromString(rs.getString("id")),
                        Weight.ofCode(rs.getString("weight")).orElseThrow(),
                        Instant.ofEpochMilli(rs.getLong("created_at")),
                        rs.getInt("step")),
                delivery.toString()));
  }

  @Override
  public void read(UUID run) {
    // a page is opened often: only the first time writes
    boolean unread =
        db.read(
            tx ->
                tx.first(
                        "select 1 from notification where run_id = ? and " + UNREAD,
                        rs -> true,
                        run.toString())
                    .isPresent());
    if (unread) {
      db.write(
          tx -> {
            read(tx, "", clock.millis(), run.toString());
            return null;
          });
    }
  }

  @Override
  public Optional<UUID> report(UUID id) {
    return db.read(
        tx ->
            tx.first(
                """
                select w.id from notification n
                join worklist w on w.site = n.site and w.report_id = n.report_id where n.id = ?
                """,
                rs -> UUID.fromString(rs.getString(1)),
                id.toString()));
  }

  @Override
  public long unheard() {
    return db.watch(
            tx ->
                tx.first(
                    "select count(*) from notification where due_at is null and " + UNREAD,
                    rs -> rs.getLong(1)))
        .orElseThrow();
  }
}
