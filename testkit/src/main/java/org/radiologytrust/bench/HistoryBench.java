package org.radiologytrust.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.inbox.IntakeLimits;
import org.radiologytrust.journal.store.SearchLimits;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;

/**
 * What the journal needs for a report with 20 earlier ones, among 100,000 patients: to find them
 * when a run is queued, and to read them when it begins. On SQLite and on PostgreSQL. Ends with 1
 * when both together take more than 5 ms (95th percentile).
 */
public final class HistoryBench {
  private static final int PATIENTS = Integer.getInteger("history.patients", 100_000);
  private static final int WARM_UP = 200;
  private static final int ROUNDS = 500;
  private static final double MOST = 5;
  private static final Duration LEASE = Duration.ofHours(1);

  /** As long as a report of a chest CT. */
  private static final String TEXT =
      "The lungs are clear. No pleural effusion. The heart is normal in size. ".repeat(30);

  private static final String COPY =
      """
      insert into report_version (id, site, report_id, seq, fingerprint, status, issued, report,
        state, reason, superseded, images_missing, images_changed, received_at, work_class)
      with recursive n(i) as (select 1 union all select i + 1 from n where i < %d)
      select 'copy-' || n.i, v.site, 'copy-' || n.i, 1, v.fingerprint, v.status, v.issued, v.report,
        'checked_only', '', 0, 0, 0, v.received_at, v.work_class
      from n, report_version v where v.id = ?
      """
          .formatted(PATIENTS);

  private static final String KEYS =
      """
      insert into patient_key (value, version)
      with recursive n(i) as (select 1 union all select i + 1 from n where i < %d)
      select 'copy-' || n.i, 'copy-' || n.i from n
      """
          .formatted(PATIENTS);

  private HistoryBench() {}

  public static void main(String[] arguments) throws Exception {
    Targets targets = new Targets();
    Targets.head();
    Path folder = Files.createTempDirectory("rtl-history");
    try (Journal journal =
        SqlJournal.open(folder.resolve("journal.db"), SteadyClock.system(), "main")) {
      measure("SQLite", journal, targets);
    } finally {
      BenchPostgres.delete(folder);
    }
    SearchLimits limits = new SearchLimits(Duration.ofSeconds(5), 4);
    try (BenchPostgres postgres = new BenchPostgres();
        Journal journal =
            SqlJournal.open(postgres.database(), "main", limits, IntakeLimits.DEFAULT)) {
      measure("PostgreSQL", journal, targets);
    }
    targets.exit();
  }

  private static void measure(String database, Journal journal, Targets targets) {
    for (int number = IntakeLimits.MOST_EARLIER; number >= 0; number--) {
      journal.inbox().receive(SampleMessages.report("key" + number, report(number)));
    }
    List<UUID> versions =
        journal.jobs().untouched(IntakeLimits.MOST_EARLIER + 1).stream()
            .map(w -> w.version())
            .toList();
    UUID newest = versions.get(versions.size() - 1);
    OpenedJournal.db(journal)
        .write(
            tx -> {
              tx.update(COPY, newest.toString());
              return tx.update(KEYS);
            });
    journal.jobs().queue(newest, UUID.randomUUID(), List.of(), "", false);
    Job job = journal.jobs().claim(LEASE).orElseThrow();
    double[] find = new double[ROUNDS];
    double[] read = new double[ROUNDS];
    double[] both = new double[ROUNDS];
    for (int i = -WARM_UP; i < ROUNDS; i++) {
      long start = System.nanoTime();
      int found = journal.earlier().of(newest).earlier().size();
      long between = System.nanoTime();
      int texts = journal.earlier().of(job).size();
      long end = System.nanoTime();
      if (found != IntakeLimits.MOST_EARLIER || texts != IntakeLimits.MOST_EARLIER) {
        throw new IllegalStateException(found + " found, " + texts + " read");
      }
      if (i >= 0) {
        find[i] = (between - start) / 1e6;
        read[i] = (end - between) / 1e6;
        both[i] = (end - start) / 1e6;
      }
    }
    Targets.note(database + ": ms to find 20 earlier reports, median", median(find));
    Targets.note(database + ": ms to read them, median", median(read));
    targets.most(
        database + ": ms for both, 95th percentile", new BenchFigures(both).percentile(95), MOST);
  }

  private static double median(double[] millis) {
    return new BenchFigures(millis).median();
  }

  private static Report report(int monthsAgo) {
    return SampleRecords.report(
        "HOSP",
        "A" + monthsAgo,
        "MRN1",
        TEXT + monthsAgo,
        ReportStatus.FINAL,
        SampleRecords.ISSUED.minus(Duration.ofDays(30L * monthsAgo)));
  }
}
