package org.radiologytrust.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.results.Outbox;
import org.radiologytrust.journal.results.ResourceStore;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.publish.sink.FhirSink;

/** A journal with one sink: audits go in, and a test sees what became of each delivery. */
public final class SinkJournal implements AutoCloseable {
  public enum State {
    PENDING,
    SENT,
    DEAD
  }

  private final TemporaryJournal journal;
  private final String sink;
  private int reports;

  public SinkJournal(SettableClock clock) {
    this(clock, FhirSink.NAME);
  }

  public SinkJournal(SettableClock clock, String sink) {
    this.journal = new TemporaryJournal(clock);
    this.sink = sink;
  }

  public Journal journal() {
    return journal.journal();
  }

  public Outbox outbox() {
    return journal.outbox();
  }

  public ResourceStore shelf() {
    return journal.resources();
  }

  /** An audit of a report of its own: the first has the accession number ACC1. */
  public UUID add(String bundle) {
    return add(bundle, SampleRecords.report("ACC" + (reports + 1), "Text."));
  }

  public UUID add(String bundle, Report report) {
    reports++;
    return journal.deliver(report, bundle, sink);
  }

  /** Has the audit's report come and claims its run. */
  Job claim(Audit audit) {
    reports++;
    return journal.claim(audit.report(), audit.runId());
  }

  public State state(UUID run) {
    return switch (now(run).state()) {
      case "pending" -> State.PENDING;
      case "sent" -> State.SENT;
      case "dead" -> State.DEAD;
      default -> throw new AssertionError(now(run).state());
    };
  }

  public String reason(UUID run) {
    return now(run).reason();
  }

  public String payload(UUID run) {
    return now(run).payload();
  }

  /** The waits that its tries ended with. */
  public List<Duration> delays(UUID run) {
    return journal.calls("retry", "refused", "rebuild").stream()
        .map(TemporaryJournal.Call::arguments)
        .filter(arguments -> ((Outbox.Delivery) arguments.get(0)).id().equals(run))
        .map(arguments -> (Duration) arguments.get(1))
        .toList();
  }

  /** When the patient is looked for next; {@code null} when it is not. */
  public Instant linkDue(UUID run) {
    return now(run).linkDue();
  }

  private TemporaryJournal.Delivered now(UUID run) {
    return journal.delivered(run, sink);
  }

  @Override
  public void close() {
    journal.close();
  }
}
