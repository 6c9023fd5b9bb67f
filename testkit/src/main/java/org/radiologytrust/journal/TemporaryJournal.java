package org.radiologytrust.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.results.Outbox;
import org.radiologytrust.journal.results.ResourceStore;
import org.radiologytrust.journal.reviews.EngineDecisions;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.work.FeedCursors;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.StudyStore;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.model.Study;
import org.radiologytrust.review.Decision;

/**
 * The product's journal in a folder of its own. A test sees what it was handed and what it stored,
 * and can let it fail.
 */
public final class TemporaryJournal implements AutoCloseable {
  public static final String SITE = "main";

  private final Path folder = folder();
  private final SqlJournal journal;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private volatile Before before = () -> {};

  /** What happens before a call. */
  public interface Before {
    void call() throws InterruptedException;
  }

  /**
   * A call of the code under test.
   *
   * @param method such as {@code retry}
   */
  public record Call(String method, List<Object> arguments) {}

  /**
   * What became of a delivery.
   *
   * @param state pending, sent or dead
   * @param linkDue when its patient is looked for next; {@code null} when it is not
   */
  public record Delivered(String state, String reason, String payload, Instant linkDue) {}

  /** By the clocks of this machine. */
  public TemporaryJournal() {
    this(SteadyClock.system());
  }

  public TemporaryJournal(SettableClock clock) {
    this(new SteadyClock(clock, clock::nanos));
  }

  private TemporaryJournal(SteadyClock clock) {
    journal = SqlJournal.open(MigratedFile.in(folder), clock, SITE);
  }

  /** The journal itself, unwatched. */
  public Journal journal() {
    return journal;
  }

  public Inbox inbox() {
    return watched(Inbox.class, journal.inbox());
  }

  public StudyStore studies() {
    return watched(StudyStore.class, journal.studies());
  }

  public FeedCursors feedCursors() {
    return watched(FeedCursors.class, journal.feedCursors());
  }

  public ResourceStore resources() {
    return watched(ResourceStore.class, journal.resources());
  }

  public Outbox outbox() {
    return watched(Outbox.class, journal.outbox());
  }

  /** What happens before each call from now on: it may wait, or throw. */
  public void before(Before before) {
    this.before = before;
  }

  /** From now on nothing works. */
  public void fail(RuntimeException failure) {
    before(
        () -> {
          throw failure;
        });
  }

  /** As on a full disk. */
  public void full() {
    fail(new JournalException("disk full", null));
  }

  /** From now on all works. */
  public void works() {
    before(() -> {});
  }

  /** Calls of those names that came through, in order. */
  public List<Call> calls(String... methods) {
    return calls.stream().filter(call -> List.of(methods).contains(call.method())).toList();
  }

  /** What of that type came with the calls, in order. */
  public <T> List<T> given(Class<T> type) {
    return calls.stream()
        .flatMap(call -> call.arguments().stream())
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** How many messages are stored; a repeat is none. */
  public long storedMessages() {
    return journal
        .db()
        .read(tx -> tx.first("select count(*) from message", rs -> rs.getLong(1)))
        .orElseThrow();
  }

  /** All versions of all reports, in the order in which they came. */
  public List<Report> storedReports() {
    return journal
        .db()
        .read(
            tx ->
                tx.list(
                    "select report from report_version order by rowid",
                    rs -> StoredJson.read(rs.getString(1), Report.class)));
  }

  public Report onlyReport() {
    return only(storedReports());
  }

  public Study onlyStudy() {
    return only(storedStudies());
  }

  private static <T> T only(List<T> all) {
    if (all.size() != 1) {
      throw new AssertionError(all.size() + " are stored");
    }
    return all.get(0);
  }

  public List<Study> storedStudies() {
    return journal
        .db()
        .read(
            tx ->
                tx.list(
                    "select study from study order by study_instance_uid",
                    rs -> StoredJson.read(rs.getString(1), Study.class)));
  }

  /** Has a report come and be audited, with one delivery for the sink. */
  public UUID deliver(Report report, String bundle, String sink) {
    UUID run = UUID.randomUUID();
    JobQueue.Job job = claim(report, run);
    journal
        .jobs()
        .finish(
            job,
            SampleRecords.audit(run, job.report(), List.of()),
            JobQueue.Publishing.of(bundle, List.of()),
            List.of(sink));
    return run;
  }

  /** Has a report come. */
  public void receive(Report report) {
    receive(UUID.randomUUID().toString(), report);
  }

  private void receive(String key, Report report) {
    journal.inbox().receive(SampleMessages.report(key, report));
  }

  /** Has a report come and claims its run. */
  public JobQueue.Job claim(Report report, UUID run) {
    receive(run.toString(), report);
    JobQueue jobs = journal.jobs();
    UUID version = jobs.awaitingImages(journal.clock().instant(), 1).get(0).version();
    jobs.queue(version, run, List.of(), "", false);
    return jobs.claim(Duration.ofMinutes(5)).orElseThrow();
  }

  /** Has a report come and be audited as a journal does that was opened in shadow mode. */
  public void auditInShadowMode(Report report) {
    UUID run = UUID.randomUUID();
    receive(run.toString(), report);
    JobQueue jobs = journal.jobs();
    UUID version = jobs.awaitingImages(journal.clock().instant(), 1).get(0).version();
    jobs.queue(version, run, List.of(), "", false);
    journal
        .db()
        .write(tx -> tx.update("update job set shadow = 1 where run_id = ?", run.toString()));
    JobQueue.Job job = jobs.claim(Duration.ofMinutes(5)).orElseThrow();
    jobs.finish(
        job,
        SampleRecords.checkedOnly(run, job.report()),
        JobQueue.Publishing.of("{}", List.of()),
        List.of());
  }

  /** Stores a decision as the engine does, which follows what people decided. */
  public void follow(Decision decision) {
    EngineDecisions.store(journal.db(), decision);
  }

  public Delivered delivered(UUID run, String sink) {
    return journal
        .db()
        .read(
            tx ->
                tx.first(
                    "select state, reason, payload_packed, link_due_at from delivery"
                        + " where id = ? and sink = ?",
                    rs ->
                        new Delivered(
                            rs.getString(1),
                            rs.getString(2),
                            PackedText.read(rs, "payload"),
                            rs.getObject(4) == null ? null : Instant.ofEpochMilli(rs.getLong(4))),
                    run.toString(),
                    sink))
        .orElseThrow();
  }

  /** A part of the journal, or what stands before it, with the effects of {@link #before}. */
  public <T> T watched(Class<T> part, T real) {
    return part.cast(
        Proxy.newProxyInstance(
            part.getClassLoader(),
            new Class<?>[] {part},
            (proxy, method, arguments) -> {
              before.call();
              calls.add(new Call(method.getName(), Arrays.asList(arguments)));
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** Closes the journal under the code that uses it. */
  public void shut() {
    journal.close();
  }

  @Override
  public void close() {
    journal.close();
    delete(folder);
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("journal");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
