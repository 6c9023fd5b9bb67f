package org.radiologytrust.journal.work;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.inbox.IntakeLimits;
import org.radiologytrust.journal.inbox.WorkClass;
import org.radiologytrust.journal.notifications.SqlNotifications;
import org.radiologytrust.journal.results.HeldDeliveries;
import org.radiologytrust.journal.reviews.SqlSamePatient;
import org.radiologytrust.journal.reviews.WorklistTable;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.Placeholders;
import org.radiologytrust.journal.store.Signals;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.journal.store.VersionStates;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.OtherPatient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link JobQueue} in SQL. */
final class SqlJobQueue implements JobQueue {
  private static final Logger LOG = LoggerFactory.getLogger(SqlJobQueue.class);

  private static final String QUEUE =
      """
      insert into job (run_id, version, studies, refusal, other_patient, state, due_at, lease_until,
        attempts, lost, created_at, sort_at, text_only, shadow)
      select ?, v.id, ?, ?, ?, 'ready', ?, 0, 0, 0, ?, ?, ?, %s
      from report_version v where v.id = ? and v.superseded = 0
      on conflict do nothing
      """
          .formatted(ShadowRuns.SHADOW);

  /** Claims the first due run that is not suspect: the new lease's end, and the present time. */
  static final String CLAIM =
      """
      update job set claim = claim + 1, state = 'running', lease_until = ?
      where run_id = (
        select run_id from job where state = 'ready' and lost = 0 and +due_at <= ?
        order by sort_at, run_id limit 1 %s)
      returning run_id, version, claim
      """;

  private static final String CLAIM_TEXT =
      CLAIM.replace("where state = 'ready'", "where text_only = 1 and state = 'ready'");

  /** Which suspect runs may be claimed: ended so many processes alone at most, and the time. */
  private static final String SUSPECT =
      "state = 'ready' and lost > 0 and lost_alone <= ? and due_at <= ?";

  /**
   * Claims a suspect run. The column alone_claim names the claim under which it runs alone; so the
   * claims of nodes of an older version, which do not know the column, never count as alone.
   */
  private static final String CLAIM_ALONE =
      """
      update job set claim = claim + 1, state = 'running', lease_until = ?,
        alone_claim = (claim + 1) * ?
      where run_id = (
        select run_id from job where %s
        order by lost_alone, created_at, run_id limit 1 %%s)
      returning run_id, version, claim
      """
          .formatted(SUSPECT);

  /** What becomes of a run whose claim did not end it: under that claim nothing is stored. */
  private static final String LOST =
      """
      update job set state = 'ready', claim = claim + 1, lost = lost + 1,
        lost_alone = lost_alone + case when alone_claim = claim then 1 else 0 end
      where state = 'running'
      """;

  private static final String JOB =
      """
      select j.run_id, j.version, j.claim, v.report, j.studies, j.refusal, j.other_patient,
        j.attempts, j.lost, j.stuck_since, j.text_only, j.shadow
      from job j join report_version v on v.id = j.version where j.run_id = ?
      """;

  /** Which versions are to be looked at; found in an index alone, since most are not. */
  private static final String TO_LOOK_AT =
      """
      select v.id from report_version v where %s
      order by v.received_at, v.id limit ?
      """;

  private static final String NEWEST_TO_LOOK_AT =
      """
      select v.id from report_version v where %s
      order by v.received_at desc, v.id limit ?
      """;

  /** So many of the newest are looked at with the oldest, whatever waits between them. */
  private static final int NEWEST = 20;

  private static final String WAITING =
      """
      select v.id, v.report, v.received_at, v.images_changed, v.untouched from report_version v
      where v.id in (%s)
      order by v.received_at, v.id
      """;

  private static final String AWAITING_IMAGES =
      """
      v.state = 'awaiting_images'
      and (v.received_at <= ? or v.untouched = 1 or v.images_changed > 0)
      and not exists (
        select 1 from job j where j.version = v.id and j.state in ('ready', 'running'))
      """;

  private static final String UNTOUCHED = "v.state = 'awaiting_images' and v.untouched = 1";

  private static final String LATE_IMAGES =
      """
      v.images_changed > 0 and v.images_missing = 1 and v.superseded = 0
      and v.state not in %s
      and not exists (
        select 1 from job j where j.version = v.id and j.state in ('ready', 'running'))
      """
          .formatted(VersionStates.OPEN);

  /** In the place of the claim under which a run runs alone: it ends no more processes. */
  private static final int GIVEN_UP = -1;

  /** How long a run, and the runs of many reports, are put off while many messages arrive. */
  private static final Duration ONE_RUN = Duration.ofMillis(100);

  private static final Duration MANY_REPORTS = Duration.ofSeconds(1);

  private final Db db;
  private final SteadyClock clock;
  private final Signals signals;
  private final FinishedRuns ends;
  private final int earlier;
  private final boolean shadow;

  SqlJobQueue(
      Db db,
      SteadyClock clock,
      Signals signals,
      SqlNotifications notifications,
      IntakeLimits made) {
    this.earlier = made.earlier();
    this.shadow = made.shadow();
    this.signals = signals;
    this.ends = new FinishedRuns(db, clock, signals, notifications);
    this.db = db;
    this.clock = clock;
  }

  @Override
  public List<Waiting> awaitingImages(Instant cameBy, int limit) {
    db.giveWay(MANY_REPORTS);
    return waiting(AWAITING_IMAGES, cameBy.toEpochMilli(), limit);
  }

  @Override
  public List<Waiting> untouched(int limit) {
    return waiting(UNTOUCHED, limit);
  }

  @Override
  public List<Waiting> withLateImages(int limit) {
    return waiting(LATE_IMAGES, limit);
  }

  /** Skips a row that cannot be read, so that the others are still checked. */
  private List<Waiting> waiting(String where, Object... values) {
    return db.read(
        tx -> {
          Set<String> ids =
              new LinkedHashSet<>(
                  tx.list(TO_LOOK_AT.formatted(where), rs -> rs.getString(1), values));
          int limit = (int) values[values.length - 1];
          if (ids.size() == limit) {
            Object[] newest = values.clone();
            newest[newest.length - 1] = Math.min(NEWEST, limit);
            ids.addAll(tx.list(NEWEST_TO_LOOK_AT.formatted(where), rs -> rs.getString(1), newest));
          }
          if (ids.isEmpty()) {
            return List.of();
          }
          return tx
              .list(
                  WAITING.formatted(Placeholders.of(ids.size())),
                  SqlJobQueue::waiting,
                  ids.toArray())
              .stream()
              .flatMap(Optional::stream)
              .toList();
        });
  }

  private static Optional<Waiting> waiting(ResultSet rs) throws SQLException {
    try {
      return Optional.of(
          new Waiting(
              UUID.fromString(rs.getString("id")),
              StoredJson.read(rs.getString("report"), Report.class),
              Instant.ofEpochMilli(rs.getLong("received_at")),
              rs.getInt("images_changed"),
              rs.getInt("untouched") == 1));
    } catch (IllegalStateException e) {
      LOG.error("report version {}: {}", rs.getString("id"), e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void markChecked(List<Waiting> checked) {
    db.write(
        tx -> {
          for (Waiting waiting : checked) {
            tx.update(
                """
                update report_version set images_changed = 0, untouched = 0
                where id = ? and images_changed = ?
                """,
                waiting.version().toString(),
                waiting.changes());
          }
          return null;
        });
  }

  @Override
  public List<UUID> runsOf(UUID version) {
    return db.read(
        tx ->
            tx.list(
                """
                select j.run_id from job j left join audit a on a.run_id = j.run_id
                where j.version = ?
                order by j.created_at, case when a.ordinal is null then 1 else 0 end, a.ordinal,
                  j.run_id
                """,
                rs -> UUID.fromString(rs.getString(1)),
                version.toString()));
  }

  @Override
  public boolean queue(
      UUID version, UUID runId, List<Study> studies, String refusal, boolean imagesMissing) {
    return queue(
        new Queued(version.toString(), runId.toString(), studies, refusal, null), imagesMissing);
  }

  @Override
  public boolean queue(
      UUID version, UUID runId, List<Study> studies, String refusal, OtherPatient other) {
    return queue(new Queued(version.toString(), runId.toString(), studies, refusal, other), true);
  }

  private record Queued(
      String version,
      String run,
      List<Study> studies,
      String refusal,
      @Nullable OtherPatient other) {}

  private boolean queue(Queued run, boolean imagesMissing) {
    boolean queuedNow = db.write(tx -> queue(tx, run, imagesMissing));
    if (queuedNow) {
      signals.runs().raise();
    }
    return queuedNow;
  }

  private boolean queue(Tx tx, Queued run, boolean imagesMissing) throws SQLException {
    Locks.reportOf(tx, run.version);
    if (hasOpenRun(tx, run.version, run.run) || !isUpToDate(tx, run)) {
      // another node or a person has decided meanwhile: what this one saw is looked at again
      tx.update(
          "update report_version set images_changed = images_changed + 1 where id = ?",
          run.version);
      return false;
    }
    boolean queued = insert(tx, run, false);
    if (queued) {
      tx.update(
          """
          update report_version set images_missing = ?, images_expected = ?, untouched = 0,
            state = case when state = 'awaiting_images' then 'ready' else state end
          where id = ?
          """,
          imagesMissing ? 1 : 0,
          // images that a person decides about are looked at again, yet nobody waits for them
          imagesMissing && run.other == null ? 1 : 0,
          run.version);
    }
    return queued;
  }

  private boolean insert(Tx tx, Queued run, boolean textOnly) throws SQLException {
    long now = clock.millis();
    int queued =
        tx.update(
            QUEUE,
            run.run,
            StoredJson.write(run.studies),
            run.refusal,
            run.other == null ? null : StoredJson.write(run.other),
            now,
            now,
            workClass(tx, run.version).sortAt(now, textOnly),
            textOnly ? 1 : 0,
            shadow ? 1 : 0,
            run.version);
    if (queued == 1 && run.refusal.isEmpty()) {
      RestsOn.store(tx, run.run, RestsOn.found(tx, run.version, earlier));
      Unlinked.keepAnswers(tx, run.version, run.run);
    }
    return queued == 1;
  }

  private static WorkClass workClass(Tx tx, String version) throws SQLException {
    return tx.first(
            """
            select work_class, exists (
              select 1 from job j where j.version = v.id and j.text_only = 0) as again
            from report_version v where v.id = ?
            """,
            rs ->
                rs.getBoolean("again")
                    ? WorkClass.AGAIN
                    : WorkClass.values()[rs.getInt("work_class")],
            version)
        .orElse(WorkClass.ROUTINE);
  }

  @Override
  public List<UUID> queueTexts(Map<UUID, UUID> runs) {
    List<UUID> queued =
        db.write(
            tx -> {
              Locks.reports(tx, reportsOf(tx, runs.keySet()));
              List<UUID> now = new ArrayList<>();
              for (Map.Entry<UUID, UUID> run : runs.entrySet()) {
                if (queueText(tx, run.getKey().toString(), run.getValue().toString())) {
                  now.add(run.getKey());
                }
              }
              return now;
            });
    if (!queued.isEmpty()) {
      signals.runs().raise();
    }
    return queued;
  }

  private static List<String> reportsOf(Tx tx, Collection<UUID> versions) throws SQLException {
    return tx.list(
        "select report_id from report_version where id in (%s)"
            .formatted(Placeholders.of(versions.size())),
        rs -> rs.getString(1),
        versions.stream().map(UUID::toString).toArray());
  }

  private boolean queueText(Tx tx, String version, String run) throws SQLException {
    // a node of a version before this one takes the run for one without images: as such it counts
    int untouched =
        tx.update(
            """
            update report_version set untouched = 0, images_missing = 1
            where id = ? and untouched = 1 and superseded = 0 and state = 'awaiting_images'
            """,
            version);
    return untouched == 1 && insert(tx, new Queued(version, run, List.of(), "", null), true);
  }

  /** Whether people still say the same about whose the images are. */
  private static boolean isUpToDate(Tx tx, Queued run) throws SQLException {
    return run.other == null
        || SqlSamePatient.confirmed(tx, run.version, run.other).equals(run.other);
  }

  /** Whether another run of the version has not ended. */
  private static boolean hasOpenRun(Tx tx, String version, String other) throws SQLException {
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
    return claim(CLAIM, now -> new Object[] {now + lease.toMillis(), now});
  }

  @Override
  public Optional<Job> claimText(Duration lease) {
    return claim(CLAIM_TEXT, now -> new Object[] {now + lease.toMillis(), now});
  }

  @Override
  public Optional<Job> claimAlone(Duration lease, int deaths, boolean counted) {
    return claim(
        CLAIM_ALONE, now -> new Object[] {now + lease.toMillis(), counted ? 1 : 0, deaths, now});
  }

  /**
   * @param values of the statement, for the present time
   */
  private Optional<Job> claim(String sql, LongFunction<Object[]> values) {
    db.giveWay(ONE_RUN);
    return db.write(
        tx -> {
          long now = clock.millis();
          while (true) {
            Optional<Claimed> next =
                tx.first(sql.formatted(tx.skipLocked()), Claimed::of, values.apply(now));
            if (next.isEmpty()) {
              return Optional.empty();
            }
            Claimed run = next.get();
            tx.update(
                "update report_version set state = 'auditing' where state = 'ready' and id = ?",
                run.version);
            try {
              return Optional.of(job(tx, run.id));
            } catch (IllegalStateException e) {
              LOG.error("run {} is abandoned: {}", run.id, e.getMessage());
              abandon(tx, run, e.getMessage());
            }
          }
        });
  }

  @Override
  public boolean suspectDue(int deaths) {
    return db.read(
        tx ->
            tx.first(
                    "select 1 from job where " + SUSPECT + " limit 1",
                    rs -> true,
                    deaths,
                    clock.millis())
                .isPresent());
  }

  @Override
  public List<UUID> endLost(int deaths, String reason) {
    List<Claimed> over =
        db.write(
            tx -> {
              tx.update(LOST + " and lease_until <= ?", clock.millis());
              return tx.list(
                  """
                  select run_id, version, claim from job
                  where state = 'ready' and lost > 0 and lost_alone >= ?
                  """,
                  Claimed::of,
                  deaths);
            });
    List<UUID> ended = new ArrayList<>();
    for (Claimed run : over) {
      if (giveUp(run, reason)) {
        ended.add(UUID.fromString(run.id));
      }
    }
    return ended;
  }

  @Override
  public boolean loseOverdue(Job job) {
    return db.write(
        tx ->
            tx.update(LOST + " and run_id = ? and claim = ?", job.runId().toString(), job.claim())
                == 1);
  }

  private boolean giveUp(Claimed run, String reason) {
    return db.write(
        tx -> {
          Locks.reportOf(tx, run.version);
          if (!abandon(tx, run, reason)) {
            return false;
          }
          tx.update("update job set alone_claim = ? where run_id = ?", GIVEN_UP, run.id);
          return true;
        });
  }

  @Override
  public long givenUp() {
    return db.watch(
            tx ->
                tx.first(
                    """
                    select count(*) from job
                    where state = 'dropped' and lost > 0 and alone_claim = ?
                    """,
                    rs -> rs.getLong(1),
                    GIVEN_UP))
        .orElseThrow();
  }

  private record Claimed(String id, String version, int claim) {
    static Claimed of(ResultSet rs) throws SQLException {
      return new Claimed(rs.getString("run_id"), rs.getString("version"), rs.getInt("claim"));
    }

    static Claimed of(Job job) {
      return new Claimed(job.runId().toString(), job.version().toString(), job.claim());
    }
  }

  private Job job(Tx tx, String runId) throws SQLException {
    Map<String, String> steps = steps(tx, runId);
    return tx.first(
            JOB,
            rs ->
                new Job(
                    UUID.fromString(rs.getString("run_id")),
                    UUID.fromString(rs.getString("version")),
                    rs.getInt("claim"),
                    StoredJson.read(rs.getString("report"), Report.class),
                    StoredJson.read(rs.getString("studies"), new TypeReference<List<Study>>() {}),
                    rs.getString("refusal"),
                    other(rs.getString("other_patient")),
                    rs.getInt("attempts"),
                    rs.getInt("lost"),
                    stuck(rs.getLong("stuck_since")),
                    steps,
                    rs.getInt("text_only") == 1,
                    rs.getInt("shadow") == 1),
            runId)
        .orElseThrow();
  }

  /**
   * @param since 0 for a run that was not postponed since its last progress
   */
  private Duration stuck(long since) {
    return since == 0 ? Duration.ZERO : clock.since(Instant.ofEpochMilli(since));
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
          Locks.reportOf(tx, job.version().toString());
          return abandon(tx, Claimed.of(job), reason);
        });
  }

  private boolean abandon(Tx tx, Claimed run, String reason) throws SQLException {
    int dropped =
        tx.update(
            """
            update job set state = 'dropped', steps_since = ?
            where run_id = ? and claim = ? and state in ('ready', 'running')
            """,
            clock.millis(),
            run.id,
            run.claim);
    if (dropped == 0) {
      return false;
    }
    tx.update(
        """
        update report_version set state = 'not_auditable', reason = ?
        where state = 'auditing' and id = ?
        """,
        reason,
        run.version);
    tx.update(
        """
        update report_version set images_changed = images_changed + 1
        where state = 'awaiting_images' and id = ?
        """,
        run.version);
    HeldDeliveries.releaseAll(tx, run.version, clock.millis());
    WorklistTable.update(tx, run.version);
    return true;
  }

  private static @Nullable OtherPatient other(@Nullable String json) {
    return json == null ? null : StoredJson.read(json, OtherPatient.class);
  }

  private static Map<String, String> steps(Tx tx, String runId) throws SQLException {
    Map<String, String> steps = new LinkedHashMap<>();
    tx.list(
        "select step, result_packed from job_step where run_id = ? order by step",
        rs -> steps.put(rs.getString("step"), PackedText.read(rs, "result")),
        runId);
    return steps;
  }

  @Override
  public boolean renew(Job job, Duration lease) {
    return change(job, "lease_until = ?", clock.millis() + lease.toMillis());
  }

  /** Changes a run that is running under this claim. */
  private boolean change(Job job, String set, Object... values) {
    String sql = "update job set " + set + " where run_id = ? and claim = ? and state = 'running'";
    Object[] all = Tx.values(values, job.runId().toString(), job.claim());
    return db.write(tx -> tx.update(sql, all) == 1);
  }

  @Override
  public boolean storeStep(Job job, String step, String result) {
    String runId = job.runId().toString();
    byte[] packed = PackedText.of(result);
    return db.write(
        tx -> {
          // an answer that arrives after the run was postponed saves a call in the next try
          int ours =
              tx.update(
                  """
                  update job set stuck_since = null, lost_alone = 0
                  where run_id = ? and claim = ? and state in ('ready', 'running')
                  """,
                  runId,
                  job.claim());
          if (ours == 0) {
            return false;
          }
          tx.update(
              """
              insert into job_step (run_id, step, result_packed) values (?, ?, ?)
              on conflict (run_id, step) do update
                set result_packed = excluded.result_packed
              """,
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
        """
        state = 'ready', due_at = ?, attempts = attempts + ?,
          stuck_since = coalesce(stuck_since, ?)
        """,
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
    db.write(tx -> tx.update(LOST));
  }

  @Override
  public List<Report> earlierVersions(Job job, int limit) {
    List<Report> newestFirst =
        db.read(
            tx ->
                tx.list(
                    """
                    select e.report from report_version v join report_version e
                    on e.site = v.site and e.report_id = v.report_id and e.seq < v.seq
                    where v.id = ? order by e.seq desc limit ?
                    """,
                    rs -> StoredJson.read(rs.getString(1), Report.class),
                    job.version().toString(),
                    limit));
    List<Report> oldestFirst = new ArrayList<>(newestFirst);
    Collections.reverse(oldestFirst);
    return oldestFirst;
  }

  @Override
  public Superseded superseded(UUID runId) {
    return ends.superseded(runId);
  }

  @Override
  public boolean finish(Job job, Audit audit, Publishing publishing, List<String> sinks) {
    return ends.finish(job, audit, publishing, sinks);
  }
}
