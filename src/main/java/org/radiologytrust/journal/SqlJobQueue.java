package org.radiologytrust.journal;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link JobQueue} in SQL. */
final class SqlJobQueue implements JobQueue {
  private static final Logger LOG = LoggerFactory.getLogger(SqlJobQueue.class);

  private static final String QUEUE =
      """
      insert into job (run_id, version, studies, refusal, state, due_at, lease_until, attempts,
        lost, created_at)
      select ?, v.id, ?, ?, 'ready', ?, 0, 0, 0, ?
      from report_version v where v.id = ? and v.superseded = 0
      on conflict do nothing
      """;

  /** Claims the oldest due run: the new lease's end, and twice the present time. */
  static final String CLAIM =
      """
      update job set claim = claim + 1,
        lost = lost + case when state = 'running' then 1 else 0 end,
        state = 'running', lease_until = ?
      where run_id = (
        select run_id from job
        where (state = 'ready' and due_at <= ?) or (state = 'running' and lease_until <= ?)
        order by created_at, run_id limit 1 %s)
      returning run_id
      """;

  /** How long a run, and the runs of many reports, are put off while many messages arrive. */
  private static final Duration ONE_RUN = Duration.ofMillis(100);

  private static final Duration MANY_REPORTS = Duration.ofSeconds(1);

  private final Db db;
  private final Clock clock;
  private final Signals signals;

  SqlJobQueue(Db db, Clock clock, Signals signals) {
    this.signals = signals;
    this.db = db;
    this.clock = clock;
  }

  @Override
  public List<Waiting> awaitingImages(Instant cameBy, int limit) {
    db.giveWay(MANY_REPORTS);
    return waiting(
        "v.state = 'awaiting_images' and (v.received_at <= ?"
            + " or v.status in ('CANCELLED', 'ENTERED_IN_ERROR')"
            + " or not exists (select 1 from report_key k where k.version = v.id)"
            + " or exists (select 1 from report_key k join study s"
            + " on (k.kind = 'uid' and s.study_instance_uid = k.value)"
            + " or (k.kind = 'accession' and s.accession_number = k.value)"
            + " where k.version = v.id))",
        limit,
        cameBy.toEpochMilli());
  }

  @Override
  public List<Waiting> withLateImages(int limit) {
    return waiting(
        "v.images_changed > 0 and v.images_missing = 1 and v.superseded = 0"
            + " and v.state not in "
            + SqlCounters.OPEN
            + " and not exists (select 1 from job j where j.version = v.id"
            + " and j.state in ('ready', 'running'))",
        limit);
  }

  /** Skips a row that cannot be read, so that the others are still checked. */
  private List<Waiting> waiting(String where, int limit, Object... values) {
    Object[] all = Arrays.copyOf(values, values.length + 1);
    all[values.length] = limit;
    return db.read(
        tx ->
            tx
                .list(
                    "select v.id, v.report, v.received_at, v.images_changed from report_version v where "
                        + where
                        + " order by v.received_at, v.id limit ?",
                    SqlJobQueue::waiting,
                    all)
                .stream()
                .flatMap(Optional::stream)
                .toList());
  }

  private static Optional<Waiting> waiting(ResultSet rs) throws SQLException {
    try {
      return Optional.of(
          new Waiting(
              UUID.fromString(rs.getString(1)),
              StoredJson.read(rs.getString(2), Report.class),
              Instant.ofEpochMilli(rs.getLong(3)),
              rs.getInt(4)));
    } catch (IllegalStateException e) {
      LOG.error("report version {}: {}", rs.getString(1), e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void markChecked(Waiting waiting) {
    db.write(
        tx ->
            tx.update(
                "update report_version set images_changed = 0 where id = ? and images_changed = ?",
                waiting.version().toString(),
                waiting.changes()));
  }

  @Override
  public boolean queue(
      UUID version, UUID runId, List<Study> studies, String refusal, boolean imagesMissing) {
    boolean queuedNow =
        db.write(tx -> queue(tx, version.toString(), runId, studies, refusal, imagesMissing));
    if (queuedNow) {
      signals.runs().raise();
    }
    return queuedNow;
  }

  private boolean queue(
      Db.Tx tx,
      String version,
      UUID runId,
      List<Study> studies,
      String refusal,
      boolean imagesMissing)
      throws SQLException {
    Locks.reportOf(tx, version);
    if (hasOpenRun(tx, version, runId.toString())) {
      // another node has decided meanwhile: what this one saw is looked at again after that run
      tx.update(
          "update report_version set images_changed = images_changed + 1 where id = ?", version);
      return false;
    }
    long now = clock.millis();
    int queued =
        tx.update(QUEUE, runId.toString(), StoredJson.write(studies), refusal, now, now, version);
    if (queued == 1) {
      tx.update(
          """
          update report_version set images_missing = ?,
            state = case when state = 'awaiting_images' then 'ready' else state end
          where id = ?
          """,
          imagesMissing ? 1 : 0,
          version);
    }
    return queued == 1;
  }

  /** Whether another run of the version has not ended. */
  private static boolean hasOpenRun(Db.Tx tx, String version, String other) throws SQLException {
    return tx.first(
            """
            select 1 from job where version = ? and run_id <> ? and state in ('ready', 'running')
            limit 1
            """,
            rs -> true,
            version,
            other)
        .isPresent();
  }

  @Override
  public Optional<Job> claim(Duration lease) {
    db.giveWay(ONE_RUN);
    return db.write(
        tx -> {
          long now = clock.millis();
          while (true) {
            Optional<String> due =
                tx.first(
                    CLAIM.formatted(tx.dialect().skipLocked()),
                    rs -> rs.getString(1),
                    now + lease.toMillis(),
                    now,
                    now);
            if (due.isEmpty()) {
              return Optional.empty();
            }
            tx.update(
                "update report_version set state = 'auditing' where state = 'ready'"
                    + " and id = (select version from job where run_id = ?)",
                due.get());
            try {
              return Optional.of(job(tx, due.get(), now));
            } catch (IllegalStateException e) {
              LOG.error("run {} is abandoned: {}", due.get(), e.getMessage());
              abandon(tx, due.get(), e.getMessage());
            }
          }
        });
  }

  private static Job job(Db.Tx tx, String runId, long now) throws SQLException {
    Map<String, String> steps = steps(tx, runId);
    return tx.first(
            "select j.run_id, j.version, v.report, j.studies, j.refusal, j.attempts, j.lost,"
                + " j.stuck_since, j.claim from job j join report_version v on v.id = j.version"
                + " where j.run_id = ?",
            rs -> {
              int claim = rs.getInt(9);
              long stuck = rs.getLong(8);
              return new Job(
                  UUID.fromString(rs.getString(1)),
                  UUID.fromString(rs.getString(2)),
                  claim,
                  StoredJson.read(rs.getString(3), Report.class),
                  StoredJson.read(rs.getString(4), new TypeReference<List<Study>>() {}),
                  rs.getString(5),
                  rs.getInt(6),
                  rs.getInt(7),
                  Duration.ofMillis(rs.wasNull() || stuck == 0 ? 0 : now - stuck),
                  steps);
            },
            runId)
        .orElseThrow();
  }

  @Override
  public Optional<Instant> oldestWaiting() {
    return db.watch(
        tx ->
            tx.first(
                "select created_at from job where state = 'ready' order by created_at limit 1",
                rs -> Instant.ofEpochMilli(rs.getLong(1))));
  }

  @Override
  public void abandon(Job job, String reason) {
    db.write(
        tx -> {
          Locks.report(tx, tx.key(job.report().reportId()));
          if (ours(tx, job, "'ready', 'running'")) {
            abandon(tx, job.runId().toString(), reason);
          }
          return null;
        });
  }

  /** Whether this claim is the latest one and the run is in one of the states. */
  private static boolean ours(Db.Tx tx, Job job, String states) throws SQLException {
    return tx.first(
            "select 1 from job where run_id = ? and claim = ? and state in (" + states + ")",
            rs -> true,
            job.runId().toString(),
            job.claim())
        .isPresent();
  }

  private void abandon(Db.Tx tx, String runId, String reason) throws SQLException {
    tx.update(
        "update job set state = 'dropped', steps_since = ? where run_id = ?",
        clock.millis(),
        runId);
    tx.update(
        "update report_version set state = 'not_auditable', reason = ? where state = 'auditing'"
            + " and id = (select version from job where run_id = ?)",
        reason,
        runId);
    worklist(tx, runId);
  }

  private static void worklist(Db.Tx tx, String runId) throws SQLException {
    Optional<String> version =
        tx.first("select version from job where run_id = ?", rs -> rs.getString(1), runId);
    if (version.isPresent()) {
      WorklistTable.update(tx, version.get());
    }
  }

  private static Map<String, String> steps(Db.Tx tx, String runId) throws SQLException {
    Map<String, String> steps = new LinkedHashMap<>();
    tx.list(
        "select step, result, result_packed from job_step where run_id = ? order by step",
        rs -> steps.put(rs.getString(1), PackedText.read(rs, "result")),
        runId);
    return steps;
  }

  @Override
  public boolean renew(Job job, Duration lease) {
    return change(job, "lease_until = ?", clock.millis() + lease.toMillis());
  }

  /** Changes a run that is running under this claim. */
  private boolean change(Job job, String what, Object... values) {
    Object[] all = Arrays.copyOf(values, values.length + 2);
    all[values.length] = job.runId().toString();
    all[values.length + 1] = job.claim();
    return db.write(
        tx ->
            tx.update(
                    "update job set "
                        + what
                        + " where run_id = ? and claim = ? and state = 'running'",
                    all)
                == 1);
  }

  @Override
  public boolean storeStep(Job job, String step, String result) {
    String runId = job.runId().toString();
    byte[] packed = PackedText.of(result);
    return db.write(
        tx -> {
          // an answer that arrives after the run was postponed saves a call in the next try
          if (!ours(tx, job, "'ready', 'running'")) {
            return false;
          }
          tx.update("update job set stuck_since = null where run_id = ?", runId);
          tx.update(
              "insert into job_step (run_id, step, result, result_packed) values (?, ?, '', ?)"
                  + " on conflict (run_id, step) do update set result = '',"
                  + " result_packed = excluded.result_packed",
              runId,
              step,
              packed);
          return true;
        });
  }

  @Override
  public boolean postpone(Job job, Duration delay, boolean failed) {
    long now = clock.millis();
    return change(
        job,
        "state = 'ready', due_at = ?, attempts = attempts + ?,"
            + " stuck_since = coalesce(stuck_since, ?)",
        now + delay.toMillis(),
        failed ? 1 : 0,
        now);
  }

  @Override
  public boolean release(Job job) {
    boolean released = change(job, "state = 'ready', due_at = ?", clock.millis());
    if (released) {
      signals.runs().raise();
    }
    return released;
  }

  @Override
  public void releaseAll() {
    db.write(tx -> tx.update("update job set lease_until = 0 where state = 'running'"));
  }

  @Override
  public List<Audit> superseded(UUID runId) {
    record Earlier(Audit audit, boolean everywhere) {}
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
          List<Earlier> earlier =
              tx.list(
                  "select a.audit, a.audit_packed, (select count(*) from delivery d where d.id = a.run_id"
                      + " and d.state <> 'sent') from audit a join report_version v"
                      + " on v.site = a.site and v.report_id = a.report_id where v.id = ?"
                      + " and a.run_id <> ? order by a.ordinal desc",
                  rs ->
                      new Earlier(
                          StoredJson.read(PackedText.read(rs, "audit"), Audit.class),
                          rs.getInt(3) == 0),
                  version,
                  runId.toString());
          List<Audit> standing = new ArrayList<>();
          for (Earlier e : earlier) {
            standing.add(e.audit);
            // the Bundle of this audit has already cancelled the older ones
            if (e.everywhere && !withdrawn) {
              break;
            }
          }
          return standing;
        });
  }

  @Override
  public boolean finish(Job job, Audit audit, Publishing publishing, List<String> sinks) {
    String runId = job.runId().toString();
    byte[] packed = PackedText.of(StoredJson.write(audit));
    boolean finished =
        db.write(
            tx -> {
              Locks.report(tx, tx.key(job.report().reportId()));
              long now = clock.millis();
              int ended =
                  tx.update(
                      "update job set state = 'done', steps_since = ?"
                          + " where run_id = ? and claim = ? and state = 'running'",
                      now,
                      runId,
                      job.claim());
              if (ended == 0) {
                // the answer to the first commit may have been lost
                return ours(tx, job, "'done'");
              }
              tx.update(
                  "update report_version set state = ?, reason = ?,"
                      + " images_changed = images_changed * images_missing where id ="
                      + " (select version from job where run_id = ?)",
                  audit.outcome().code(),
                  audit.failure(),
                  runId);
              Locks.order(tx);
              Reviews.Publication publication = publishing.publish(SqlResourceStore.stored(tx));
              long ordinal = SqlDecisions.nextOrdinal(tx);
              tx.update(
                  "update delivery set state = 'dead', reason = 'superseded before it was sent'"
                      // a decision about an audit that the sink has is still sent
                      + " where state = 'pending' and not exists (select 1 from delivery there"
                      + " where there.id = delivery.run_id and there.sink = delivery.sink"
                      + " and there.state = 'sent')"
                      + " and run_id in (select a.run_id from audit a"
                      + " join report_version v on v.site = a.site and v.report_id = a.report_id"
                      + " join job j on j.version = v.id where j.run_id = ?)",
                  runId);
              tx.update(
                  "insert into audit (run_id, version, site, report_id, ordinal, audit, bundle,"
                      + " audit_packed, bundle_packed, ended_at) select j.run_id, v.id, v.site,"
                      + " v.report_id, ?, '', '', ?, ?, ?"
                      + " from job j join report_version v on v.id = j.version where j.run_id = ?",
                  ordinal,
                  packed,
                  PackedText.of(publication.bundle()),
                  now,
                  runId);
              SqlResourceStore.put(tx, publication.resources(), now);
              for (String sink : sinks) {
                SqlOutbox.add(tx, runId, runId, sink, ordinal, now);
              }
              worklist(tx, runId);
              return true;
            });
    signals.deliveries().raise();
    return finished;
  }
}
