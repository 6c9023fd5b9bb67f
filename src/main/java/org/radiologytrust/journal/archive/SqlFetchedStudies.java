package org.radiologytrust.journal.archive;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Signal;
import org.radiologytrust.journal.store.VersionStates;
import org.radiologytrust.journal.work.SqlStudyStore;
import org.radiologytrust.model.Study;

/** {@link FetchedStudies} in SQL. */
public final class SqlFetchedStudies implements FetchedStudies {
  /** The study may be used by an audit that has not ended: its own, or one that wants it. */
  private static final String IN_USE =
      """
      select 1 from report_version v
      where (v.state in %s or exists (
          select 1 from job j where j.version = v.id and j.state in ('ready', 'running')))
        and (v.id in (
            select k.version from report_key k
            where k.kind = 'uid' and k.value = ?
              or k.kind = 'accession' and k.value <> '' and k.value = (
                select s.accession_number from study s where s.study_instance_uid = ?))
          or v.id in (select w.version from archive_wish w where w.study_instance_uid = ?))
      """
          .formatted(VersionStates.OPEN);

  private final Db db;
  private final Clock clock;
  private final Signal reports;

  /**
   * @param reports raised when reports are to be looked at again
   */
  public SqlFetchedStudies(Db db, Clock clock, Signal reports) {
    this.db = db;
    this.clock = clock;
    this.reports = reports;
  }

  @Override
  public void coming(String studyInstanceUid, Duration longest) {
    db.write(
        tx ->
            tx.update(
                """
                insert into archive_study (study_instance_uid, state, since, bytes, instances)
                values (?, 'coming', ?, 0, 0)
                on conflict (study_instance_uid) do update set state = 'coming', since = excluded.since
                """,
                tx.key(studyInstanceUid),
                clock.millis() + longest.toMillis()));
  }

  @Override
  public Optional<State> state(String studyInstanceUid) {
    return db.read(
        tx ->
            tx.first(
                "select state from archive_study where study_instance_uid = ?",
                rs -> State.valueOf(rs.getString(1).toUpperCase(Locale.ROOT)),
                tx.key(studyInstanceUid)));
  }

  @Override
  public void here(Fetched fetched, Study study) {
    db.write(
        tx -> {
          tx.update(
              """
              update archive_study set state = 'here', since = ?, bytes = ?, instances = ?
              where study_instance_uid = ?
              """,
              clock.millis(),
              fetched.bytes(),
              fetched.instances(),
              tx.key(fetched.studyInstanceUid()));
          SqlStudyStore.store(tx, study, clock.millis());
          return null;
        });
    reports.raise();
  }

  @Override
  public boolean leaving(String studyInstanceUid, Instant before, Duration longest) {
    return db.write(
        tx -> {
          String uid = tx.key(studyInstanceUid);
          return tx.first(IN_USE, rs -> 1, uid, uid, uid).isEmpty()
              && tx.update(
                      """
                      update archive_study set state = 'leaving', since = ?
                      where study_instance_uid = ? and state = 'here' and since <= ?
                      """,
                      clock.millis() + longest.toMillis(),
                      uid,
                      before.toEpochMilli())
                  == 1;
        });
  }

  @Override
  public void forget(String studyInstanceUid, boolean deleted) {
    db.write(
        tx -> {
          String uid = tx.key(studyInstanceUid);
          tx.update("delete from archive_study where study_instance_uid = ?", uid);
          SqlStudyStore.changed(tx, uid);
          if (deleted) {
            tx.update("delete from study_patient where study_instance_uid = ?", uid);
            tx.update("delete from study where study_instance_uid = ?", uid);
          }
          return null;
        });
    reports.raise();
  }

  @Override
  public List<String> interrupted(int limit) {
    return db.read(
        tx ->
            tx.list(
                """
                select study_instance_uid from archive_study
                where state in ('coming', 'leaving') and since < ? order by since limit ?
                """,
                rs -> rs.getString(1),
                clock.millis(),
                limit));
  }

  @Override
  public List<Fetched> here(Instant before, int limit) {
    return db.read(
        tx ->
            tx.list(
                """
                select study_instance_uid, bytes, instances from archive_study
                where state = 'here' and since <= ? order by since, study_instance_uid limit ?
                """,
                rs ->
                    new Fetched(
                        rs.getString("study_instance_uid"),
                        rs.getLong("bytes"),
                        rs.getInt("instances")),
                before.toEpochMilli(),
                limit));
  }

  @Override
  public long bytes() {
    return db.read(
            tx ->
                tx.first(
                    "select coalesce(sum(bytes), 0) as bytes from archive_study where state = 'here'",
                    rs -> rs.getLong("bytes")))
        .orElse(0L);
  }
}
