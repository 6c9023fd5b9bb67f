package org.radiologytrust.journal.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.journal.results.Outbox;
import org.radiologytrust.journal.reviews.StoredAudits;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.search.Counters;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.JobQueue.Waiting;
import org.radiologytrust.model.Author;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Origin;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Span;

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

  private void auditAll(String... sinks) {
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
                  List.of(sinks)));
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
        send(report("A2", "Liver normal."), preliminary("A1", "Old.", -60)).outcome());
    assertEquals(
        Outcome.IGNORED,
        send(preliminary("A2", "Old.", -60), preliminary("A1", "Old.", -60)).outcome());
    assertEquals(2, messages(Outcome.PARSED));
  }

  private static Report report(String id, String text, int seconds) {
    return report(id, "MRN1", text, seconds);
  }

  private static Report preliminary(String id, String text, int seconds) {
    return report(id, text, seconds).toBuilder().status(ReportStatus.PRELIMINARY).build();
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
        boolean overtaken = done.get().reason().equals(ReportRule.ORDER_UNKNOWN.words);
        assertEquals(overtaken ? Outcome.QUARANTINED : Outcome.PARSED, done.get().outcome());
      }
    } finally {
      senders.shutdownNow();
    }
    assertTrue(journal.counters().counts().conserved());
    assertEquals(List.of("Liver normal 39.", "Lungs clear 39."), waitingTexts());
  }

  // identity

  /** A report of the patient, with or without accession and filler number. */
  private static Report numbered(
      String site, String id, String accession, String filler, String patient, String text) {
    Report plain =
        SampleRecords.report(site, id, patient, text, ReportStatus.FINAL, SampleRecords.ISSUED);
    return change(
        plain,
        plain.patient(),
        new Order(
            "",
            filler,
            accession.isEmpty() ? List.of() : List.of(accession),
            List.of(),
            plain.order().procedure(),
            "DX",
            "CHEST",
            ""),
        ReportStatus.FINAL,
        "");
  }

  private static Report change(
      Report report, Patient patient, Order order, ReportStatus status, String reference) {
    return report.toBuilder()
        .patient(patient)
        .order(order)
        .status(status)
        .issued(report.issued().plusSeconds(status.stage()))
        .effective(null)
        .reference(reference)
        .build();
  }

  private static Report inError(Report report) {
    return change(
        report,
        report.patient(),
        report.order(),
        ReportStatus.ENTERED_IN_ERROR,
        report.reference());
  }

  @Test
  void aWithdrawalThatLostTheAccessionNumberFindsItsReport() {
    send(numbered("HOSP", "A1", "A1", "F1", "MRN1", "Mass in the left lung."));
    auditAll();
    Report withdrawal = inError(numbered("HOSP", "F1", "", "F1", "MRN1", ""));
    assertEquals(Outcome.PARSED, send(withdrawal).outcome());
    assertEquals(List.of(""), waitingTexts());
    assertEquals(1, audited(waiting().get(0)), "the audit that it withdraws");
  }

  /** How many audits the run of this version takes back. */
  private int audited(Waiting one) {
    UUID run = UUID.randomUUID();
    assertTrue(journal.jobs().queue(one.version(), run, List.of(), "", false));
    return journal.jobs().superseded(run).all().size();
  }

  @Test
  void theSameReportByOtherNumbersIsOneReport() {
    send(numbered("HOSP", "F1", "", "F1", "MRN1", "Lungs clear."));
    assertEquals(
        Outcome.DUPLICATE,
        send(numbered("HOSP", "A1", "A1", "F1", "MRN1", "Lungs clear.")).outcome(),
        "now with its accession number");
    Report corrected =
        change(
            numbered("HOSP", "A1", "A1", "F1", "MRN1", "Lungs clear. No effusion."),
            SampleRecords.patient("MRN1"),
            SampleRecords.report("A1", "").order(),
            ReportStatus.CORRECTED,
            "");
    assertEquals(
        Outcome.PARSED,
        send(corrected.toBuilder().otherIds(List.of("filler:F1", "document:D1")).build())
            .outcome());
    assertEquals(
        Outcome.DUPLICATE,
        send(change(
                    numbered("HOSP", "D1", "", "", "MRN1", "Lungs clear. No effusion."),
                    SampleRecords.patient("MRN1"),
                    numbered("HOSP", "D1", "", "", "MRN1", "").order(),
                    ReportStatus.CORRECTED,
                    "")
                .toBuilder()
                .otherIds(List.of("document:D1"))
                .build())
            .outcome(),
        "by MDM with the document's id only");
    assertEquals(
        Outcome.DUPLICATE,
        send(change(corrected, corrected.patient(), corrected.order(), ReportStatus.CORRECTED, ""))
            .outcome(),
        "by the accession number only");
    assertEquals(List.of("Lungs clear. No effusion."), waitingTexts());
  }

  @Test
  void aNumberThatManyPatientsHaveFindsTheReportOfThePatient() {
    send(numbered("HOSP", "F1", "", "F1", "MRN1", "Lungs clear."));
    send(numbered("HOSP", "A2", "A2", "F1", "MRN2", "Mass."));
    Report byReference =
        numbered("HOSP", "F1b", "", "F1", "MRN3", "Effusion.").toBuilder()
            .patient(new Patient(List.of(), "", "", null, Sex.UNKNOWN, "Patient/3"))
            .build();
    send(byReference);
    assertEquals(3, waitingTexts().size());
    assertEquals(
        Outcome.DUPLICATE,
        send(numbered("HOSP", "A1", "A1", "F1", "MRN1", "Lungs clear.")).outcome());
    assertEquals(
        Outcome.DUPLICATE,
        send(numbered("HOSP", "A3", "A3", "F1", "MRN3", "Effusion.").toBuilder()
                .patient(byReference.patient())
                .build())
            .outcome(),
        "the literal reference says who it is");
  }

  @Test
  void onePlacerNumberForTwoExaminationsIsTwoReports() {
    send(ordered("F1", "Lungs clear."));
    assertEquals(Outcome.PARSED, send(ordered("F2", "Knee normal.")).outcome());
    assertEquals(List.of("Knee normal.", "Lungs clear."), waitingTexts());
    assertEquals(
        Outcome.QUARANTINED,
        send(ordered("", "Lungs clear.").toBuilder().addendum(true).build()).outcome(),
        "the placer number alone does not say which");
  }

  private Report ordered(String filler, String text) {
    return numbered("HOSP", filler.isEmpty() ? "P1" : filler, "", filler, "MRN1", text).toBuilder()
        .otherIds(List.of("placer:P1"))
        .build();
  }

  @Test
  void aFhirIdFindsTheReportOfTheSamePatientOnly() {
    Report known =
        change(
            numbered(SITE, "A1", "A1", "", "MRN1", "Lungs clear."),
            SampleRecords.patient("MRN1"),
            numbered(SITE, "A1", "A1", "", "MRN1", "").order(),
            ReportStatus.FINAL,
            "DiagnosticReport/9");
    send(known);
    Report other =
        change(
            numbered(SITE, "DiagnosticReport/9", "", "", "MRN2", "Mass."),
            SampleRecords.patient("MRN2"),
            numbered(SITE, "x", "", "", "MRN2", "").order(),
            ReportStatus.FINAL,
            "DiagnosticReport/9");
    assertEquals(Outcome.PARSED, send(other).outcome(), "another server's report 9");
    assertEquals(2, waiting().size());
    Report withdrawal =
        change(
            numbered(SITE, "DiagnosticReport/9", "", "", "MRN1", ""),
            SampleRecords.patient("MRN1"),
            numbered(SITE, "x", "", "", "MRN1", "").order(),
            ReportStatus.ENTERED_IN_ERROR,
            "DiagnosticReport/9");
    assertEquals(
        Outcome.QUARANTINED, send(withdrawal).outcome(), "its id is another patient's report now");
  }

  @Test
  void twoReportsWithTheNumberAreNeverGuessed() {
    send(numbered("HOSP", "A1", "A1", "F1", "MRN1", "Lungs clear."));
    send(
        numbered("HOSP", "A2", "A2", "F2", "MRN1", "Liver normal.").toBuilder()
            .otherIds(List.of("filler:F1"))
            .build());
    Receipt receipt = send(numbered("HOSP", "F1", "", "F1", "MRN1", "Mass."));
    assertEquals(Outcome.QUARANTINED, receipt.outcome());
    assertTrue(receipt.reason().contains("several reports"), receipt.reason());
    assertEquals(2, messages(Outcome.PARSED));
  }

  @Test
  void aStudyTellsTheReportOnlyIfNeitherHasANumber() {
    send(studied("DiagnosticReport/1", "A1", "Lungs clear."));
    assertEquals(
        Outcome.PARSED, send(studied("DiagnosticReport/2", "", "Second reading.")).outcome());
    assertEquals(2, waiting().size());
    assertEquals(Outcome.DUPLICATE, send(studied("D3", "", "Second reading.")).outcome());
  }

  private static Report studied(String id, String accession, String text) {
    Report plain = numbered("HOSP", id, accession, "", "MRN1", text);
    return change(
        plain,
        plain.patient(),
        new Order(
            "",
            "",
            plain.order().accessionNumbers(),
            List.of("1.2.3.4"),
            plain.order().procedure(),
            "DX",
            "",
            ""),
        ReportStatus.FINAL,
        "");
  }

  @Test
  void afterItsWithdrawalTheNumberMayBeTheRightPatients() {
    Report wrong = numbered("HOSP", "A1", "A1", "F1", "MRN1", "Mass in the left lung.");
    Report right = numbered("HOSP", "A1", "A1", "F1", "MRN2", "Mass in the left lung.");
    send(wrong);
    auditAll();
    assertEquals(Outcome.QUARANTINED, send(right).outcome(), "not withdrawn yet");
    assertEquals(Outcome.PARSED, send(inError(wrong)).outcome());
    auditAll();
    assertEquals(Outcome.PARSED, send(right).outcome());
    assertEquals(1, waiting().size());
    assertEquals(0, audited(waiting().get(0)), "the other patient's audits are not its own");
    assertEquals(Outcome.DUPLICATE, send(right).outcome());
    assertEquals(Outcome.DUPLICATE, send(inError(wrong)).outcome());
    assertEquals(Outcome.PARSED, send(inError(right)).outcome());
    Worklist.Filter all = Worklist.Filter.ALL;
    assertEquals(2, journal.worklist().page(all, 0, 10).rows().size());
  }

  // authors

  private static final Author SIGNED =
      new Author(Author.Role.SIGNED, Author.Kind.PERSON, "Jane Roe", null, "OBR-32");
  private static final Author DRAFTED =
      new Author(Author.Role.DRAFTED, Author.Kind.SOFTWARE, "Acme", null, "Provenance.agent");

  private static Report written(Author... authors) {
    return report("A1", "Lungs clear.").toBuilder().authors(List.of(authors)).build();
  }

  private Worklist.Row row() {
    return journal.worklist().page(Worklist.Filter.ALL, 0, 10).rows().get(0);
  }

  private List<Author> authors() {
    return journal.reviews().find(row().report()).orElseThrow().current().report().authors();
  }

  @Test
  void aSignatureUnderTheSameWordsIsAddedToTheStoredVersion() {
    send(written());
    auditAll();
    Report signed = written(SIGNED).toBuilder().radiologist("Jane Roe").build();
    assertEquals(Outcome.DUPLICATE, send(signed).outcome());
    assertEquals(List.of(), waiting(), "no second audit");
    assertEquals(List.of(SIGNED), authors());
    assertEquals("Jane Roe", row().exam().radiologist());
    assertEquals(
        Outcome.DUPLICATE,
        send(written(
                new Author(Author.Role.SIGNED, Author.Kind.PERSON, "JANE ROE", null, "performer")))
            .outcome());
    assertEquals(List.of(SIGNED), authors(), "the same person, named by another feed");
    Author later =
        new Author(
            Author.Role.SIGNED,
            Author.Kind.PERSON,
            "Jane Roe",
            SampleRecords.ISSUED,
            "Provenance.signature");
    Author second = new Author(Author.Role.SIGNED, Author.Kind.PERSON, "John Doe", null, "OBR-33");
    assertEquals(
        Outcome.PARSED, send(report("A2", "Liver normal."), written(later, second)).outcome());
    assertEquals(Outcome.DUPLICATE, send(written()).outcome());
    assertEquals(List.of("Liver normal."), waitingTexts());
    reopen();
    assertEquals(
        List.of(later, second),
        journal
            .reviews()
            .find(
                journal.worklist().page(Worklist.Filter.ALL, 0, 10).rows().stream()
                    .filter(row -> row.exam().radiologist().equals("Jane Roe"))
                    .findFirst()
                    .orElseThrow()
                    .report())
            .orElseThrow()
            .current()
            .report()
            .authors());
    assertEquals(3, messages(Outcome.DUPLICATE));
  }

  @Test
  @Tag("safety")
  void aSignatureUnderADraftIsAVersionWhoseAuditKnowsTheDraft() {
    assertEquals(Outcome.PARSED, send(written(DRAFTED)).outcome());
    auditAll();
    assertEquals(Outcome.DUPLICATE, send(written(DRAFTED)).outcome());
    assertEquals(Outcome.DUPLICATE, send(written()).outcome(), "by a feed without authors");
    assertEquals(Outcome.PARSED, send(written(SIGNED)).outcome());
    assertEquals(List.of(SIGNED), only().authors(), "in a version of its own");
    Waiting one = waiting().get(0);
    UUID run = UUID.randomUUID();
    assertTrue(journal.jobs().queue(one.version(), run, List.of(), "", false));
    assertEquals(1, journal.jobs().superseded(run).all().size(), "the audit of the draft");
    Job job = journal.jobs().claim(LEASE).orElseThrow();
    List<Report> versions = new ArrayList<>(journal.jobs().earlierVersions(job, 20));
    versions.add(job.report());
    assertEquals(
        List.of(List.of(DRAFTED), List.of(SIGNED)),
        versions.stream().map(Report::authors).toList());
    assertEquals(Outcome.DUPLICATE, send(written(DRAFTED)).outcome(), "the draft once more");
    assertEquals(Outcome.DUPLICATE, send(written(DRAFTED, SIGNED)).outcome());
    assertEquals(2, messages(Outcome.PARSED));
  }

  // addenda

  private static final String WHOLE = "IMPRESSION:\nNo fracture.";
  private static final String MORE = "There is a fracture of the left radius.";

  private static Report addendum(String text, int seconds) {
    return report("A1", text, seconds).toBuilder().origins(places(text)).addendum(true).build();
  }

  private static List<Origin> places(String text) {
    return List.of(new Origin(new Span(0, text.length()), "OBX[1]-5", 10, 20, "UTF-8", null));
  }

  private Report only() {
    List<Waiting> all = waiting();
    assertEquals(1, all.size());
    return all.get(0).report();
  }

  @Test
  void anAddendumIsAddedToTheCurrentVersion() {
    send(report("A1", WHOLE, 0).toBuilder().origins(places(WHOLE)).build());
    String first = journal.messages().message(idOfOnlyMessage()).orElseThrow().id();
    Receipt receipt = send(addendum(MORE, 60));
    assertEquals(Outcome.PARSED, receipt.outcome());
    Report merged = only();
    assertEquals(merged.correlationId(), receipt.correlationId().orElseThrow());
    assertEquals(WHOLE + "\n\nADDENDUM:\n" + MORE, merged.text());
    assertEquals(ReportStatus.APPENDED, merged.status());
    assertEquals(false, merged.addendum());
    assertEquals(MORE, merged.addenda().get(0).text().in(merged.text()));
    assertEquals(SampleRecords.ISSUED.plusSeconds(60), merged.addenda().get(0).time());
    assertEquals(List.of(first, ""), merged.origins().stream().map(Origin::message).toList());
    assertEquals(
        List.of(WHOLE, MORE),
        merged.origins().stream().map(origin -> origin.text().in(merged.text())).toList());
    assertEquals(2, messages(Outcome.PARSED));
  }

  private String idOfOnlyMessage() {
    return db(journal)
        .read(
            tx ->
                MessageKey.idOfVersion(
                    tx,
                    tx.first("select version from message", rs -> rs.getString(1)).orElseThrow()));
  }

  @Test
  void anAddendumThatIsRepeatedOrContainedIsNoNews() {
    send(report("A1", WHOLE, 0));
    send(addendum(MORE, 60));
    assertEquals(Outcome.DUPLICATE, send(addendum(MORE, 60)).outcome());
    assertEquals(Outcome.DUPLICATE, send(report("A1", WHOLE, 0)).outcome());
    assertEquals(Outcome.DUPLICATE, send(report("A1", WHOLE, 90)).outcome(), "sent once more");
    Report whole = report("A1", WHOLE + "\n\nADDENDUM:\n" + MORE + "\nSigned.", 90);
    assertEquals(Outcome.PARSED, send(whole).outcome(), "as the sender has it now");
    assertEquals(whole.text(), only().text());
    assertEquals(Outcome.DUPLICATE, send(addendum(MORE, 120)).outcome());
  }

  @Test
  void addendaStandInTheOrderOfTheirTimesWhateverComesFirst() {
    send(addendum("Second addition.", 120));
    assertTrue(only().addendum(), "audited alone until the report comes");
    assertEquals("ADDENDUM:\nSecond addition.", only().text());
    send(addendum("First addition.", 60));
    assertEquals(
        Outcome.PARSED,
        send(report("A1", WHOLE, 0).toBuilder().origins(places(WHOLE)).build()).outcome());
    Report merged = only();
    assertEquals(
        WHOLE + "\n\nADDENDUM:\nFirst addition.\n\nADDENDUM:\nSecond addition.", merged.text());
    assertEquals(false, merged.addendum());
    assertEquals(
        List.of(WHOLE, "First addition.", "Second addition."),
        merged.origins().stream().map(origin -> origin.text().in(merged.text())).toList());
    assertEquals(3, messages(Outcome.PARSED));
  }

  @Test
  void aCorrectionAfterAnAddendumReplacesBoth() {
    send(report("A1", WHOLE, 0));
    send(addendum(MORE, 60));
    String corrected = "IMPRESSION:\nFracture of the left radius.";
    assertEquals(Outcome.PARSED, send(corrected(corrected, 120)).outcome());
    assertEquals(corrected, only().text());
    assertEquals(Outcome.IGNORED, send(report("A1", "Older words.", 30)).outcome());
  }

  @Test
  void aCorrectionFromBeforeAnAddendumKeepsIt() {
    send(report("A1", WHOLE, 0));
    send(addendum(MORE, 60));
    Report late = corrected("IMPRESSION:\nNo displaced fracture.", 30);
    assertEquals(Outcome.PARSED, send(late).outcome());
    assertEquals(late.text() + "\n\nADDENDUM:\n" + MORE, only().text());
  }

  private static Report corrected(String text, int seconds) {
    return SampleRecords.report(
        "HOSP",
        "A1",
        "MRN1",
        text,
        ReportStatus.CORRECTED,
        SampleRecords.ISSUED.plusSeconds(seconds));
  }

  @Test
  void anAddendumToAWithdrawnReportIsHeld() {
    send(report("A1", WHOLE, 0));
    send(inError(report("A1", WHOLE, 0)));
    assertEquals(Outcome.QUARANTINED, send(addendum(MORE, 60)).outcome());
    assertEquals(
        Outcome.QUARANTINED,
        send(inError(report("A1", MORE, 60)).toBuilder().addendum(true).build()).outcome());
  }

  // patients

  private static final String AUTHORITY = "urn:oid:1.2.3";

  private static Patient patient(String mrn, LocalDate born, Sex sex) {
    return new Patient(
        List.of(new Identifier(AUTHORITY, mrn, "MR")), "Roe", "Janet", born, sex, "");
  }

  private static final LocalDate BORN = LocalDate.of(1961, 2, 3);

  private Receipt merge(String old, String survivor) {
    return change(patient(survivor, BORN, Sex.FEMALE), 0, new Identifier(AUTHORITY, old, "MR"));
  }

  private Receipt change(Patient patient, int seconds, Identifier... replaced) {
    return journal
        .inbox()
        .receive(
            SampleMessages.message(
                "HIS",
                "adt" + ++sent,
                new Inbox.PatientChange(
                    patient, List.of(replaced), SampleRecords.ISSUED.plusSeconds(seconds))));
  }

  private static List<String> ids(Report report) {
    return report.patient().identifiers().stream().map(Identifier::value).toList();
  }

  @Test
  void aMergeGivesStoredReportsTheSurvivingId() {
    send(report("A1", "MRN1", "Lungs clear.", 0));
    send(report("A2", "MRN3", "Liver normal.", 0));
    auditAll();
    send(report("A3", "MRN1", "No fracture.", 0));
    assertEquals(Outcome.APPLIED, merge("MRN1", "MRN2").outcome());
    reopen();
    assertEquals(List.of("MRN2", "MRN1"), ids(only()));
    assertEquals(Outcome.APPLIED, merge("MRN1", "MRN2").outcome(), "the same once more");
    assertEquals(List.of("MRN2", "MRN1"), ids(only()));
    assertEquals(
        Outcome.DUPLICATE,
        send(report("A1", "MRN2", "Lungs clear.", 0)).outcome(),
        "the report of the surviving id");
    assertEquals(2, messages(Outcome.APPLIED));
    assertEquals(6, journal.counters().counts().received());
  }

  @Test
  void aCorrectionUnderTheSurvivingIdKeepsTheIdThatItReplaced() {
    send(report("A1", "MRN1", "Lungs clear.", 0));
    merge("MRN1", "MRN2");
    send(report("A1", "MRN2", "Lungs not clear.", 60));
    assertEquals("Lungs not clear.", only().text());
    assertEquals(List.of("MRN1", "MRN2"), ids(only()).stream().sorted().toList());
  }

  @Test
  void laterMessagesWithTheOldIdGetTheSurvivingOneThroughAnyChain() {
    assertEquals(Outcome.APPLIED, merge("MRN2", "MRN3").outcome(), "out of order");
    assertEquals(Outcome.APPLIED, merge("MRN1", "MRN2").outcome());
    assertEquals(Outcome.APPLIED, merge("MRN1", "MRN3").outcome(), "known by the chain");
    send(report("A1", "MRN1", "Lungs clear.", 0));
    assertEquals(List.of("MRN1", "MRN2", "MRN3"), ids(only()).stream().sorted().toList());
    assertEquals(
        List.of("MRN1", "MRN2", "MRN3"),
        journal.studies().studiesOf(studyOf("MRN1")).get(0).patient().identifiers().stream()
            .map(Identifier::value)
            .sorted()
            .toList(),
        "a study with the old id");
  }

  private Report studyOf(String mrn) {
    journal.studies().storeStudy(SampleRecords.study("1.2.3", "A1", mrn), "feed", "1");
    return report("A1", "MRN3", "Lungs clear.", 0);
  }

  @Test
  @Tag("safety")
  void aMergeInACircleOrIntoTwoPatientsIsRefused() {
    merge("MRN1", "MRN2");
    merge("MRN2", "MRN3");
    assertEquals(Outcome.QUARANTINED, merge("MRN3", "MRN1").outcome());
    Receipt elsewhere = merge("MRN1", "MRN9");
    assertEquals(Outcome.QUARANTINED, elsewhere.outcome());
    assertTrue(!elsewhere.reason().contains("MRN1"), "no identifier in a reason");
    assertEquals(Outcome.IGNORED, merge("MRN4", "MRN4").outcome());
    assertEquals(
        Outcome.QUARANTINED,
        change(patient("MRN5", BORN, Sex.FEMALE), 0, new Identifier("urn:oid:9", "MRN6", "MR"))
            .outcome(),
        "another authority");
  }

  @Test
  @Tag("safety")
  void patientsWhoseBirthDateAndSexBothDifferAreJoinedByAPersonOnly() {
    send(report("A1", "MRN1", "Lungs clear.", 0));
    Patient other = patient("MRN2", LocalDate.of(1999, 9, 9), Sex.MALE);
    Identifier old = new Identifier(AUTHORITY, "MRN1", "MR");
    assertEquals(Outcome.QUARANTINED, change(other, 0, old).outcome());
    assertEquals(List.of("MRN1"), ids(only()));
    String held = journal.messages().quarantined(0, 10).get(0).id();
    assertEquals(
        Outcome.APPLIED,
        journal
            .messages()
            .decideAgain(
                held,
                new Inbox.PatientChange(other, List.of(old), null),
                (outcome, reason) -> new byte[0])
            .orElseThrow()
            .outcome());
    assertEquals(List.of("MRN2", "MRN1"), ids(only()));
    assertEquals(1, messages(Outcome.APPLIED));
    assertEquals(0, messages(Outcome.QUARANTINED));
  }

  @Test
  void anIdWithoutAuthorityIsMergedAtItsSiteOnly() {
    Report plain = report("A1", "MRN1", "Lungs clear.", 0);
    Patient noAuthority =
        new Patient(List.of(new Identifier("", "MRN1", "")), "Doe", "Jane", BORN, Sex.FEMALE, "");
    send(plain.toBuilder().patient(noAuthority).build());
    Patient survivor =
        new Patient(List.of(new Identifier("", "MRN2", "")), "Doe", "Jane", BORN, Sex.FEMALE, "");
    change(survivor, 0, new Identifier("", "MRN1", ""));
    assertEquals(List.of("MRN1"), ids(only()), "MRN1 of HIS is another one");
  }

  @Test
  void aRefusedReportIsDecidedAgain() {
    send(report("A1", "MRN1", "Lungs clear.", 0));
    Waiting one = waiting().get(0);
    journal.jobs().queue(one.version(), new UUID(0, 1), List.of(), "wrong patient", true);
    Job job = journal.jobs().claim(LEASE).orElseThrow();
    journal
        .jobs()
        .finish(
            job,
            SampleRecords.failed(job.runId(), job.report(), "wrong patient"),
            JobQueue.Publishing.of("{}", List.of()),
            List.of());
    assertEquals(List.of(), journal.jobs().withLateImages(10));
    merge("MRN1", "MRN2");
    List<Waiting> again = journal.jobs().withLateImages(10);
    assertEquals(1, again.size());
    assertEquals(List.of("MRN2", "MRN1"), ids(again.get(0).report()));
    journal.jobs().markChecked(again.get(0));
    change(patient("MRN2", LocalDate.of(1961, 3, 2), Sex.FEMALE), 0);
    assertEquals(1, journal.jobs().withLateImages(10).size(), "and after a correction");
  }

  @Test
  void aCorrectionChangesTheStoredReportsUnlessItIsOlder() {
    send(report("A1", "MRN1", "Lungs clear.", 0));
    LocalDate born = LocalDate.of(1961, 3, 2);
    assertEquals(Outcome.APPLIED, change(patient("MRN1", born, Sex.UNKNOWN), 60).outcome());
    assertEquals(born, only().patient().birthDate());
    assertEquals("Roe", only().patient().familyName());
    assertEquals(Sex.FEMALE, only().patient().sex(), "nothing known against it");
    assertEquals(Outcome.QUARANTINED, change(patient("MRN1", BORN, Sex.FEMALE), 30).outcome());
    assertEquals(Outcome.IGNORED, change(patient("MRN1", born, Sex.FEMALE), 30).outcome());
    assertEquals(born, only().patient().birthDate());
    assertEquals(
        Outcome.QUARANTINED,
        change(patient("MRN1", LocalDate.of(1999, 9, 9), Sex.MALE), 90).outcome());
    assertEquals(Outcome.IGNORED, change(patient("MRN8", born, Sex.MALE), 90).outcome());
  }

  @Test
  void theWorklistAndTheAuditHaveTheNewPatient() {
    send(report("A1", "MRN1", "Lungs clear.", 0));
    auditAll();
    merge("MRN1", "MRN2");
    change(patient("MRN2", BORN, Sex.FEMALE), 60);
    Worklist.Row row = journal.worklist().page(Worklist.Filter.ALL, 0, 10).rows().get(0);
    assertEquals("Roe", row.exam().familyName());
    String version =
        db(journal)
            .read(tx -> tx.first("select version from audit", rs -> rs.getString(1)))
            .orElseThrow();
    Patient audited = StoredAudits.newest(journal, version).report().patient();
    assertEquals("Roe", audited.familyName());
    assertEquals(2, audited.identifiers().size());
  }

  private List<Outbox.Delivery> deliveries() {
    List<Outbox.Delivery> claimed = new ArrayList<>();
    for (Optional<Outbox.Delivery> next = journal.outbox().claim("fhir", LEASE);
        next.isPresent();
        next = journal.outbox().claim("fhir", LEASE)) {
      claimed.add(next.get());
    }
    return claimed;
  }

  /** The patient ids by which each due lookup asks the server; ends all of them. */
  private List<List<String>> lookups() {
    List<List<String>> asked = new ArrayList<>();
    for (Optional<Outbox.Unlinked> next = journal.outbox().unlinked("fhir", LEASE);
        next.isPresent();
        next = journal.outbox().unlinked("fhir", LEASE)) {
      asked.add(ids(next.get().delivery().report()).stream().sorted().toList());
      journal.outbox().linkEnded(next.get());
    }
    return asked;
  }

  @ParameterizedTest
  @ValueSource(strings = {"MRN1>MRN2 MRN2>MRN3", "MRN2>MRN3 MRN1>MRN2"})
  @Tag("safety")
  void afterTwoMergesInAnyOrderEveryDeliveryEndsAtTheLastPatient(String merges) {
    for (String id : List.of("A1", "A2", "A3")) {
      send(report(id, "MRN1", "Lungs clear.", 0));
    }
    auditAll("fhir");
    List<Outbox.Delivery> claimed = deliveries();
    assertEquals(3, claimed.size());
    journal.outbox().sent(claimed.get(0));
    journal.outbox().release(claimed.get(2));
    for (String merge : merges.split(" ")) {
      assertEquals(Outcome.APPLIED, merge(merge.split(">")[0], merge.split(">")[1]).outcome());
    }
    List<String> all = List.of("MRN1", "MRN2", "MRN3");
    assertEquals(List.of(all), lookups(), "the one that the server has");
    journal.outbox().sent(claimed.get(1));
    assertEquals(List.of(all), lookups(), "the one that was on its way");
    Outbox.Delivery waiting = deliveries().get(0);
    assertEquals(all, ids(waiting.report()).stream().sorted().toList(), "the one that waited");
    journal.outbox().sent(waiting);
    assertEquals(List.of(all), lookups(), "once more, because it may have been prepared before");
    clock.advance(LEASE);
    assertEquals(List.of(), lookups());
  }

  @Test
  @Tag("safety")
  void aMergeDuringTheLookupAfterAnotherMergeIsNotMissed() {
    send(report("A1", "MRN1", "Lungs clear.", 0));
    auditAll("fhir");
    journal.outbox().sent(deliveries().get(0));
    merge("MRN1", "MRN2");
    Outbox.Unlinked first = journal.outbox().unlinked("fhir", LEASE).orElseThrow();
    merge("MRN2", "MRN3");
    journal.outbox().linkEnded(first);
    Outbox.Unlinked second = journal.outbox().unlinked("fhir", LEASE).orElseThrow();
    assertEquals(List.of("MRN3", "MRN2", "MRN1"), ids(second.delivery().report()));
    merge("MRN3", "MRN4");
    journal.outbox().linkLater(second, Duration.ofDays(1));
    assertEquals(List.of(List.of("MRN1", "MRN2", "MRN3", "MRN4")), lookups());
  }

  @Test
  @Tag("safety")
  void mergesAndReportsOfOnePatientAtTheSameTimeMissNothing() throws Exception {
    ExecutorService senders = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Receipt>> calls = new ArrayList<>();
      for (int n = 0; n < 24; n++) {
        String id = "A" + n;
        calls.add(() -> send("k" + id, report(id, "MRN1", "Lungs clear.", 0)));
      }
      calls.add(12, () -> merge("MRN1", "MRN2"));
      for (Future<Receipt> done : senders.invokeAll(calls)) {
        assertTrue(done.get().outcome() != Outcome.QUARANTINED);
      }
    } finally {
      senders.shutdownNow();
    }
    assertEquals(24, waiting().size());
    waiting().forEach(w -> assertEquals(List.of("MRN2", "MRN1"), ids(w.report())));
  }
}
