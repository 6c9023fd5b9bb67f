package org.radiologytrust.journal.archive;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.journal.inbox.PatientMerges;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Signal;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.journal.store.VersionStates;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link ArchiveWishes} in SQL. */
public final class SqlArchiveWishes implements ArchiveWishes {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveWishes.class);

  private final Db db;
  private final Clock clock;
  private final Signal reports;

  /**
   * @param reports raised when reports are to be looked at again
   */
  public SqlArchiveWishes(Db db, Clock clock, Signal reports) {
    this.db = db;
    this.clock = clock;
    this.reports = reports;
  }

  @Override
  public void want(UUID version, String study) {
    String id = version.toString();
    String uid = db.read(tx -> tx.key(study));
    boolean wanted =
        db.read(
                tx ->
                    tx.first(
                        "select 1 from archive_wish where version = ? and study_instance_uid = ?",
                        rs -> 1,
                        id,
                        uid))
            .isPresent();
    if (wanted) {
      return;
    }
    long now = clock.millis();
    db.write(
        tx ->
            tx.update(
                """
                insert into archive_wish (version, study_instance_uid, since, due_at, attempts, ended,
                  reason)
                values (?, ?, ?, ?, 0, 0, '')
                on conflict do nothing
                """,
                id,
                uid,
                now,
                now));
  }

  /** Skips a row that cannot be read, so that the others are still asked for. */
  @Override
  public List<Wish> due(int limit) {
    return db
        .read(
            tx ->
                tx.list(
                    """
                    select w.version, w.study_instance_uid, v.report, w.since, w.attempts
                    from archive_wish w join report_version v on v.id = w.version
                    where w.ended = 0 and w.due_at <= ? and v.superseded = 0
                    order by w.due_at, w.version, w.study_instance_uid limit ?
                    """,
                    SqlArchiveWishes::wish,
                    clock.millis(),
                    limit))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Wish> wish(ResultSet rs) throws SQLException {
    try {
      return Optional.of(
          new Wish(
              UUID.fromString(rs.getString("version")),
              rs.getString("study_instance_uid"),
              StoredJson.read(rs.getString("report"), Report.class),
              Instant.ofEpochMilli(rs.getLong("since")),
              rs.getInt("attempts")));
    } catch (IllegalStateException e) {
      LOG.error("report version {}: {}", rs.getString("version"), e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public boolean isOpen(UUID version) {
    return db.read(
            tx ->
                tx.first(
                    "select 1 from archive_wish where version = ? and ended = 0",
                    rs -> 1,
                    version.toString()))
        .isPresent();
  }

  @Override
  public void end(Wish wish) {
    if (!wish.study().equals(OWN)) {
      // the row stays: it keeps the study until the audit, and says that it was asked for
      giveUp(wish, "");
      return;
    }
    db.write(
        tx -> {
          tx.update(
              "delete from archive_wish where version = ? and study_instance_uid = ?",
              wish.version().toString(),
              tx.key(wish.study()));
          lookAgain(tx, wish);
          return null;
        });
    reports.raise();
  }

  @Override
  public void postpone(Wish wish, Duration delay, String reason) {
    failed(wish, clock.millis() + delay.toMillis(), 0, reason);
  }

  @Override
  public void giveUp(Wish wish, String reason) {
    failed(wish, 0, 1, reason);
    reports.raise();
  }

  private void failed(Wish wish, long due, int ended, String reason) {
    db.write(
        tx -> {
          tx.update(
              """
              update archive_wish set attempts = ?, due_at = ?, ended = ?, reason = ?
              where version = ? and study_instance_uid = ?
              """,
              wish.attempts() + 1,
              due,
              ended,
              reason,
              wish.version().toString(),
              tx.key(wish.study()));
          if (ended == 1) {
            lookAgain(tx, wish);
          }
          return null;
        });
  }

  /** The version may have waited for this wish alone. */
  private static void lookAgain(Tx tx, Wish wish) throws SQLException {
    tx.update(
        "update report_version set images_changed = images_changed + 1 where "
            + VersionStates.LOOKS_FOR_IMAGES
            + " and id = ?",
        wish.version().toString());
  }

  @Override
  public String reason(Report report) {
    return db.read(
            tx ->
                tx.first(
                    """
                    select w.reason from archive_wish w join report_version v on v.id = w.version
                    where v.site = ? and v.report_id = ? and v.superseded = 0
                      and w.study_instance_uid = ?
                    """,
                    rs -> rs.getString(1),
                    tx.key(report.site()),
                    tx.key(report.reportId()),
                    OWN))
        .orElse("");
  }

  @Override
  public Patient known(String site, Patient patient) {
    return db.read(tx -> PatientMerges.known(tx, tx.key(site), patient));
  }
}
