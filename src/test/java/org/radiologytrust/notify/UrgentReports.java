package org.radiologytrust.notify;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Weight;

/** Reports with a critical finding of which nobody was told. */
final class UrgentReports {
  private static final String TEXT = "Zebrakanari pneumothorax.";

  private UrgentReports() {}

  /** Has one come and be audited. */
  static Audit in(Journal journal, String accession) {
    Report report = SampleRecords.report(accession, TEXT);
    journal.inbox().receive(SampleMessages.report(accession, report));
    UUID version = journal.jobs().awaitingImages(journal.clock().instant(), 1).get(0).version();
    journal.jobs().queue(version, UUID.randomUUID(), List.of(), "", true);
    Job job = journal.jobs().claim(Duration.ofMinutes(5)).orElseThrow();
    CheckResult critical =
        new CheckResult(
                "critical-uncommunicated",
                Label.NEEDS_REVIEW,
                Evidence.of(new Span(0, 24), TEXT),
                Evidence.field("rule", "communication"),
                "Say who was told.")
            .weighing(Weight.CRITICAL);
    Audit audit =
        SampleRecords.checkedOnly(job.runId(), job.report()).toBuilder()
            .checks(List.of(critical))
            .build();
    journal.jobs().finish(job, audit, JobQueue.Publishing.of("{}", List.of()), List.of());
    return audit;
  }
}
