package org.radiologytrust.journal.shadow;

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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.reviews.SqlWorklist;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Weight;
import org.radiologytrust.review.Urgent;

/** {@link DutyFlags} in SQL. */
public final class SqlDutyFlags implements DutyFlags {
  private static final String OPEN = "d.passed_at is null and d.ended_at is null";

  private static final String SELECT =
      """
      select %s, d.id as duty, d.problem as duty_problem, d.weight as duty_weight, d.found_at,
        d.reminders, d.passed_by, d.passed_at, d.told, d.told_at, d.taken_back_at, d.ended_at,
        s.audit_packed
      from duty_flag d
      join worklist w on w.site = d.site and w.report_id = d.report_id
      join shadow_audit s on s.run_id = d.run_id
      """
          .formatted(SqlWorklist.COLUMNS);

  /** The place of its weight, the heaviest first. */
  private static final String HEAVIEST =
      Stream.of(Weight.values())
          .map(weight -> "when '" + weight.code() + "' then " + weight.ordinal())
          .collect(Collectors.joining(" ", "case d.weight ", " end"));

  private static final String ADD =
      """
      insert into duty_flag (id, site, report_id, run_id, problem, identity, weight, found_at,
        reminders, passed_by)
      values (?, ?, ?, ?, ?, ?, ?, ?, 0, '')
      """;

  private final Db db;
  private final Clock clock;

  SqlDutyFlags(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  private record Report(String site, String id) {}

  /** Follows an audit of shadow mode that was stored just now. */
  public static void audited(Tx tx, String version, Audit audit, long now) throws SQLException {
    Optional<Report> newest =
        tx.first(
            """
            select site, report_id from report_version v where id = ?
              and not exists (select 1 from report_version newer where newer.site = v.site
                and newer.report_id = v.report_id and newer.seq > v.seq)
            """,
            rs -> new Report(rs.getString("site"), rs.getString("report_id")),
            version);
    if (newest.isPresent()) {
      follow(tx, newest.get(), audit, now);
    }
  }

  private static void follow(Tx tx, Report report, Audit audit, long now) throws SQLException {
    String run = audit.runId().toString();
    Map<String, String> known = known(tx, report);
    for (Urgent flag : Urgent.of(audit)) {
      String id = known.remove(flag.identity());
      if (id == null) {
        tx.update(
            ADD,
            UUID.randomUUID().toString(),
            report.site,
            report.id,
            run,
            flag.problem(),
            flag.identity(),
            flag.weight().code(),
            now);
      } else {
        tx.update(
            "update duty_flag set run_id = ?, problem = ? where id = ?", run, flag.problem(), id);
      }
    }
    for (Map.Entry<String, String> gone : known.entrySet()) {
      if (!Urgent.mayHave(audit, gone.getKey())) {
        tx.update("update duty_flag set ended_at = ? where id = ?", now, gone.getValue());
      }
    }
  }

  /** Ids of those that no audit has ended, by identity; also those that were passed on. */
  private static Map<String, String> known(Tx tx, Report report) throws SQLException {
    Map<String, String> known = new HashMap<>();
    tx.list(
        """
        select id, identity from duty_flag
        where site = ? and report_id = ? and ended_at is null
        """,
        rs -> known.put(rs.getString("identity"), rs.getString("id")),
        report.site,
        report.id);
    return known;
  }

  @Override
  public List<Duty> open(int limit) {
    return list(OPEN + " order by " + HEAVIEST + ", d.found_at, d.id limit ?", limit);
  }

  @Override
  public List<Duty> over(int limit) {
    return list("not (" + OPEN + ") order by d.found_at desc, d.id limit ?", limit);
  }

  @Override
  public Optional<Duty> find(UUID id) {
    return list("d.id = ?", id.toString()).stream().findFirst();
  }

  private List<Duty> list(String where, Object value) {
    return db.read(tx -> tx.list(SELECT + "where " + where, SqlDutyFlags::duty, value));
  }

  private static Duty duty(ResultSet rs) throws SQLException {
    return new Duty(
        UUID.fromString(rs.getString("duty")),
        SqlWorklist.row(rs),
        rs.getString("duty_problem"),
        Weight.ofCode(rs.getString("duty_weight")).orElseThrow(),
        Instant.ofEpochMilli(rs.getLong("found_at")),
        rs.getInt("reminders"),
        rs.getString("passed_by"),
        time(rs, "passed_at"),
        rs.getString("told"),
        time(rs, "told_at"),
        time(rs, "taken_back_at"),
        time(rs, "ended_at"),
        SqlShadowAudits.audit(rs));
  }

  private static @Nullable Instant time(ResultSet rs, String column) throws SQLException {
    long at = rs.getLong(column);
    return rs.wasNull() ? null : Instant.ofEpochMilli(at);
  }

  @Override
  public boolean pass(UUID id, String user, String told, Instant toldAt) {
    return db.write(
        tx ->
            tx.update(
                    """
                    update duty_flag set passed_by = ?, passed_at = ?, told = ?, told_at = ?
                    where id = ? and passed_at is null
                    """,
                    user,
                    clock.millis(),
                    told,
                    toldAt.toEpochMilli(),
                    id.toString())
                == 1);
  }

  /** Nodes of the version before see it open again, since they look at {@code passed_at}. */
  @Override
  public boolean takeBack(UUID id, String user) {
    return db.write(
        tx ->
            tx.update(
                    """
                    update duty_flag set passed_by = '', passed_at = null, told = '',
                      told_at = null, taken_back_at = ?
                    where id = ? and passed_by = ? and passed_at is not null
                    """,
                    clock.millis(),
                    id.toString(),
                    user)
                == 1);
  }

  @Override
  public int due(Duration every) {
    return db.read(
            tx ->
                tx.first(
                    """
                    select count(*) as n,
                      sum(case when d.reminded_at is null or d.reminded_at <= ? then 1 else 0 end) as due
                    from duty_flag d where %s
                    """
                        .formatted(OPEN),
                    rs -> rs.getInt("due") > 0 ? rs.getInt("n") : 0,
                    clock.millis() - every.toMillis()))
        .orElse(0);
  }

  @Override
  public void reminded() {
    db.write(
        tx ->
            tx.update(
                """
                update duty_flag set reminded_at = ?, reminders = reminders + 1
                where passed_at is null and ended_at is null
                """,
                clock.millis()));
  }

  @Override
  public Figures figures() {
    return db.read(
            tx ->
                tx.first(
                    """
                    select
                      coalesce(sum(case when %1$s then 1 else 0 end), 0) as still,
                      coalesce(sum(case when d.passed_at is not null then 1 else 0 end), 0) as passed,
                      coalesce(sum(case when d.passed_at is null and d.ended_at is not null
                        then 1 else 0 end), 0) as gone
                    from duty_flag d
                    """
                        .formatted(OPEN),
                    rs ->
                        new Figures(rs.getLong("still"), rs.getLong("passed"), rs.getLong("gone"))))
        .orElseThrow();
  }
}
