package org.radiologytrust.journal.sentinels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.inbox.Inbox.ChangedPatient;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Incoming;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.PatientChange;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.search.Counters;
import org.radiologytrust.journal.sentinels.Sentinels.Door;
import org.radiologytrust.journal.sentinels.Sentinels.Seed;
import org.radiologytrust.journal.sentinels.Sentinels.Sentinel;
import org.radiologytrust.journal.sentinels.Sentinels.State;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.JobQueue.Publishing;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Texts;

/** Reports that the product sends to itself. One subclass for each store. */
@Tag("safety")
abstract class SentinelsContract extends OpenedJournal {
  private static final String NODE = "node-1";
  private static final String CHECK = "denied";
  private static final String TEXT = "No effusion. Effusion.";
  private static final SentinelWalk WALK = SentinelWalk.read();

  private static Patient patient(UUID id) {
    return new Patient(
        List.of(new Identifier(SentinelMark.SYSTEM, id.toString(), "MR")),
        "SENTINEL",
        "",
        null,
        Sex.UNKNOWN,
        "");
  }

  private static Report report(UUID id, String site) {
    return SampleRecords.report(site, "A1", "x", TEXT, ReportStatus.FINAL, SampleRecords.ISSUED)
        .toBuilder()
        .patient(patient(id))
        .build();
  }

  private static byte[] bytes(UUID id) {
    return (SentinelMark.SITE + " " + id).getBytes(StandardCharsets.UTF_8);
  }

  private UUID sent(Door door) {
    clock.advance(Duration.ofSeconds(1));
    UUID id = UUID.randomUUID();
    journal.sentinels().send(new Seed(id, NODE, door, CHECK, Texts.sha256(bytes(id))));
    return id;
  }

  private Receipt receive(byte[] raw, String site, String key, Disposition disposition) {
    clock.advance(Duration.ofSeconds(1));
    return journal
        .inbox()
        .receive(
            new Incoming(
                "hl7",
                site,
                key,
                raw,
                disposition,
                (outcome, reason) -> outcome.code().getBytes(StandardCharsets.UTF_8)));
  }

  private Receipt receive(UUID id) {
    return receive(
        bytes(id), "main", id.toString(), new Inbox.Parsed(report(id, SentinelMark.SITE)));
  }

  private Job claim() {
    UUID version = journal.jobs().untouched(10).get(0).version();
    UUID run = UUID.randomUUID();
    assertEquals(List.of(version), journal.jobs().queueTexts(Map.of(version, run)));
    return journal.jobs().claimText(Duration.ofMinutes(5)).orElseThrow();
  }

  private boolean finish(Job job, boolean flagged) {
    Audit plain = SampleRecords.checkedOnly(job.runId(), job.report());
    CheckResult flag =
        new CheckResult(
            CHECK,
            Label.NEEDS_REVIEW,
            Evidence.of(new Span(13, 21), TEXT),
            Evidence.of(new Span(3, 11), TEXT),
            "Correct one.");
    Audit audit = plain.toBuilder().checks(flagged ? List.of(flag) : List.of()).build();
    return journal
        .jobs()
        .finish(job, audit, Publishing.of("{}", List.of()), List.of("fhir", "oru"));
  }

  private Sentinel only() {
    List<Sentinel> all = journal.sentinels().newest(NODE, 10);
    assertEquals(1, all.size());
    return all.get(0);
  }

  /** How many rows each table has. */
  private Map<String, Long> rows() {
    String tables =
        db(journal).shared()
            ? "select table_name from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE'"
            : "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'";
    return db(journal)
        .read(
            tx -> {
              Map<String, Long> rows = new TreeMap<>();
              for (String table : tx.list(tables, rs -> rs.getString(1))) {
                rows.put(
                    table,
                    tx.first("select count(*) from " + table, rs -> rs.getLong(1)).orElseThrow());
              }
              return rows;
            });
  }

  private static Set<String> changed(Map<String, Long> before, Map<String, Long> after) {
    Set<String> changed = new TreeSet<>(after.keySet());
    changed.removeIf(table -> after.get(table).equals(before.get(table)));
    return changed;
  }

  private void assertNothingIsShown() {
    Counters.Counts counts = journal.counters().counts();
    assertTrue(counts.conserved());
    assertEquals(0, counts.received());
    assertTrue(counts.open().values().stream().allMatch(n -> n == 0), counts.open()::toString);
    assertTrue(counts.reports().values().stream().allMatch(n -> n == 0));
    assertTrue(counts.worklist().values().stream().allMatch(n -> n == 0));
    assertEquals(Optional.empty(), journal.jobs().oldestWaiting());
    assertEquals(List.of(), journal.lookup().overview().open());
    assertEquals(List.of(), journal.worklist().page(Worklist.Filter.ALL, 0, 10).rows());
  }

  @Test
  void aSentinelComesThroughAndLeavesNothingButItsOwnRow() {
    Map<String, Long> before = rows();
    assertTrue(WALK.names("table").containsAll(before.keySet()), "a table has no row in walk.txt");
    UUID id = sent(Door.MLLP);
    Set<String> own = WALK.names("table", SentinelWalk.OWN);
    own.addAll(WALK.names("table", SentinelWalk.COUNTS));
    Set<String> open = new TreeSet<>(own);
    open.addAll(WALK.names("table", SentinelWalk.RUNS));
    assertEquals(Outcome.PARSED, receive(id).outcome());
    assertEquals(State.RECEIVED, only().state());
    assertNothingIsShown();
    assertTrue(open.containsAll(changed(before, rows())), changed(before, rows())::toString);
    Job job = claim();
    assertNothingIsShown();
    assertTrue(job.textOnly());
    assertTrue(journal.jobs().storeStep(job, "claims", "[]"));
    assertNothingIsShown();
    assertTrue(open.containsAll(changed(before, rows())), changed(before, rows())::toString);
    assertFalse(finish(job, true), "it is published nowhere");
    assertTrue(own.containsAll(changed(before, rows())), changed(before, rows())::toString);
    assertNothingIsShown();
    assertEquals(State.SEEN, only().state());
    assertEquals(clock.instant(), only().ended());
    assertEquals(List.of(), journal.jobs().awaitingImages(clock.instant().plusSeconds(9), 10));
  }

  @Test
  void aMissingFlagIsNoticed() {
    receive(sent(Door.FHIR));
    finish(claim(), false);
    assertEquals(State.OTHER, only().state());
    assertEquals("the check did not flag it", only().reason());
  }

  @Test
  void aRunThatIsGivenUpEndsItAndHoldsUpNoOther() {
    Map<String, Long> before = rows();
    receive(sent(Door.MLLP));
    assertEquals(
        List.of(),
        journal.jobs().awaitingImages(clock.instant().plusSeconds(9), 10),
        "it never waits for images, nor takes the place of a report that does");
    journal.jobs().abandon(claim(), "poison");
    assertEquals(State.OTHER, only().state());
    assertEquals("its run was given up", only().reason());
    assertEquals(before.get("report_version"), rows().get("report_version"));
    assertEquals(before.get("job"), rows().get("job"));
    assertEquals(0, journal.jobs().givenUp());
    assertNothingIsShown();
  }

  @Test
  void theSameBytesAgainAreNoSecondReport() {
    UUID id = sent(Door.KAFKA);
    receive(id);
    assertEquals(Outcome.DUPLICATE, receive(id).outcome());
    assertEquals(1, journal.jobs().untouched(10).size());
    finish(claim(), true);
    assertEquals(Outcome.DUPLICATE, receive(id).outcome());
    assertEquals(List.of(), journal.jobs().untouched(10));
    assertNothingIsShown();
  }

  @Test
  void nobodyElseMaySendTheMark() {
    UUID id = sent(Door.MLLP);
    receive(id);
    Patient other = SampleRecords.patient("MRN1");
    Identifier its = patient(id).identifiers().get(0);
    Identifier written =
        new Identifier(" " + SentinelMark.SYSTEM.toLowerCase(Locale.ROOT), "1", "");
    Instant at = SampleRecords.ISSUED;
    List<Disposition> outside =
        List.of(
            new Inbox.Parsed(report(id, SentinelMark.SITE)),
            new Inbox.Parsed(report(id, "HOSP")),
            new Inbox.Parsed(
                SampleRecords.report(" rtl-sentinel", "A2", "MRN1", TEXT, ReportStatus.FINAL, at)),
            new PatientChange(other, List.of(its), at),
            new PatientChange(patient(id), other.identifiers(), at),
            new PatientChange(other, List.of(written), at),
            new PatientChange(patient(id), List.of(), at),
            new PatientChange(
                List.of(
                    new ChangedPatient(SampleRecords.patient("A"), List.of()),
                    new ChangedPatient(SampleRecords.patient("B"), List.of(its))),
                at,
                false),
            PatientChange.unlink(other, patient(id), at, false));
    int n = 0;
    for (Disposition disposition : outside) {
      Receipt receipt =
          receive(("k" + n).getBytes(StandardCharsets.UTF_8), "HOSP", "k" + n, disposition);
      n++;
      assertEquals(Outcome.QUARANTINED, receipt.outcome(), disposition.getClass() + " " + n);
      assertTrue(receipt.reason().contains("only this product itself may send"));
    }
    // whatever its site is called
    assertEquals(
        Outcome.QUARANTINED,
        receive(new byte[] {1}, SentinelMark.SITE, "s", new PatientChange(other, List.of(), at))
            .outcome());
    // nobody releases it either
    String held = journal.messages().quarantined(0, 20).get(0).id();
    assertEquals(
        Outcome.QUARANTINED,
        journal
            .messages()
            .decideAgain(held, outside.get(0), (outcome, reason) -> new byte[0])
            .orElseThrow()
            .outcome());
    // and the true one goes on
    finish(claim(), true);
    assertEquals(State.SEEN, only().state());
    assertEquals(n + 1L, journal.counters().counts().received());
  }

  @Test
  void whatADoorReadsAsSomethingElseIsNoMessage() {
    UUID id = sent(Door.MLLP);
    assertEquals(
        Outcome.QUARANTINED,
        receive(bytes(id), "main", "k", new Inbox.Quarantined("PID-3 is empty")).outcome());
    assertEquals(State.REFUSED, only().state());
    assertNothingIsShown();
    assertEquals(List.of(), journal.messages().quarantined(0, 10));
  }

  @Test
  void aSentinelMeetsNoReportOfThePatientsId() {
    UUID id = sent(Door.MLLP);
    receive(id);
    Report same =
        SampleRecords.report(
            "HOSP", "A1", id.toString(), "No effusion.", ReportStatus.FINAL, SampleRecords.ISSUED);
    assertEquals(
        Outcome.PARSED, receive(new byte[] {1}, "HOSP", "k", new Inbox.Parsed(same)).outcome());
    assertEquals(2, journal.jobs().untouched(10).size(), "it is another report");
    journal
        .jobs()
        .untouched(10)
        .forEach(w -> assertEquals(List.of(), journal.earlier().of(w.version()).earlier()));
    Patient renumbered = SampleRecords.patient("NEW");
    receive(
        new byte[] {2},
        "HOSP",
        "m",
        new PatientChange(
            renumbered, same.patient().identifiers(), SampleRecords.ISSUED.plusSeconds(1)));
    Report stored =
        journal.jobs().untouched(10).stream()
            .map(w -> w.report())
            .filter(SentinelMark::isOn)
            .findFirst()
            .orElseThrow();
    assertEquals(patient(id), stored.patient(), "no merge reaches it");
  }

  @Test
  void failuresEndOnlyWhatIsOnItsWay() {
    UUID taken = sent(Door.MLLP);
    receive(taken);
    journal.sentinels().failed(taken, State.UNREACHABLE, "late");
    assertEquals(State.RECEIVED, only().state(), "the door had taken it");
    UUID lost = sent(Door.FHIR);
    journal.sentinels().failed(lost, State.UNREACHABLE, "nobody answers");
    journal.sentinels().failed(lost, State.REFUSED, "late");
    Sentinel newest = journal.sentinels().newest(NODE, 1).get(0);
    assertEquals(State.UNREACHABLE, newest.state());
    assertEquals("nobody answers", newest.reason());
    assertEquals(List.of(), journal.sentinels().newest("node-2", 10), "each node sees its own");
  }

  @Test
  void draftsAreOpenUntilTheyAreAnswered() {
    UUID id = sent(Door.CHECK);
    assertTrue(journal.sentinels().isOpenDraft(id.toString()));
    assertFalse(journal.sentinels().isOpenDraft(sent(Door.FHIR).toString()));
    assertFalse(journal.sentinels().isOpenDraft("MRN1"));
    assertEquals(
        Outcome.QUARANTINED, receive(id).outcome(), "what goes to one door comes in by no other");
    journal.sentinels().checked(id, true);
    assertFalse(journal.sentinels().isOpenDraft(id.toString()));
  }

  @Test
  void oldOnesAreRemovedWithTheRunsThatNeverEnded() {
    Map<String, Long> before = rows();
    receive(sent(Door.MLLP));
    claim();
    clock.advance(Duration.ofDays(8));
    UUID young = sent(Door.MLLP);
    assertEquals(1, journal.sentinels().remove(clock.instant().minus(Duration.ofDays(7)), 10));
    assertEquals(young, only().id());
    assertEquals(0, journal.sentinels().remove(clock.instant().minus(Duration.ofDays(7)), 10));
    Map<String, Long> after = rows();
    assertEquals(1, after.get("sentinel"));
    assertEquals(before.get("report_version"), after.get("report_version"));
    assertEquals(before.get("job"), after.get("job"));
    assertNothingIsShown();
  }
}
