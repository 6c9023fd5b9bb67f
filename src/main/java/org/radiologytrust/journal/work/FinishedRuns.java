package org.radiologytrust.journal.work;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.radiologytrust.journal.drafts.SqlDraftFlags;
import org.radiologytrust.journal.notifications.SqlNotifications;
import org.radiologytrust.journal.results.AuditedPatient;
import org.radiologytrust.journal.results.HeldDeliveries;
import org.radiologytrust.journal.results.SqlOutbox;
import org.radiologytrust.journal.results.SqlResourceStore;
import org.radiologytrust.journal.reviews.CarriedDecisions;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.SqlDecisions;
import org.radiologytrust.journal.reviews.WorklistTable;
import org.radiologytrust.journal.shadow.SqlDutyFlags;
import org.radiologytrust.journal.shadow.SqlShadowAudits;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.Signals;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.journal.work.JobQueue.Held;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.JobQueue.Publishing;
import org.radiologytrust.journal.work.JobQueue.Superseded;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.PriorStudy;
import org.radiologytrust.model.Report;

/** Ends runs: stores audits with all that follows from them, in one commit each. */
final class FinishedRuns {
  /**
   * Audits of the same report as the version, newest first, but not that of the run. Nobody has one
   * whose deliveries were all held until a newer audit came; where there was none, it was read
   * otherwise.
   */
  private static final String EARLIER_AUDITS =
      """
      select a.audit_packed,
        (select count(*) from delivery d where d.id = a.run_id and d.state <> 'sent') as unsent,
        exists (select 1 from delivery d where d.id = a.run_id)
          and not exists (select 1 from delivery d where d.id = a.run_id and not %s) as unknown
      from audit a join report_version v on v.site = a.site and v.report_id = a.report_id
      where v.id = ? and a.run_id <> ? order by a.ordinal desc
      """
          .formatted(HeldDeliveries.NEVER_OUT);

  private static final String STORE_AUDIT =
      """
      insert into audit (run_id, version, site, report_id, ordinal, audit_packed,
        bundle_packed, ended_at)
      select ?, id, site, report_id, ?, ?, ?, ? from report_version where id = ?
      """;

  private static final String END =
      """
      update job set state = ?, steps_since = ?
      where run_id = ? and claim = ? and state = 'running'
      """;

  private final Db db;
  private final SteadyClock clock;
  private final Signals signals;
  private final SqlNotifications notifications;

  FinishedRuns(Db db, SteadyClock clock, Signals signals, SqlNotifications notifications) {
    this.db = db;
    this.clock = clock;
    this.signals = signals;
    this.notifications = notifications;
  }

  /** As {@link JobQueue#superseded}. */
  Superseded superseded(UUID runId) {
    return db.read(
        tx -> {
          String version =
              tx.first(
                      "select version from job where run_id = ?",
                      rs -> rs.getString(1),
                      runId.toString())
                  .orElse("");
          boolean withdrawn =
              tx.first(
                      "select report from report_version where id = ?",
                      rs -> StoredJson.read(rs.getString(1), Report.class).status().withdrawn(),
                      version)
                  .orElse(false);
          return Earlier.superseded(
              tx.list(EARLIER_AUDITS, Earlier::of, version, runId.toString()), withdrawn);
        });
  }

  /**
   * @param everywhere whether every sink has it
   * @param unknown whether no sink has it or may get it
   */
  private record Earlier(Audit audit, boolean everywhere, boolean unknown) {
    static Earlier of(ResultSet rs) throws SQLException {
      return new Earlier(
          StoredJson.read(PackedText.read(rs, "audit"), Audit.class),
          rs.getInt("unsent") == 0,
          rs.getBoolean("unknown"));
    }

    static Superseded superseded(List<Earlier> newestFirst, boolean withdrawn) {
      List<Audit> all = new ArrayList<>();
      Set<UUID> unknown = new HashSet<>();
      for (Earlier earlier : newestFirst) {
        all.add(earlier.audit);
        if (earlier.unknown) {
          unknown.add(earlier.audit.runId());
        }
        // the Bundle of this audit has already cancelled the older ones
        if (earlier.everywhere && !withdrawn) {
          break;
        }
      }
      return new Superseded(all, unknown);
    }
  }

  /** As {@link JobQueue#finish}. */
  boolean finish(Job job, Audit audit, Publishing publishing, List<String> sinks) {
    byte[] packed = PackedText.of(StoredJson.write(audit));
    boolean finished = db.write(tx -> finish(tx, job, audit, packed, publishing, sinks));
    if (finished) {
      signals.deliveries().raise();
      if (job.textOnly()) {
        signals.reports().raise();
      }
    }
    return finished;
  }

  private boolean finish(
      Tx tx, Job job, Audit audit, byte[] packed, Publishing publishing, List<String> sinks)
      throws SQLException {
    String runId = job.runId().toString();
    String version = job.version().toString();
    Locks.reportOf(tx, version);
    long now = clock.millis();
    boolean late = job.textOnly() && !isAwaiting(tx, version);
    if (tx.update(END, late ? "dropped" : "done", now, runId, job.claim()) == 0) {
      // the answer to the first commit may have been lost
      return isDone(tx, job);
    }
    if (late) {
      return false;
    }
    if (job.textOnly()) {
      // what is known of its images is looked at again: the full run may begin now
      tx.update(
          "update report_version set images_changed = images_changed + 1 where id = ?", version);
    } else {
      // whose the images are is a flag: in shadow mode, only that the text was checked is told
      boolean hidden = job.shadow() && audit.imagesRefused();
      tx.update(
          """
          update report_version set state = ?, reason = ?,
            images_changed = images_changed * images_missing
          where id = ?
          """,
          hidden ? AuditOutcome.CHECKED_ONLY.code() : audit.outcome().code(),
          hidden ? "" : audit.failure(),
          version);
    }
    Audit current = AuditedPatient.current(tx, version, audit);
    Locks.order(tx);
    if (quotesErased(tx, audit)) {
      auditAgain(tx, runId, version);
      return false;
    }
    storePriors(tx, runId, audit);
    if (job.shadow()) {
      SqlShadowAudits.add(tx, version, current, now);
      SqlDutyFlags.audited(tx, version, current, now);
      WorklistTable.update(tx, version);
      return true;
    }
    Reviews.Publication publication = publishing.publish(SqlResourceStore.stored(tx));
    long ordinal = SqlDecisions.nextOrdinal(tx);
    Held held = job.textOnly() ? publishing.held() : Held.NONE;
    HeldDeliveries.overtake(tx, version, held.sinks());
    HeldDeliveries.requireNeverOut(tx, publishing.unknown());
    tx.update(
        STORE_AUDIT,
        runId,
        ordinal,
        current == audit ? packed : PackedText.of(StoredJson.write(current)),
        PackedText.of(publication.bundle()),
        now,
        version);
    SqlResourceStore.put(tx, publication.resources(), now);
    AuditedPatient.index(tx, current, publication.resources());
    for (String sink : sinks) {
      if (held.sinks().contains(sink)) {
        HeldDeliveries.add(tx, runId, sink, ordinal, now + held.longest().toMillis());
      } else {
        SqlOutbox.add(tx, runId, runId, sink, ordinal, now);
      }
    }
    // before the decisions that hold on: nobody is told of what they are about
    notifications.audited(tx, version, current, now);
    CarriedDecisions.add(tx, current, publishing.decisions(), sinks, now);
    SqlDraftFlags.settle(tx, publishing.signed());
    WorklistTable.update(tx, version, current);
    return true;
  }

  private static void storePriors(Tx tx, String runId, Audit audit) throws SQLException {
    for (PriorStudy prior : audit.priors()) {
      if (!prior.studyInstanceUid().isEmpty()) {
        tx.update(
            "insert into run_prior (run_id, study_instance_uid) values (?, ?) on conflict do nothing",
            runId,
            tx.key(prior.studyInstanceUid()));
      }
    }
  }

  /** Whether an earlier report or study with which the run compared was erased since. */
  private static boolean quotesErased(Tx tx, Audit audit) throws SQLException {
    for (EarlierReport earlier : audit.earlier()) {
      if (!earlier.id().isEmpty()
          && tx.first("select 1 from report_version where id = ?", rs -> 1, earlier.id())
              .isEmpty()) {
        return true;
      }
    }
    for (PriorStudy prior : audit.priors()) {
      if (!prior.studyInstanceUid().isEmpty()
          && tx.first(
                  "select 1 from study where study_instance_uid = ?",
                  rs -> 1,
                  tx.key(prior.studyInstanceUid()))
              .isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Drops a run whose audit must not be stored, and has its version audited again. */
  private static void auditAgain(Tx tx, String run, String version) throws SQLException {
    tx.update("update job set state = 'dropped' where run_id = ?", run);
    tx.update("delete from job_step where run_id = ?", run);
    tx.update(
        """
        update report_version set state = 'awaiting_images', untouched = 1,
          images_changed = images_changed + 1
        where id = ? and superseded = 0
        """,
        version);
    WorklistTable.update(tx, version);
  }

  /** Whether no run but one of the text alone was queued for a version. */
  private static boolean isAwaiting(Tx tx, String version) throws SQLException {
    return tx.first(
            "select 1 from report_version where id = ? and state = 'awaiting_images'",
            rs -> true,
            version)
        .isPresent();
  }

  /** Whether this claim has finished the run before. */
  private static boolean isDone(Tx tx, Job job) throws SQLException {
    return tx.first(
            "select 1 from job where run_id = ? and claim = ? and state = 'done'",
            rs -> true,
            job.runId().toString(),
            job.claim())
        .isPresent();
  }
}
