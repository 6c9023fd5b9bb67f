package org.radiologytrust.journal.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.Rounds;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.inbox.Inbox.ChangedPatient;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.PatientChange;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.journal.results.ResourceStore;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.reviews.StoredAudits;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.JobQueue.Waiting;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Sex;

/** What changes of patients do to reports, and how these are found then; for each store. */
@Tag("rounds")
abstract class PatientChangeContract extends OpenedJournal {
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final String AUTHORITY = "urn:oid:1.2.3";
  private static final LocalDate BORN = LocalDate.of(1961, 2, 3);

  private int sent;

  private Receipt send(String id, String mrn, String text, int seconds) {
    ReportStatus status = seconds == 0 ? ReportStatus.FINAL : ReportStatus.CORRECTED;
    Instant issued = SampleRecords.ISSUED.plusSeconds(seconds);
    return send(
        new Inbox.Parsed(SampleRecords.report("HOSP", id, mrn, text, status, issued)), "HOSP");
  }

  private Receipt send(Inbox.Disposition disposition, String site) {
    return journal.inbox().receive(SampleMessages.message(site, "m" + ++sent, disposition));
  }

  private static Identifier id(String mrn) {
    return new Identifier(AUTHORITY, mrn, "MR");
  }

  private static Patient patient(String mrn, String family, String given, LocalDate born) {
    return new Patient(List.of(id(mrn)), family, given, born, Sex.FEMALE, "");
  }

  private static ChangedPatient merged(String old, String survivor) {
    return new ChangedPatient(patient(survivor, "Doe", "Jane", BORN), List.of(id(old)));
  }

  private Receipt merge(ChangedPatient... changed) {
    return send(new PatientChange(List.of(changed), null, false), "HIS");
  }

  private Receipt merge(String old, String survivor) {
    return merge(merged(old, survivor));
  }

  private Receipt correct(Patient now, Instant at) {
    return send(new PatientChange(now, List.of(), at), "HIS");
  }

  private List<Waiting> waiting() {
    return journal.jobs().awaitingImages(clock.instant(), 1000);
  }

  private Job begin(Waiting one) {
    assertTrue(journal.jobs().queue(one.version(), UUID.randomUUID(), List.of(), "", false));
    return journal.jobs().claim(LEASE).orElseThrow();
  }

  /** Publishes one Observation, whose subject is the first identifier that the run knew. */
  private void end(Job job) {
    String run = job.runId().toString();
    Identifier subject = job.report().patient().identifiers().get(0);
    String bundle =
        "{\"entry\":[{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"%s\"}}]}"
            .formatted(run);
    assertTrue(
        journal
            .jobs()
            .finish(
                job,
                SampleRecords.audit(job.runId(), job.report(), List.of()),
                JobQueue.Publishing.of(
                    bundle,
                    List.of(
                        observation(
                            run,
                            "{}",
                            new StoredResource.Token(
                                "patient:identifier", subject.system(), subject.value())))),
                List.of()));
  }

  private static StoredResource observation(
      String id, String json, StoredResource.Token... tokens) {
    return new StoredResource("Observation", id, json, List.of(tokens));
  }

  private void auditAll() {
    waiting().forEach(one -> end(begin(one)));
  }

  /** The accession numbers that the worklist finds by these words. */
  private List<String> listed(String words) {
    return journal.worklist().page(search(words), 0, 100).rows().stream()
        .map(row -> row.exam().accession())
        .sorted()
        .toList();
  }

  private static Worklist.Filter search(String words) {
    return new Worklist.Filter(words, Set.of(), "", "", "", Set.of(), "", false, null);
  }

  private long alarms(IntakeAlarm alarm) {
    return journal.intakeAlarms().getOrDefault(alarm, 0L);
  }

  // findability

  @Test
  @Tag("safety")
  void whatComesAfterAMergeWithTheOldIdIsFoundByBoth() {
    send("A1", "OLD", "Lungs clear.", 0);
    auditAll();
    assertEquals(Outcome.APPLIED, merge("OLD", "NEW").outcome());
    send("A2", "OLD", "Liver normal.", 0);
    send("A1", "OLD", "Lungs clear. No effusion.", 60);
    auditAll();
    reopen();
    assertEquals(List.of("A1", "A2"), listed("NEW"));
    assertEquals(List.of("A1", "A2"), listed("OLD"));
    assertEquals(3, published(AUTHORITY, "NEW"));
    assertEquals(3, published(AUTHORITY, "OLD"));
  }

  @Test
  @Tag("safety")
  void anAuditThatRunsDuringAMergeIsFoundByBoth() {
    send("A1", "OLD", "Lungs clear.", 0);
    Job job = begin(waiting().get(0));
    merge("OLD", "NEW");
    end(job);
    assertEquals(1, published(AUTHORITY, "NEW"));
    assertEquals(1, published(AUTHORITY, "OLD"));
    assertEquals(
        List.of("NEW", "OLD"),
        ids(StoredAudits.newest(journal, job.version().toString()).report()));
  }

  private static List<String> ids(Report report) {
    return report.patient().identifiers().stream().map(Identifier::value).toList();
  }

  @Test
  @Tag("safety")
  void aResourceThatIsStoredAgainStaysFoundByAllIds() {
    send("A1", "OLD", "Lungs clear.", 0);
    auditAll();
    merge("OLD", "NEW");
    ResourceStore.Versioned stored =
        journal
            .resources()
            .search(
                new ResourceStore.Query(
                    "Observation", List.of(), null, null, false, null, 10, false))
            .matches()
            .get(0);
    StoredResource.Token old = new StoredResource.Token("patient:identifier", AUTHORITY, "OLD");
    journal.resources().put(List.of(observation(stored.resource().id(), "{\"a\":1}", old)));
    assertEquals(
        1, published(AUTHORITY, "NEW"), "a decision, a withdrawal or a link to the server");
    assertEquals(1, published(AUTHORITY, "OLD"));
  }

  @Test
  void theSurvivorStandsFirstThroughAnyChain() {
    merge("B", "C");
    merge("A", "B");
    send("A1", "A", "Lungs clear.", 0);
    assertEquals(List.of("C", "B", "A"), ids(waiting().get(0).report()));
    merge("C", "D");
    assertEquals(List.of("D", "C", "B", "A"), ids(waiting().get(0).report()));
  }

  @Test
  void aSurvivorWithoutATypeHasThatOfTheIdThatItReplaces() {
    Patient untyped =
        new Patient(
            List.of(new Identifier(AUTHORITY, "NEW", "")), "Doe", "Jane", BORN, Sex.FEMALE, "");
    send("A1", "OLD", "Lungs clear.", 0);
    merge(new ChangedPatient(untyped, List.of(id("OLD"))));
    assertEquals(List.of(id("NEW"), id("OLD")), waiting().get(0).report().patient().identifiers());
  }

  @Test
  @Tag("safety")
  void idsWithoutAuthorityFindOnlyTheReportsOfTheirSite() {
    Identifier old = new Identifier("", "OLD", "");
    Patient doe = new Patient(List.of(old), "Doe", "Jane", BORN, Sex.FEMALE, "");
    for (String site : List.of("HOSP", "ELSEWHERE")) {
      send(
          new Inbox.Parsed(
              SampleRecords.report(
                      site, "A-" + site, "", "Clear.", ReportStatus.FINAL, SampleRecords.ISSUED)
                  .toBuilder()
                  .patient(doe)
                  .build()),
          site);
    }
    auditAll();
    Patient survivor = doe.identifiedBy(List.of(new Identifier("", "NEW", "")));
    send(new PatientChange(survivor, List.of(old), null), "HOSP");
    assertEquals(List.of("A-HOSP"), listed("NEW"));
    ResourceStore.Criterion byId =
        new ResourceStore.Criterion(
            "patient:identifier", List.of(new ResourceStore.Code("", "NEW")));
    assertEquals(
        1,
        journal
            .resources()
            .search(
                new ResourceStore.Query(
                    "Observation", List.of(byId), null, null, false, null, 10, false))
            .matches()
            .size());
  }

  /**
   * Merges, reports, corrections and audits in any order. A refused message is sent again, as its
   * sender does.
   */
  @Test
  @Tag("safety")
  void everyOrderEndsInTheSameFindability() {
    for (int seed = 1; seed <= Rounds.of(6, 60); seed++) {
      Random random = new Random(seed);
      String p = "S" + seed + "-";
      // 1 and 2 into 3, 3 into 4; 5 stays
      List<List<Supplier<Receipt>>> lines =
          List.of(
              List.of(() -> merge(p + "1", p + "3")),
              List.of(() -> merge(p + "2", p + "3")),
              List.of(() -> merge(p + "3", p + "4")),
              List.of(
                  () -> send(p + "A1", p + "1", "Lungs clear.", 0),
                  () -> send(p + "A1", p + "1", "Lungs clear. No effusion.", 60),
                  () -> send(p + "A1", p + "4", "Small effusion.", 120)),
              List.of(
                  () -> send(p + "A2", p + "2", "Liver normal.", 0),
                  () -> send(p + "A2", p + "3", "Liver enlarged.", 60)),
              List.of(() -> send(p + "A5", p + "5", "No fracture.", 0)));
      inAnyOrder(lines, random);
      auditAll();
      Map<String, List<String>> found =
          Stream.of("1", "2", "3", "4", "5")
              .collect(Collectors.toMap(mrn -> mrn, mrn -> reports(p, mrn)));
      assertEquals(
          Map.of(
              "1",
              List.of("A1"),
              "2",
              List.of("A2"),
              "3",
              List.of("A1", "A2"),
              "4",
              List.of("A1", "A2"),
              "5",
              List.of("A5")),
          found,
          "seed " + seed);
      assertTrue(published(AUTHORITY, p + "4") >= 2, "seed " + seed);
    }
  }

  private List<String> reports(String prefix, String mrn) {
    return listed(prefix + mrn).stream().map(a -> a.substring(prefix.length())).toList();
  }

  /** Sends the lines mixed, each in its order, and audits in between. */
  private void inAnyOrder(List<List<Supplier<Receipt>>> lines, Random random) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      order.addAll(Collections.nCopies(lines.get(i).size(), i));
    }
    Collections.shuffle(order, random);
    List<ArrayList<Supplier<Receipt>>> open =
        lines.stream().map(line -> new ArrayList<>(line)).toList();
    List<Supplier<Receipt>> refused = new ArrayList<>();
    for (int line : order) {
      Supplier<Receipt> next = open.get(line).remove(0);
      if (next.get().outcome() == Outcome.QUARANTINED) {
        refused.add(next);
      }
      if (random.nextInt(3) == 0) {
        auditAll();
      }
    }
    for (Supplier<Receipt> again : refused) {
      assertTrue(again.get().outcome() != Outcome.QUARANTINED);
    }
  }

  // several merges in one message

  @Test
  @Tag("safety")
  void theMergesOfAMessageAreAllAppliedOrNone() {
    send("A1", "A", "Lungs clear.", 0);
    send("A2", "B", "Liver normal.", 0);
    assertEquals(Outcome.QUARANTINED, merge(merged("A", "C"), merged("C", "A")).outcome());
    assertEquals(List.of(), listed("C"));
    assertEquals(1, alarms(IntakeAlarm.PATIENT_CHANGE));
    assertEquals(Outcome.APPLIED, merge(merged("A", "C"), merged("B", "C")).outcome());
    assertEquals(List.of("A1", "A2"), listed("C"));
    assertEquals(Outcome.APPLIED, merge(merged("C", "D"), merged("D", "E")).outcome());
    assertEquals(List.of("A1", "A2"), listed("E"));
  }

  @Test
  void aMergeMayNameSeveralIdsOfEachSide() {
    send("A1", "A", "Lungs clear.", 0);
    Patient two = new Patient(List.of(id("C"), id("D")), "Doe", "Jane", BORN, Sex.FEMALE, "");
    assertEquals(Outcome.APPLIED, merge(new ChangedPatient(two, List.of(id("A")))).outcome());
    assertEquals(Outcome.APPLIED, merge(new ChangedPatient(two, List.of(id("A")))).outcome());
    assertEquals(List.of("C", "D", "A"), ids(waiting().get(0).report()));
    Patient listed = new Patient(List.of(id("E"), id("C")), "Doe", "Jane", BORN, Sex.FEMALE, "");
    assertEquals(
        Outcome.APPLIED,
        merge(new ChangedPatient(listed, List.of(id("D"), id("C")))).outcome(),
        "the whole list before and after (A47): C is in both");
    assertEquals(List.of("A1"), listed("E"));
  }

  // contradictions

  @ParameterizedTest
  @CsvSource({
    "Doe, Jane, 1961-02-03, APPLIED",
    "Smith, Jane, 1961-02-03, APPLIED",
    "Smith, Jane, 1961-03-02, APPLIED",
    "Doe, Jane, 1975-10-30, APPLIED",
    "Smith, Anna, 1961-02-03, APPLIED",
    "Smith, Anna, , APPLIED",
    ", , 1975-10-30, APPLIED",
    "Unknown, Patient, 1900-01-01, APPLIED",
    "Smith, Anna, 1975-10-30, QUARANTINED",
    "Smith, Anna, 1961-03-02, QUARANTINED"
  })
  @Tag("safety")
  void aMergeWhoseNameAndBirthDateBothContradictNeedsAPerson(
      String family, String given, LocalDate born, Outcome outcome) {
    send("A1", "OLD", "Lungs clear.", 0);
    PatientChange change =
        new PatientChange(patient("NEW", family, given, born), List.of(id("OLD")), null);
    Receipt receipt = send(change, "HIS");
    assertEquals(outcome, receipt.outcome(), receipt.reason());
    assertEquals(outcome == Outcome.QUARANTINED ? 1 : 0, alarms(IntakeAlarm.PATIENT_CHANGE));
    if (outcome == Outcome.QUARANTINED) {
      assertEquals(Outcome.APPLIED, release(change).outcome());
      assertEquals(List.of("A1"), listed("NEW"));
    }
  }

  private Receipt release(Inbox.Disposition disposition) {
    String held = journal.messages().quarantined(0, 10).get(0).id();
    return journal
        .messages()
        .decideAgain(held, disposition, (outcome, reason) -> new byte[0])
        .orElseThrow();
  }

  @Test
  @Tag("safety")
  void aMergeFromAForeignSenderNeedsAPerson() {
    send("A1", "OLD", "Lungs clear.", 0);
    PatientChange foreign = new PatientChange(List.of(merged("OLD", "NEW")), null, true);
    assertEquals(Outcome.QUARANTINED, send(foreign, "LAB").outcome());
    assertEquals(1, alarms(IntakeAlarm.PATIENT_CHANGE));
    assertEquals(List.of(), listed("NEW"));
    assertEquals(Outcome.APPLIED, release(foreign).outcome());
    assertEquals(List.of("A1"), listed("NEW"));
  }

  @Test
  @Tag("safety")
  void aReleaseAnswersOnlyTheReasonThatAPersonHasRead() {
    send("A1", "OLD", "Lungs clear.", 0);
    Patient other = patient("NEW", "Smith", "Anna", LocalDate.of(1975, 10, 30));
    PatientChange foreign =
        new PatientChange(List.of(new ChangedPatient(other, List.of(id("OLD")))), null, true);
    assertEquals(PatientChanges.FOREIGN, send(foreign, "LAB").reason());
    assertEquals(PatientChanges.OTHER_PERSON, release(foreign).reason());
    assertEquals(List.of(), listed("NEW"));
    assertEquals(Outcome.APPLIED, release(foreign).outcome(), "both reasons were read");
    assertEquals(List.of("A1"), listed("NEW"));
  }

  @Test
  @Tag("safety")
  void aReleasedCorrectionTakesNoNewerOnesPlace() {
    send("A1", "MRN", "Lungs clear.", 0);
    Instant monday = clock.instant();
    send(new Inbox.Quarantined("PID-3 is empty"), "HIS");
    clock.advance(Duration.ofDays(1));
    assertEquals(Outcome.APPLIED, correct(named("Tuesday"), clock.instant()).outcome());
    PatientChange older = new PatientChange(named("Monday"), List.of(), monday);
    assertEquals(PatientChanges.OLDER_DIFFERS, release(older).reason());
    assertEquals(List.of("A1"), listed("Tuesday"));
  }

  // times

  private Patient named(String family) {
    return patient("MRN", family, "Jane", BORN);
  }

  private Instant ahead(Duration duration) {
    return clock.instant().plus(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT2H", "P1D", "P30000D"})
  @Tag("safety")
  void aCorrectionFromTheFutureBlocksNoLaterOne(Duration wrong) {
    send("A1", "MRN", "Lungs clear.", 0);
    Receipt first = correct(named("Early"), ahead(wrong));
    assertEquals(Outcome.APPLIED, first.outcome());
    assertEquals(PatientChanges.FUTURE, first.reason());
    assertEquals(1, alarms(IntakeAlarm.TIME_IN_FUTURE));
    clock.advance(Duration.ofSeconds(1));
    assertEquals(Outcome.APPLIED, correct(named("Later"), clock.instant()).outcome());
    assertEquals(List.of("A1"), listed("Later"));
    assertEquals(1, alarms(IntakeAlarm.TIME_IN_FUTURE));
  }

  @Test
  void aClockThatIsMinutesAheadIsNoAlarm() {
    send("A1", "MRN", "Lungs clear.", 0);
    assertEquals("", correct(named("Early"), ahead(Duration.ofMinutes(4))).reason());
    assertEquals(Map.of(), journal.intakeAlarms());
  }

  @Test
  @Tag("safety")
  void aTimeInTheFutureThatAnEarlierVersionStoredBlocksNothing() {
    send("A1", "MRN", "Lungs clear.", 0);
    correct(named("Early"), clock.instant());
    Instant wrong = ahead(Duration.ofDays(3650));
    db(journal)
        .write(tx -> tx.update("update patient_change set changed_at = ?", wrong.toEpochMilli()));
    clock.advance(Duration.ofMinutes(1));
    assertEquals(Outcome.APPLIED, correct(named("Later"), clock.instant()).outcome());
    db(journal).write(tx -> tx.update("delete from patient_event"));
    db(journal)
        .write(tx -> tx.update("update patient_change set changed_at = ?", wrong.toEpochMilli()));
    assertEquals(
        Outcome.APPLIED,
        correct(named("Last"), clock.instant()).outcome(),
        "nobody knows when that one was received");
    assertEquals(List.of("A1"), listed("Last"));
  }

  @Test
  @Tag("safety")
  void anOlderCorrectionThatSaysSomethingElseIsHeldAndNeverAcknowledgedInSilence() {
    send("A1", "MRN", "Lungs clear.", 0);
    Instant now = clock.instant();
    assertEquals(Outcome.APPLIED, correct(named("Later"), now).outcome());
    assertEquals(Outcome.IGNORED, correct(named("Later"), now.minusSeconds(60)).outcome());
    assertEquals(Map.of(), journal.intakeAlarms());
    PatientChange older = new PatientChange(named("Early"), List.of(), now.minusSeconds(60));
    assertEquals(Outcome.QUARANTINED, send(older, "HIS").outcome());
    assertEquals(1, alarms(IntakeAlarm.VERSION_ORDER));
    assertEquals(List.of("A1"), listed("Later"));
    assertEquals(Outcome.APPLIED, release(older).outcome(), "a person says that it is right");
    assertEquals(List.of("A1"), listed("Early"));
    assertEquals(
        Outcome.QUARANTINED,
        correct(named("Other"), now.minusSeconds(30)).outcome(),
        "the release made nothing older");
  }
}
