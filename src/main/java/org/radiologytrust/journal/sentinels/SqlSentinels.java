package org.radiologytrust.journal.sentinels;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.UnfinishedCheck;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.Problems;

/** {@link Sentinels} in SQL. */
public final class SqlSentinels implements Sentinels {
  /** The versions of sentinels whose runs have not ended, for statements that leave them out. */
  public static final String VERSIONS =
      "(select s.version from sentinel s where s.version is not null)";

  private static final String OPEN = "state in ('sent', 'received')";

  private final Db db;
  private final Clock clock;

  public SqlSentinels(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  @Override
  public void send(Seed seed) {
    db.write(
        tx ->
            tx.update(
                """
                insert into sentinel (id, node, door, check_name, body_sha256, state, sent_at, reason)
                values (?, ?, ?, ?, ?, 'sent', ?, '')
                """,
                seed.id().toString(),
                seed.node(),
                seed.door().code(),
                seed.check(),
                seed.bodySha256(),
                clock.millis()));
  }

  @Override
  public void failed(UUID id, State state, String reason) {
    db.write(
        tx ->
            tx.update(
                "update sentinel set state = ?, reason = ?, ended_at = ? where id = ? and state = 'sent'",
                state.code(),
                reason,
                clock.millis(),
                id.toString()));
  }

  @Override
  public boolean isOpenDraft(String id) {
    return db.read(
        tx ->
            tx.first(
                    "select 1 from sentinel where id = ? and door = 'check' and state = 'sent'",
                    rs -> true,
                    tx.key(id))
                .isPresent());
  }

  @Override
  public void checked(UUID id, boolean flagged) {
    db.write(
        tx -> {
          end(tx, id.toString(), flagged ? "" : "the answer has no such flag", clock.millis());
          return null;
        });
  }

  /**
   * @param missing why the flag is missing; empty if it is there
   */
  private static void end(Tx tx, String id, String missing, long now) throws SQLException {
    tx.update(
        "update sentinel set state = ?, reason = ?, ended_at = ?, version = null where id = ? and "
            + OPEN,
        (missing.isEmpty() ? State.SEEN : State.OTHER).code(),
        missing,
        now,
        id);
  }

  /**
   * A sentinel to which a message belongs.
   *
   * @param fresh whether it was not taken before
   */
  public record Own(String id, boolean fresh) {}

  /** The sentinel that was sent as these bytes; empty for a message from outside. */
  public static Optional<Own> ofBody(Tx tx, String bodySha256) throws SQLException {
    return tx.first(
        "select id, state from sentinel where body_sha256 = ? and door <> 'check'",
        rs -> new Own(rs.getString("id"), rs.getString("state").equals(State.SENT.code())),
        bodySha256);
  }

  /** A door has taken it: its version is audited now. */
  public static void received(Tx tx, String id, String version) throws SQLException {
    tx.update("update sentinel set state = 'received', version = ? where id = ?", version, id);
  }

  /** A door took it for something else. */
  public static void refused(Tx tx, String id, String reason, long now) throws SQLException {
    tx.update(
        "update sentinel set state = 'refused', reason = ?, ended_at = ? where id = ?",
        reason,
        now,
        id);
  }

  /**
   * Ends a sentinel whose run was given up, and deletes the run.
   *
   * @return false if the version is none of a sentinel
   */
  public static boolean givenUp(Tx tx, String version, long now) throws SQLException {
    Optional<String> id =
        tx.first("select id from sentinel where version = ?", rs -> rs.getString(1), version);
    if (id.isEmpty()) {
      return false;
    }
    end(tx, id.get(), "its run was given up", now);
    delete(tx, version);
    return true;
  }

  /**
   * The run of a sentinel has ended: nothing stays of it but whether the wanted flag was there.
   *
   * @param version which is deleted, with its runs
   */
  public static void audited(Tx tx, String version, Audit audit, long now) throws SQLException {
    record Wanted(String id, String check) {}
    Optional<Wanted> wanted =
        tx.first(
            "select id, check_name from sentinel where version = ?",
            rs -> new Wanted(rs.getString("id"), rs.getString("check_name")),
            version);
    if (wanted.isPresent()) {
      end(tx, wanted.get().id, missing(audit, wanted.get().check), now);
    }
    delete(tx, version);
  }

  /** Looks into the problems from which the row of the worklist is made. */
  private static String missing(Audit audit, String check) {
    boolean there =
        Stream.concat(Problems.of(audit).stream(), Problems.asked(audit).stream())
            .map(Problem::type)
            .anyMatch(check::equals);
    if (there) {
      return "";
    }
    if (!audit.failure().isEmpty()) {
      return "the audit failed";
    }
    return audit.unfinished().stream().map(UnfinishedCheck::check).anyMatch(check::equals)
        ? "the check did not finish"
        : "the check did not flag it";
  }

  private static void delete(Tx tx, String version) throws SQLException {
    for (String table : List.of("job_step", "rests_on")) {
      tx.update(
          "delete from " + table + " where run_id in (select run_id from job where version = ?)",
          version);
    }
    tx.update("delete from job where version = ?", version);
    tx.update("delete from report_version where id = ?", version);
  }

  @Override
  public List<Sentinel> newest(String node, int limit) {
    return db.watch(
        tx ->
            tx.list(
                """
                select id, door, check_name, state, sent_at, ended_at, reason from sentinel
                where node = ? order by sent_at desc limit ?
                """,
                SqlSentinels::sentinel,
                node,
                limit));
  }

  private static Sentinel sentinel(ResultSet rs) throws SQLException {
    long ended = rs.getLong("ended_at");
    return new Sentinel(
        UUID.fromString(rs.getString("id")),
        Door.valueOf(rs.getString("door").toUpperCase(Locale.ROOT)),
        rs.getString("check_name"),
        State.valueOf(rs.getString("state").toUpperCase(Locale.ROOT)),
        Instant.ofEpochMilli(rs.getLong("sent_at")),
        ended == 0 ? null : Instant.ofEpochMilli(ended),
        rs.getString("reason"));
  }

  @Override
  public int remove(Instant before, int limit) {
    record Old(String id, String version) {}
    List<Old> old =
        db.read(
            tx ->
                tx.list(
                    "select id, coalesce(version, '') as version from sentinel where sent_at < ? limit ?",
                    rs -> new Old(rs.getString("id"), rs.getString("version")),
                    before.toEpochMilli(),
                    limit));
    for (Old one : old) {
      db.write(
          tx -> {
            if (!one.version.isEmpty()) {
              Locks.reportOf(tx, one.version);
              delete(tx, one.version);
            }
            return tx.update("delete from sentinel where id = ?", one.id);
          });
    }
    return old.size();
  }
}
