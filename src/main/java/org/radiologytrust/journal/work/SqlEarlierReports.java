package org.radiologytrust.journal.work;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.journal.inbox.IntakeLimits;
import org.radiologytrust.journal.inbox.PatientHistory;
import org.radiologytrust.journal.inbox.WorkClass;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.Signals;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.journal.store.VersionStates;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Texts;

/** {@link EarlierReports} in SQL. */
final class SqlEarlierReports implements EarlierReports {
  private static final String NO_OPEN_RUN =
      """
      not exists (
        select 1 from job j where j.version = v.id and j.state in ('ready', 'running'))
      """;

  private static final String TO_LOOK_AT =
      """
      select v.id, v.history_changed from report_version v
      where v.history_changed > 0 and v.superseded = 0 and v.state not in %s and %s
      order by v.received_at, v.id limit ?
      """
          .formatted(VersionStates.OPEN, NO_OPEN_RUN);

  /** The run of the newest audit; of those of shadow mode where there is no other. */
  private static final String LAST =
      """
      select j.run_id, j.refusal, 1 as shown, a.ordinal as place
      from audit a join job j on j.run_id = a.run_id where a.version = ? and j.text_only = 0
      union all select j.run_id, j.refusal, 0 as shown, s.ordinal as place
      from shadow_audit s join job j on j.run_id = s.run_id where s.version = ? and j.text_only = 0
      order by shown desc, place desc limit 1
      """;

  private static final String AGAIN =
      """
      insert into job (run_id, version, studies, refusal, other_patient, state, due_at, lease_until,
        attempts, lost, created_at, sort_at, text_only, shadow)
      select ?, j.version, j.studies, j.refusal, j.other_patient, 'ready', ?, 0, 0, 0, ?, ?, 0, %s
      from job j join report_version v on v.id = j.version where j.run_id = ?
      on conflict do nothing
      """
          .formatted(ShadowRuns.SHADOW);

  private static final String ANSWERS =
      """
      insert into job_step (run_id, step, result_packed)
      select ?, step, result_packed from job_step where run_id = ?
      """;

  private static final String IN_THE_WORKLIST =
      """
      select w.id, v.report from report_version v
      join worklist w on w.site = v.site and w.report_id = v.report_id
      where v.id = ?
      """;

  private final Db db;
  private final SteadyClock clock;
  private final Signals signals;
  private final int most;
  private final boolean shadow;

  SqlEarlierReports(Db db, SteadyClock clock, Signals signals, IntakeLimits made) {
    this.most = made.earlier();
    this.shadow = made.shadow();
    this.db = db;
    this.clock = clock;
    this.signals = signals;
  }

  @Override
  public History of(UUID version) {
    return db.read(
        tx -> {
          Optional<PatientHistory> history = PatientHistory.of(tx, version.toString());
          return history.isEmpty()
              ? new History(List.of(), List.of(), 0)
              : new History(
                  ids(history.get().earlier(most)),
                  ids(history.get().later(tx)),
                  Unlinked.times(tx, version.toString()));
        });
  }

  private static List<UUID> ids(List<String> versions) {
    return versions.stream().map(UUID::fromString).toList();
  }

  @Override
  public void changed(List<UUID> versions) {
    if (!versions.isEmpty()) {
      db.write(
          tx -> {
            PatientHistory.changed(tx, versions.stream().map(UUID::toString).toList());
            return null;
          });
      signals.reports().raise();
    }
  }

  @Override
  public List<Changed> toLookAt(int limit) {
    return db.read(
        tx ->
            tx.list(
                TO_LOOK_AT,
                rs ->
                    new Changed(UUID.fromString(rs.getString("id")), rs.getInt("history_changed")),
                limit));
  }

  private record Last(String run, String refusal) {}

  @Override
  public Optional<UUID> queueAgain(Changed changed, String engine) {
    Optional<UUID> queued = db.write(tx -> queueAgain(tx, changed, engine));
    if (queued.isPresent()) {
      signals.runs().raise();
    }
    return queued;
  }

  private Optional<UUID> queueAgain(Tx tx, Changed changed, String engine) throws SQLException {
    String version = changed.version().toString();
    Locks.reportOf(tx, version);
    boolean free =
        tx.first(
                "select 1 from report_version v where v.id = ? and " + NO_OPEN_RUN,
                rs -> true,
                version)
            .isPresent();
    if (!free) {
      return Optional.empty();
    }
    tx.update(
        "update report_version set history_changed = 0 where id = ? and history_changed = ?",
        version,
        changed.changes());
    Optional<Last> last =
        tx.first(
            LAST,
            rs -> new Last(rs.getString("run_id"), rs.getString("refusal")),
            version,
            version);
    if (last.isEmpty() || !last.get().refusal.isEmpty()) {
      return Optional.empty();
    }
    List<String> now = RestsOn.found(tx, version, most);
    if (now.equals(RestsOn.of(tx, last.get().run))) {
      return Optional.empty();
    }
    String run =
        Texts.uuid5(
                String.join("|", version, engine, "again", last.get().run, String.join("|", now)))
            .toString();
    long at = clock.millis();
    tx.update(
        AGAIN, run, at, at, WorkClass.AGAIN.sortAt(at, false), shadow ? 1 : 0, last.get().run);
    RestsOn.store(tx, run, now);
    tx.update(ANSWERS, run, last.get().run);
    return Optional.of(UUID.fromString(run));
  }

  @Override
  public List<Found> ofOpen(Report open) {
    return db.search(
        tx -> {
          List<Found> found = new ArrayList<>();
          for (String version : PatientHistory.of(tx, open).earlier(most)) {
            tx.first(
                    IN_THE_WORKLIST,
                    rs ->
                        new Found(
                            UUID.fromString(rs.getString("id")),
                            EarlierReport.stored(
                                version, StoredJson.read(rs.getString("report"), Report.class))),
                    version)
                .ifPresent(found::add);
          }
          return List.copyOf(found);
        });
  }

  @Override
  public List<EarlierReport> of(Job job) {
    return db.read(
        tx -> {
          List<EarlierReport> reports = new ArrayList<>();
          for (String version :
              RestsOn.of(tx, job.runId().toString()).stream().limit(most).toList()) {
            tx.first(
                    "select report from report_version where id = ?",
                    rs -> StoredJson.read(rs.getString(1), Report.class),
                    version)
                .ifPresent(report -> reports.add(EarlierReport.stored(version, report)));
          }
          return List.copyOf(reports);
        });
  }
}
