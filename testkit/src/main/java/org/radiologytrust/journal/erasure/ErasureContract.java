package org.radiologytrust.journal.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.Deliveries;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.archive.ArchiveWishes;
import org.radiologytrust.journal.archive.FetchedStudies;
import org.radiologytrust.journal.drafts.DraftFlags.DraftFlag;
import org.radiologytrust.journal.erasure.Erasures.DraftNumbers;
import org.radiologytrust.journal.erasure.Erasures.Erasure;
import org.radiologytrust.journal.erasure.Erasures.Plan;
import org.radiologytrust.journal.erasure.Erasures.State;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.journal.inbox.SearchKeys;
import org.radiologytrust.journal.results.Outbox.Delivery;
import org.radiologytrust.journal.results.ResourceStore;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.Reviews.Publication;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.search.Counters.Counts;
import org.radiologytrust.journal.store.StoredText;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.JobQueue.Publishing;
import org.radiologytrust.journal.work.JobQueue.Waiting;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.OtherPatient;
import org.radiologytrust.model.OtherStudy;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.PriorStudy;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.Study;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Problems;

/** Erasure of a report and of a patient; one subclass for each store. */
@Tag("safety")
abstract class ErasureContract extends OpenedJournal {
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final List<String> SINKS = List.of("fhir", "kafka");
  private static final String SYSTEM = "urn:oid:1.2.3";
  private static final String MRN = "QX778812";
  private static final Patient PATIENT = patient(MRN, "Zwickelbaum", "Philippa");

  /** What must not be found after an erasure. */
  static final List<String> NEEDLES =
      List.of(
          "zwickelbaum", "philippa", "qx778812", "xylophonic", "acc-47", "1.2.777", "1931-02-03");

  private static final Path DOCUMENT = Path.of("docs/operate.md");

  private int runs;

  /** Before anything is stored. */
  @BeforeEach
  void openOther() {
    otherNode();
  }

  /** The tables of the store, without those of the migrations. */
  abstract List<String> tables() throws SQLException;

  private static Patient patient(String mrn, String family, String given) {
    return new Patient(
        List.of(new Identifier(SYSTEM, mrn, "MR")),
        family,
        given,
        family.equals("Roe") ? LocalDate.of(1966, 7, 8) : LocalDate.of(1931, 2, 3),
        Sex.FEMALE,
        "");
  }

  private static Report report(Patient patient, String accession, String text) {
    return SampleRecords.report(
            "HOSP", accession, MRN, text, ReportStatus.FINAL, SampleRecords.ISSUED)
        .toBuilder()
        .patient(patient)
        .build();
  }

  private static Report report(String accession) {
    return report(PATIENT, accession, "Xylophonic opacity of " + accession + ".");
  }

  private Receipt receive(String key, Report... reports) {
    clock.advance(Duration.ofSeconds(1));
    String raw = key + " " + reports[0].patient().familyName() + " " + reports[0].text();
    return journal.inbox().receive(message("HOSP", key, raw, new Inbox.Parsed(List.of(reports))));
  }

  private static Inbox.Incoming message(
      String site, String key, String raw, Inbox.Disposition disposition) {
    return new Inbox.Incoming(
        "hl7",
        site,
        key,
        raw.getBytes(StandardCharsets.UTF_8),
        disposition,
        (outcome, reason) -> outcome.code().getBytes(StandardCharsets.UTF_8));
  }

  private Job claim(String accession) {
    Waiting one =
        journal.jobs().awaitingImages(clock.instant(), 100).stream()
            .filter(w -> w.report().order().accessionNumber().equals(accession))
            .findFirst()
            .orElseThrow();
    runs++;
    assertTrue(journal.jobs().queue(one.version(), new UUID(7, runs), List.of(), "", false));
    return journal.jobs().claim(LEASE).orElseThrow();
  }

  /** Its version of before has the same words. */
  private void replacePublished(Job job) {
    journal
        .resources()
        .change(
            List.of(new ResourceStore.Key("Observation", job.runId().toString())),
            r ->
                new StoredResource(
                    r.type(),
                    r.id(),
                    r.json().replace("note", "text"),
                    published(job).get(0).tokens()));
  }

  private static List<StoredResource> published(Job job) {
    Report report = job.report();
    return List.of(
        new StoredResource(
            "Observation",
            job.runId().toString(),
            "{\"resourceType\":\"Observation\",\"id\":\"%s\",\"note\":\"%s %s\"}"
                .formatted(job.runId(), report.patient().familyName(), report.text()),
            List.of(
                new StoredResource.Token(
                    "accession", "", report.order().accessionNumber().toLowerCase(Locale.ROOT)),
                new StoredResource.Token("status", "", "final"))));
  }

  private static Publication publication(List<StoredResource> resources) {
    return new Publication(
        "{\"entry\":[%s]}"
            .formatted(
                resources.stream()
                    .map(r -> "{\"resource\":" + r.json() + "}")
                    .collect(Collectors.joining(","))),
        resources);
  }

  private static Publishing publishing(Job job) {
    Publication all = publication(published(job));
    return Publishing.of(all.bundle(), all.resources());
  }

  private static Audit audit(Job job) {
    String text = job.report().text();
    return SampleRecords.checkedOnly(job.runId(), job.report()).toBuilder()
        .checks(
            List.of(
                new CheckResult(
                    "side-order",
                    Label.NEEDS_REVIEW,
                    Evidence.of(new Span(0, 5), text),
                    Evidence.field("OBR-4", "Left knee"),
                    "Correct the side.")))
        .build();
  }

  private void finish(Job job) {
    assertTrue(journal.jobs().storeStep(job, "claims", job.report().text()));
    assertTrue(journal.jobs().finish(job, audit(job), publishing(job), SINKS));
  }

  private Job audited(String accession) {
    receive("k" + (runs + 1), report(accession));
    Job job = claim(accession);
    finish(job);
    return job;
  }

  private void sent(Job job, String sink) {
    Deliveries.sent(journal, job.runId(), sink);
  }

  /** A decision in words that quote the report, with what hangs on it. */
  private void decide(Job job) {
    clock.advance(Duration.ofSeconds(1));
    String problem = Problems.of(audit(job)).get(0).key();
    Decision decision =
        Decision.of(UUID.randomUUID(), job.runId(), problem, Decision.Kind.REWORD, "ann")
            .text("Xylophonic is right for Philippa.")
            .build();
    assertEquals(
        Reviews.Outcome.STORED,
        journal
            .reviews()
            .decide(
                id(job),
                decision,
                null,
                (audit, decisions, stored) -> publication(published(job)),
                SINKS));
    insert("reminder (decision, reminded_at) values (?, 1)", decision.id());
    insert(
        "notification (id, kind, site, report_id, run_id, problem, identity, weight, created_at, step)"
            + " values ('n', 'flag', 'HOSP', 'ACC-4711', ?, '', '', '', 1, 0)",
        job.runId());
  }

  private void insert(String row, UUID value) {
    db(journal).write(tx -> tx.update("insert into " + row, value.toString()));
  }

  /** A report with all that may follow from it. */
  Job everything() {
    study("ACC-4711");
    Job job = audited("ACC-4711");
    sent(job, "fhir");
    decide(job);
    return job;
  }

  void erase(Job job) {
    erase(subject(job.report().order().accessionNumber()));
  }

  private UUID id(Job job) {
    return journal.worklist().page(Worklist.Filter.ALL, 0, 100).rows().stream()
        .filter(row -> row.exam().accession().equals(job.report().order().accessionNumber()))
        .findFirst()
        .orElseThrow()
        .report();
  }

  private void study(String accession) {
    journal
        .studies()
        .storeStudy(
            SampleRecords.study("1.2.777", accession, MRN, SampleRecords.instance("9.9"))
                .of(PATIENT),
            "test",
            "" + clock.instant());
  }

  private Subject subject(String accession) {
    return journal.erasures().report(accession);
  }

  private Erasure erase(Subject subject) {
    return erase(subject, DraftNumbers.NONE);
  }

  private Erasure erase(Subject subject, DraftNumbers drafts) {
    UUID id = journal.erasures().request(subject, "art. 17", "ann", drafts);
    return otherNode().erasures().confirm(id, "ben", drafts);
  }

  private static Subject patient() {
    return Subject.patient("", SYSTEM, MRN);
  }

  /** Each row of each table as text, with what is compressed. */
  private Map<String, List<String>> contents() throws SQLException {
    Map<String, List<String>> all = new TreeMap<>();
    for (String table : tables()) {
      all.put(
          table,
          db(journal).read(tx -> tx.list("select * from " + table, ErasureContract::row)).stream()
              .sorted()
              .toList());
    }
    return all;
  }

  private static String row(ResultSet rs) throws SQLException {
    StringBuilder row = new StringBuilder();
    for (int i = 1; i <= rs.getMetaData().getColumnCount(); i++) {
      Object value = rs.getObject(i);
      String text = String.valueOf(value);
      if (value instanceof byte[] bytes) {
        text =
            rs.getMetaData().getColumnName(i).endsWith("_packed")
                ? StoredText.of(bytes)
                : new String(bytes, StandardCharsets.ISO_8859_1);
      }
      row.append(text).append('\n');
    }
    return row.toString();
  }

  private void nothingIsLeft() throws SQLException {
    nothingIsLeft(NEEDLES);
  }

  private void nothingIsLeft(List<String> needles) throws SQLException {
    contents()
        .forEach(
            (table, rows) ->
                needles.forEach(
                    needle ->
                        assertTrue(
                            rows.stream()
                                .noneMatch(row -> row.toLowerCase(Locale.ROOT).contains(needle)),
                            table + " has " + needle)));
  }

  /** The counts of the equation. */
  private List<Object> counted() {
    Counts counts = journal.counters().counts();
    assertTrue(counts.conserved());
    return List.of(counts.messages(), counts.reports(), counts.open());
  }

  @Test
  void aReportIsGoneFromEveryTableAndStaysCounted() throws SQLException {
    study("ACC-4711");
    Job job = audited("ACC-4711");
    receive("k1", report("ACC-4711"));
    journal
        .draftFlags()
        .keep(
            List.of(
                new DraftFlag("n1", "side", "m1", 0, 3, Strength.TELL),
                new DraftFlag("n2", "side", "m1", 0, 3, Strength.TELL)));
    sent(job, "fhir");
    decide(job);
    List<Object> before = counted();
    replacePublished(job);
    assertEquals(1, contents().get("resource_version").size());
    DraftNumbers drafts = report -> List.of("n1");
    Plan plan = journal.erasures().plan(subject("ACC-4711"), drafts);
    Erasure done = erase(subject("ACC-4711"), drafts);
    assertEquals(plan.rows(), done.rows());
    assertEquals(plan.copies(), done.copies());
    assertTrue(
        done.rows()
            .keySet()
            .containsAll(
                Set.of(
                    "audit",
                    "decision",
                    "delivery",
                    "draft_flag",
                    "job",
                    "job_step",
                    "message",
                    "message_term",
                    "notification",
                    "patient_key",
                    "reminder",
                    "report_key",
                    "report_version",
                    "resource",
                    "study",
                    "worklist")),
        done.rows().toString());
    nothingIsLeft();
    assertEquals(before, counted());
    assertEquals(List.of(), journal.worklist().page(Worklist.Filter.ALL, 0, 10).rows());
    assertEquals(1, contents().get("draft_flag").size(), "the flags of another report stay");
    Set<String> values = new HashSet<>(contents().get("search_value"));
    assertEquals(Set.of(), values);
    assertEquals(List.of(), contents().get("resource_version"));
  }

  @Test
  void aStudyThatAnArchiveGaveIsDeletedInTheImageStoreToo() throws SQLException {
    Job job = audited("ACC-4711");
    journal.archiveWishes().want(job.version(), ArchiveWishes.OWN);
    journal.fetchedStudies().coming("1.2.777", LEASE);
    journal
        .fetchedStudies()
        .here(
            new FetchedStudies.Fetched("1.2.777", 10, 1),
            SampleRecords.study("1.2.777", "ACC-4711", MRN, SampleRecords.instance("9.9"))
                .of(PATIENT));
    erase(job);
    assertEquals(Set.of(), Set.copyOf(contents().get("archive_wish")));
    assertEquals(List.of("1.2.777"), journal.fetchedStudies().interrupted(10));
    journal.fetchedStudies().forget("1.2.777", true);
    assertEquals(Set.of(), Set.copyOf(contents().get("archive_study")));
  }

  @Test
  void aPlanChangesNothing() throws SQLException {
    study("ACC-4711");
    Job job = audited("ACC-4711");
    decide(job);
    Map<String, List<String>> before = contents();
    assertEquals(1, journal.erasures().plan(subject("ACC-4711"), DraftNumbers.NONE).reports());
    assertEquals(1, journal.erasures().plan(patient(), DraftNumbers.NONE).reports());
    assertEquals(before, contents());
  }

  private String refused(org.junit.jupiter.api.function.Executable asked) {
    return assertThrows(ErasureRefusedException.class, asked).getMessage();
  }

  @Test
  void onePersonAloneErasesNothing() throws SQLException {
    audited("ACC-4711");
    Erasures erasures = journal.erasures();
    UUID id = erasures.request(subject("ACC-4711"), "art. 17", "Ann", DraftNumbers.NONE);
    refused(() -> erasures.confirm(id, "ann", DraftNumbers.NONE));
    assertEquals(State.REQUESTED, erasures.find(id).orElseThrow().state());
    assertEquals(1, contents().get("audit").size());
    erasures.withdraw(id);
    refused(() -> erasures.confirm(id, "ben", DraftNumbers.NONE));
    assertEquals(1, contents().get("audit").size());
    assertEquals(State.WITHDRAWN, erasures.list(5).get(0).state());
  }

  @Test
  void theRecordNamesNobody() throws SQLException {
    audited("ACC-4711");
    Erasures erasures = journal.erasures();
    for (String reason : List.of("Mrs Zwickelbaum asked", "as " + MRN + " wished", "re acc-4711")) {
      refused(() -> erasures.request(subject("ACC-4711"), reason, "ann", DraftNumbers.NONE));
    }
    refused(
        () -> erasures.request(Subject.patient("", SYSTEM, "none"), "x", "ann", DraftNumbers.NONE));
    refused(() -> erasures.report("none"));
    Erasure done = erase(subject("ACC-4711"));
    assertEquals(
        "ann ben art. 17", done.requestedBy() + " " + done.confirmedBy() + " " + done.reason());
    assertEquals(State.DONE, done.state());
    refused(() -> erasures.confirm(done.id(), "ben", DraftNumbers.NONE));
    nothingIsLeft();
  }

  @Test
  void whatWasErasedIsRefusedWithoutItsContent() throws SQLException {
    audited("ACC-4711");
    erase(subject("ACC-4711"));
    for (String key : List.of("k1", "k1", "again")) {
      Receipt receipt = receive(key, report("ACC-4711"));
      assertTrue(receipt.reason().startsWith("it was erased on request"), receipt.reason());
      assertEquals(Outcome.QUARANTINED, receipt.outcome());
    }
    Receipt newer =
        receive(
            "newer",
            report(PATIENT, "ACC-4711", "Xylophonic opacity, corrected.").toBuilder()
                .status(ReportStatus.CORRECTED)
                .build());
    assertEquals(Outcome.QUARANTINED, newer.outcome());
    assertEquals(3, journal.messages().quarantined(0, 10).size());
    nothingIsLeft();
    counted();
    // the number of another patient, and another report of this one
    Patient other = patient("MRN5", "Roe", "Ann");
    assertEquals(Outcome.PARSED, receive("other", report(other, "ACC-4711", "Normal.")).outcome());
    assertEquals(Outcome.PARSED, receive("next", report(PATIENT, "A9", "Normal heart.")).outcome());
    counted();
  }

  @Test
  void aMessageInQuarantineIsNotReleasedIntoTheErasedReport() throws SQLException {
    audited("ACC-4711");
    Report held = report("ACC-4711");
    journal
        .inbox()
        .receive(message("ELSE", "held", "Zwickelbaum", new Inbox.Quarantined("OBR-4 is empty")));
    String id = journal.messages().quarantined(0, 1).get(0).id();
    erase(subject("ACC-4711"));
    Receipt receipt =
        journal
            .messages()
            .decideAgain(id, new Inbox.Parsed(held), (outcome, reason) -> new byte[0])
            .orElseThrow();
    assertEquals(Outcome.QUARANTINED, receipt.outcome());
    nothingIsLeft();
  }

  @Test
  void aRunThatIsUnderWayWritesNothingAfterwards() throws SQLException {
    receive("k", report("ACC-4711"));
    Job job = claim("ACC-4711");
    List<Object> before = counted();
    erase(subject("ACC-4711"));
    assertFalse(journal.jobs().storeStep(job, "claims", job.report().text()));
    assertFalse(journal.jobs().renew(job, LEASE));
    assertFalse(journal.jobs().finish(job, audit(job), publishing(job), SINKS));
    assertFalse(journal.jobs().postpone(job, Duration.ZERO, true));
    journal.jobs().abandon(job, "no model");
    nothingIsLeft();
    Counts after = journal.counters().counts();
    assertEquals(before.get(0), after.messages());
    assertEquals(1, after.reports().get("not_auditable"));
    assertTrue(after.conserved());
    assertTrue(journal.jobs().claim(LEASE).isEmpty());
  }

  @Test
  void aDeliveryThatIsOnItsWayIsWaitedFor() throws SQLException {
    Job job = audited("ACC-4711");
    Delivery delivery = Deliveries.claim(journal, job.runId(), "fhir");
    Erasures erasures = journal.erasures();
    refused(() -> erasures.plan(subject("ACC-4711"), DraftNumbers.NONE));
    journal.outbox().release(delivery);
    UUID id = erasures.request(subject("ACC-4711"), "art. 17", "ann", DraftNumbers.NONE);
    Delivery again = Deliveries.claim(journal, job.runId(), "fhir");
    refused(() -> erasures.confirm(id, "ben", DraftNumbers.NONE));
    assertEquals(1, contents().get("audit").size());
    journal.outbox().sent(again);
    assertEquals(1, erasures.resume(DraftNumbers.NONE));
    assertEquals(State.DONE, erasures.find(id).orElseThrow().state());
    nothingIsLeft();
  }

  @Test
  void theCopiesOfTheFhirServerAreEnteredInErrorAndOthersAreListed() {
    Job job = audited("ACC-4711");
    Job never = audited("ACC-4712");
    Deliveries.sent(journal, job.runId(), "fhir");
    Deliveries.sent(journal, job.runId(), "kafka");
    Erasure done = erase(subject("ACC-4711"));
    assertEquals(
        List.of("fhir sent", "kafka sent"),
        done.copies().stream().map(c -> c.sink() + " " + c.state()).toList());
    assertEquals(1, done.fhirOpen());
    ErasedCopies copies = journal.erasedCopies();
    assertEquals(1, copies.open());
    ErasedCopies.ErasedCopy copy = copies.due(10, LEASE).get(0);
    assertEquals("Observation/" + job.runId(), copy.key());
    assertEquals(List.of(), otherNode().erasedCopies().due(10, LEASE));
    copies.later(copy, Duration.ofMinutes(1), "the server did not answer");
    clock.advance(Duration.ofMinutes(2));
    ErasedCopies.ErasedCopy again = otherNode().erasedCopies().due(10, LEASE).get(0);
    assertEquals(1, again.tries());
    assertEquals(1, copies.open());
    copies.ended(again);
    assertEquals(0, copies.open());
    assertEquals(0, journal.erasures().find(done.id()).orElseThrow().fhirOpen());
    // what was never handed out is nowhere
    clock.advance(Duration.ofMinutes(2));
    assertEquals(1, journal.jobs().runsOf(never.version()).size());
  }

  @Test
  void aMessageWithAnotherReportLosesItsBytesAlone() throws SQLException {
    Patient other = patient("MRN5", "Roe", "Ann");
    receive("both", report(other, "B1", "Normal heart."), report("ACC-4711"));
    List<Object> before = counted();
    erase(subject("ACC-4711"));
    nothingIsLeft(List.of("zwickelbaum", "xylophonic", "qx778812", "acc-47"));
    assertEquals(1, contents().get("report_version").size());
    Counts after = journal.counters().counts();
    assertEquals(before.get(0), after.messages());
    assertTrue(after.conserved());
  }

  @Test
  void numbersAreNotGivenTwice() throws SQLException {
    Job first = audited("ACC-4711");
    decide(first);
    long newest = ordinal();
    erase(subject("ACC-4711"));
    receive("next", report(PATIENT, "A9", "Normal heart."));
    finish(claim("A9"));
    assertTrue(ordinal() > newest);
  }

  private long ordinal() {
    return db(journal)
        .read(
            tx ->
                tx.first(
                    """
                    select max(o) from (select ordinal as o from audit
                      union all select ordinal from decision) as all_of_them
                    """,
                    rs -> rs.getLong(1)))
        .orElseThrow();
  }

  @Test
  void anAuditThatRestsOnTheReportIsMadeAnew() throws SQLException {
    Job earlier = audited("ACC-4711");
    Instant studied = Objects.requireNonNull(earlier.report().effective());
    receive(
        "later",
        report(PATIENT, "A9", "Normal heart.").toBuilder()
            .effective(studied.plus(Duration.ofDays(1)))
            .build());
    Job later = claim("A9");
    List<EarlierReport> rested = journal.earlier().of(later);
    assertEquals(
        List.of(earlier.version().toString()), rested.stream().map(EarlierReport::id).toList());
    Audit quoting = audit(later).toBuilder().earlier(rested).note("Xylophonic before.").build();
    assertTrue(journal.jobs().finish(later, quoting, publishing(later), SINKS));
    Plan plan = journal.erasures().plan(subject("ACC-4711"), DraftNumbers.NONE);
    assertEquals(List.of(id(later)), plan.resting());
    erase(subject("ACC-4711"));
    nothingIsLeft(List.of("xylophonic", "acc-47"));
    counted();
    Job again = claim("A9");
    // a run that compared with it ends after the erasure
    assertFalse(
        journal.jobs().finish(again, quoting.toBuilder().build(), publishing(again), SINKS));
    nothingIsLeft(List.of("xylophonic", "acc-47"));
    counted();
    finish(claim("A9"));
    counted();
  }

  @Test
  void aPatientIsErasedWithAllReportsAndChanges() throws SQLException {
    study("ACC-4711");
    Job first = audited("ACC-4711");
    audited("ACC-4712");
    receive("k3", report("ACC-4713"));
    Patient known = patient("OLD-QX778812", "Zwickelbaum", "Philippa");
    journal
        .inbox()
        .receive(
            message(
                "HIS",
                "merge",
                "A40 Zwickelbaum",
                new Inbox.PatientChange(PATIENT, known.identifiers(), null)));
    journal
        .inbox()
        .receive(
            message("HOSP", "held", "Zwickelbaum?", new Inbox.Quarantined("OBR-4 is empty"))
                .with(new SearchKeys(List.of(), List.of(MRN))));
    journal
        .inbox()
        .receive(
            message("ELSE", "unsure", "somebody", new Inbox.Quarantined("OBR-4 is empty"))
                .with(new SearchKeys(List.of(), List.of("MRN5"))));
    Patient other = patient("MRN5", "Roe", "Ann");
    receive("other", report(other, "B1", "Normal heart."));
    sent(first, "fhir");
    Counts before = journal.counters().counts();
    Plan plan = journal.erasures().plan(patient(), DraftNumbers.NONE);
    assertEquals(3, plan.reports());
    assertEquals(2, plan.messages().size());
    Erasure done = erase(patient());
    assertEquals(plan.rows(), done.rows());
    assertTrue(
        done.rows().keySet().containsAll(Set.of("patient_merge", "patient_event")),
        done.rows().toString());
    nothingIsLeft();
    Counts after = journal.counters().counts();
    assertTrue(after.conserved());
    assertEquals(before.received(), after.received());
    assertEquals(1, after.open().get("awaiting_images"));
    assertEquals(1, journal.messages().quarantined(0, 10).size(), "that of another patient stays");
  }

  /** The images of the erased patient had the number of somebody else's report. */
  @Test
  void anotherPatientsAuditForgetsWhoseImagesItRefused() throws SQLException {
    study("B1");
    receive("other", report(patient("MRN5", "Roe", "Ann"), "B1", "Normal heart."));
    Waiting waiting = journal.jobs().awaitingImages(clock.instant(), 1).get(0);
    OtherPatient other =
        OtherPatient.of(
            waiting.report().patient(),
            List.of(
                OtherStudy.of(
                    journal.studies().studiesOf(waiting.report()).get(0), clock.instant())));
    assertTrue(
        journal.jobs().queue(waiting.version(), new UUID(8, 1), List.of(), "wrong patient", other));
    Job job = journal.jobs().claim(LEASE).orElseThrow();
    Audit audit = audit(job).toBuilder().otherPatient(other).failed("wrong patient", false).build();
    assertTrue(journal.jobs().finish(job, audit, publishing(job), SINKS));
    audited("ACC-4711");
    assertEquals(List.of(id(job)), journal.erasures().plan(patient(), DraftNumbers.NONE).resting());
    erase(patient());
    nothingIsLeft();
    counted();
    finish(claim("B1"));
    nothingIsLeft();
    counted();
  }

  @Test
  void anInterruptedErasureIsResumed() throws SQLException {
    for (int i = 1; i <= 4; i++) {
      audited("ACC-471" + i);
    }
    Counts before = journal.counters().counts();
    UUID id = journal.erasures().request(patient(), "art. 17", "ann", DraftNumbers.NONE);
    List<Report> seen = new ArrayList<>();
    DraftNumbers killed =
        report -> {
          seen.add(report);
          if (seen.size() == 3) {
            throw new IllegalStateException("killed");
          }
          return List.of();
        };
    assertThrows(IllegalStateException.class, () -> journal.erasures().confirm(id, "ben", killed));
    assertEquals(2, contents().get("report_version").size());
    assertTrue(journal.counters().counts().conserved());
    reopen();
    assertEquals(State.CONFIRMED, journal.erasures().find(id).orElseThrow().state());
    assertEquals(1, journal.erasures().resume(DraftNumbers.NONE));
    assertEquals(0, journal.erasures().resume(DraftNumbers.NONE));
    Erasure done = journal.erasures().find(id).orElseThrow();
    assertEquals(State.DONE, done.state());
    assertEquals(4, done.rows().get("audit"));
    nothingIsLeft();
    assertEquals(before.messages(), journal.counters().counts().messages());
    assertEquals(before.reports(), journal.counters().counts().reports());
  }

  /** On the same or another node, before, while and after it is erased. */
  @Test
  void aReportThatComesMeanwhileIsErasedOrRefused() throws Exception {
    audited("ACC-4711");
    UUID id = journal.erasures().request(subject("ACC-4711"), "art. 17", "ann", DraftNumbers.NONE);
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int sender = i;
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < 15; n++) {
                  String text = "Xylophonic opacity " + sender + "-" + n + ".";
                  Report again =
                      report(PATIENT, "ACC-4711", text).toBuilder()
                          .status(ReportStatus.CORRECTED)
                          .issued(SampleRecords.ISSUED.plusSeconds(100 * n + sender + 1))
                          .build();
                  String key = "m" + sender + "-" + n;
                  journal
                      .inbox()
                      .receive(message("HOSP", key, text, new Inbox.Parsed(List.of(again))));
                }
              });
      senders.add(thread);
      thread.start();
    }
    otherNode().erasures().confirm(id, "ben", DraftNumbers.NONE);
    for (Thread sender : senders) {
      sender.join();
    }
    nothingIsLeft(List.of("zwickelbaum", "xylophonic", "qx778812"));
    Counts after = journal.counters().counts();
    assertTrue(after.conserved());
    assertEquals(61, after.received());
  }

  /** Whoever adds a table says there what an erasure does with it. */
  private Audit comparing(Job job) {
    Study before = SampleRecords.study("1.2.777", "", MRN, SampleRecords.instance("9.9"));
    return audit(job).toBuilder()
        .priors(List.of(PriorStudy.chosen(before, before.instances())))
        .build();
  }

  /** The image is of the erased report; another report of the patient compares with it. */
  @Test
  void anAuditThatNamesAnErasedStudyAsAnEarlierOneIsMadeAgain() throws SQLException {
    study("ACC-4711");
    audited("ACC-4711");
    receive("k2", report("ACC-4712"));
    Job later = claim("ACC-4712");
    assertTrue(journal.jobs().finish(later, comparing(later), publishing(later), SINKS));
    assertEquals(1, contents().get("run_prior").size());
    receive("k3", report("ACC-4713"));
    Job underWay = claim("ACC-4713");
    Erasure done = erase(subject("ACC-4711"));
    assertEquals(1, done.rows().get("run_prior"));
    assertEquals(1, done.rows().get("study_patient"));
    nothingIsLeft(List.of("acc-4711", "1.2.777"));
    assertTrue(
        journal.jobs().untouched(10).stream().anyMatch(w -> w.version().equals(later.version())));
    assertFalse(
        journal.jobs().finish(underWay, comparing(underWay), publishing(underWay), SINKS),
        "it was found before the erasure");
    nothingIsLeft(List.of("acc-4711", "1.2.777"));
  }

  @Test
  void theDocumentSaysWhatHappensWithEachTable() throws Exception {
    String section = Files.readString(DOCUMENT).split("(?m)^\\| table \\|", 2)[1].split("\n\n")[0];
    Set<String> listed = new TreeSet<>();
    section
        .lines()
        .filter(line -> line.startsWith("| `"))
        .forEach(
            line ->
                Pattern.compile("`(\\w+)`")
                    .matcher(line.split("\\|")[1])
                    .results()
                    .forEach(name -> listed.add(name.group(1))));
    Set<String> missing = new TreeSet<>(tables());
    missing.removeAll(listed);
    assertEquals(Set.of(), missing);
  }
}
