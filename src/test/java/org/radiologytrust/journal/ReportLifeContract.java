package org.radiologytrust.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.Inbox.Outcome;
import org.radiologytrust.journal.Inbox.Receipt;
import org.radiologytrust.journal.JobQueue.Job;
import org.radiologytrust.journal.JobQueue.Waiting;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;

/** How messages become versions of reports; one subclass for each store. */
abstract class ReportLifeContract extends OpenedJournal {
  private static final Duration LEASE = Duration.ofMinutes(5);

  private int sent;

  /** A message of these reports, with a control id of its own. */
  private Receipt send(Report... reports) {
    return send("m" + ++sent, reports);
  }

  private Receipt send(String key, Report... reports) {
    return journal
        .inbox()
        .receive(SampleMessages.message("HOSP", key, new Inbox.Parsed(List.of(reports))));
  }

  private static Report report(String id, String patient, String text, int seconds) {
    return SampleRecords.report(
        "HOSP", id, patient, text, ReportStatus.FINAL, SampleRecords.ISSUED.plusSeconds(seconds));
  }

  private static Report report(String id, String text) {
    return report(id, "MRN1", text, 0);
  }

  private List<Waiting> waiting() {
    return journal.jobs().awaitingImages(clock.instant(), 100);
  }

  /** Texts of the versions whose run is not queued, in no order. */
  private List<String> waitingTexts() {
    return waiting().stream().map(w -> w.report().text()).sorted().toList();
  }

  private void auditAll() {
    for (Waiting one : waiting()) {
      UUID run = UUID.randomUUID();
      assertTrue(journal.jobs().queue(one.version(), run, List.of(), "", false));
      Job job = journal.jobs().claim(LEASE).orElseThrow();
      assertTrue(
          journal
              .jobs()
              .finish(
                  job,
                  SampleRecords.audit(job.runId(), job.report(), List.of()),
                  JobQueue.Publishing.of("{}", List.of()),
                  List.of()));
    }
  }

  private long messages(Outcome outcome) {
    Counters.Counts counts = journal.counters().counts();
    assertTrue(counts.conserved());
    return counts.messages().get(outcome.code());
  }

  @Test
  void everyReportOfAMessageBecomesAVersionAndCounts() {
    Receipt receipt =
        send(
            "k",
            report("A1", "Lungs clear."),
            report("A2", "Liver normal."),
            report("A3", "No fracture."));
    assertEquals(Outcome.PARSED, receipt.outcome());
    assertEquals(
        report("A1", "Lungs clear.").correlationId(), receipt.correlationId().orElseThrow());
    reopen();
    assertEquals(List.of("Liver normal.", "Lungs clear.", "No fracture."), waitingTexts());
    assertEquals(3, messages(Outcome.PARSED), "received is counted by report");
    assertEquals(3, journal.counters().counts().received());
    auditAll();
    assertEquals(3, messages(Outcome.PARSED));
    assertEquals(3, journal.counters().counts().reports().get("audited"));
    assertEquals(
        Outcome.DUPLICATE,
        send(
                "k",
                report("A1", "Lungs clear."),
                report("A2", "Liver normal."),
                report("A3", "No fracture."))
            .outcome());
    assertEquals(1, messages(Outcome.DUPLICATE), "a message that became no version counts once");
  }

  @Test
  void aMessageIsParsedIfOneOfItsReportsIsNew() {
    send(report("A1", "Lungs clear."));
    assertEquals(
        Outcome.PARSED,
        send(report("A1", "Lungs clear."), report("A2", "Liver normal.")).outcome());
    assertEquals(2, messages(Outcome.PARSED));
    assertEquals(
        Outcome.DUPLICATE,
        send(report("A2", "Liver normal."), report("A1", "Old.", -60)).outcome());
    assertEquals(
        Outcome.IGNORED, send(report("A2", "Old.", -60), report("A1", "Old.", -60)).outcome());
    assertEquals(2, messages(Outcome.PARSED));
  }

  private static Report report(String id, String text, int seconds) {
    return report(id, "MRN1", text, seconds);
  }

  @Test
  void oneRefusedReportHoldsTheWholeMessage() {
    send(report("A1", "Lungs clear."));
    Receipt receipt =
        send(report("A2", "Liver normal."), report("A1", "MRN2", "Mass in the left lung.", 5));
    assertEquals(Outcome.QUARANTINED, receipt.outcome());
    assertEquals(List.of("Lungs clear."), waitingTexts());
    assertEquals(1, messages(Outcome.PARSED));
    assertEquals(1, messages(Outcome.QUARANTINED));
    String held = journal.messages().quarantined(0, 10).get(0).id();
    assertEquals(
        Outcome.PARSED,
        journal
            .messages()
            .decideAgain(
                held,
                new Inbox.Parsed(
                    List.of(report("A2", "Liver normal."), report("A3", "No fracture."))),
                (outcome, reason) -> new byte[0])
            .orElseThrow()
            .outcome());
    assertEquals(3, messages(Outcome.PARSED));
    assertEquals(
        List.of("Liver normal.", "No fracture."),
        journal.messages().message(held).orElseThrow().reports().stream()
            .map(Report::text)
            .toList());
  }

  @Test
  void twoReportsOfAMessageWithTheSameNumberAreRefused() {
    Receipt receipt = send(report("A1", "Lungs clear."), report("A1", "Liver normal."));
    assertEquals(Outcome.QUARANTINED, receipt.outcome());
    assertEquals(List.of(), waitingTexts());
    assertEquals(1, messages(Outcome.QUARANTINED));
  }

  @Test
  void theBytesStayUntilTheLastReportOfTheMessageHasEnded() {
    send(report("A1", "Lungs clear."), report("A2", "Liver normal."));
    Waiting first =
        waiting().stream()
            .filter(w -> w.report().reportId().equals("A1"))
            .findFirst()
            .orElseThrow();
    journal.jobs().queue(first.version(), new UUID(0, 1), List.of(), "", false);
    Job job = journal.jobs().claim(LEASE).orElseThrow();
    journal
        .jobs()
        .finish(
            job,
            SampleRecords.audit(job.runId(), job.report(), List.of()),
            JobQueue.Publishing.of("{}", List.of()),
            List.of());
    Instant later = clock.instant().plusSeconds(1);
    assertEquals(0, journal.retention().messages(later, 10));
    auditAll();
    assertEquals(1, journal.retention().messages(later, 10));
  }

  @Test
  void messagesWithTheSameReportsInAnotherOrderDoNotBlockEachOther() throws Exception {
    ExecutorService senders = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Receipt>> calls = new ArrayList<>();
      for (int n = 0; n < 40; n++) {
        int round = n;
        calls.add(
            () -> {
              Report a = report("A1", "Lungs clear " + round + ".", round);
              Report b = report("A2", "Liver normal " + round + ".", round);
              return round % 2 == 0 ? send("k" + round, a, b) : send("k" + round, b, a);
            });
      }
      for (Future<Receipt> done : senders.invokeAll(calls)) {
        assertTrue(done.get().outcome() != Outcome.QUARANTINED);
      }
    } finally {
      senders.shutdownNow();
    }
    assertTrue(journal.counters().counts().conserved());
    assertEquals(List.of("Liver normal 39.", "Lungs clear 39."), waitingTexts());
  }
}
