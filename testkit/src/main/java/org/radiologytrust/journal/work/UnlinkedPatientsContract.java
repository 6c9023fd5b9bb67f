package org.radiologytrust.journal.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.inbox.Inbox.ChangedPatient;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.PatientChange;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.journal.inbox.IntakeAlarm;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.reviews.Reviews.Publication;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Study;
import org.radiologytrust.review.Decision;

/** Patients who were merged and are not one (ADT^A37). One subclass for each store. */
@Tag("safety")
abstract class UnlinkedPatientsContract extends AuditedReports {
  private static final String AUTHORITY = "urn:oid:1.2.3";
  private static final LocalDate BORN = LocalDate.of(1961, 2, 3);

  private static Patient jane(String mrn) {
    return patient(mrn, "Jane", BORN);
  }

  private Receipt send(Disposition disposition) {
    clock.advance(Duration.ofSeconds(1));
    return journal.inbox().receive(SampleMessages.message("HIS", "u" + ++messages, disposition));
  }

  private static PatientChange mergeOf(String old, String survivor, @Nullable Instant at) {
    return new PatientChange(
        List.of(new ChangedPatient(jane(survivor), jane(old).identifiers())), at, false);
  }

  private static PatientChange unlinkOf(String one, String other, @Nullable Instant at) {
    return PatientChange.unlink(jane(one), jane(other), at, false);
  }

  private Receipt merge(String old, String survivor) {
    return send(mergeOf(old, survivor, null));
  }

  private Receipt unlink(String one, String other) {
    return send(unlinkOf(one, other, null));
  }

  private void assertHeld(String reason, Receipt receipt) {
    assertEquals(Outcome.QUARANTINED, receipt.outcome());
    assertTrue(receipt.reason().contains(reason), receipt.reason());
  }

  private Receipt release(Disposition disposition) {
    String held = journal.messages().quarantined(0, 10).get(0).id();
    return journal
        .messages()
        .decideAgain(held, disposition, (outcome, reason) -> new byte[0])
        .orElseThrow();
  }

  /** The accession numbers that the worklist finds by a patient id. */
  private List<String> listed(String mrn) {
    return journal
        .worklist()
        .page(new Worklist.Filter(mrn, Set.of(), "", "", "", Set.of(), "", false, null), 0, 100)
        .rows()
        .stream()
        .map(row -> row.exam().accession())
        .sorted()
        .toList();
  }

  private static List<String> ids(Audit audit) {
    return audit.report().patient().identifiers().stream().map(Identifier::value).toList();
  }

  private long alarms() {
    return journal.intakeAlarms().getOrDefault(IntakeAlarm.PATIENT_CHANGE, 0L);
  }

  private static Report corrected(Report report, Patient patient, String text) {
    return report.toBuilder()
        .patient(patient)
        .text(text)
        .status(ReportStatus.CORRECTED)
        .issued(SampleRecords.ISSUED.plusSeconds(60))
        .build();
  }

  @Test
  void aReportIsThePatientsWithWhoseIdItFirstCame() {
    receive(report("A1", jane("OLD"), 40).build());
    receive(report("B1", jane("NEW"), 30).build());
    merge("OLD", "NEW");
    receive(report("A2", jane("OLD"), 20).build());
    receive(report("B2", jane("NEW"), 10).build());
    List<Audit> merged = settle();
    assertEquals(List.of("Text of A2", "Text of B1", "Text of A1"), texts(of("B2", merged)));

    Receipt receipt = unlink("NEW", "OLD");
    assertEquals(Outcome.APPLIED, receipt.outcome());
    assertTrue(receipt.reason().contains("both: 1;"), "B2 came meanwhile: " + receipt.reason());
    assertEquals(1, alarms());
    assertEquals(List.of("A1", "A2"), listed("OLD"));
    assertEquals(List.of("B1", "B2"), listed("NEW"));
    List<Audit> then = settle();
    assertEquals(List.of("A1", "A2", "B1", "B2"), audited(then).stream().sorted().toList());
    assertEquals(List.of("Text of A1"), texts(of("A2", then)));
    assertEquals(List.of("Text of B1"), texts(of("B2", then)));
    assertEquals(List.of("OLD"), ids(of("A2", then)));
    assertEquals(List.of("NEW"), ids(of("B2", then)));
    reopen();
    assertEquals(List.of(), settle(), "once");
  }

  @Test
  void whatComesAfterwardsIsOfItsOwnPatientAlone() {
    merge("OLD", "NEW");
    assertEquals(Outcome.APPLIED, unlink("OLD", "NEW").outcome());
    assertEquals(0, alarms(), "there is nothing to look at");
    receive(report("A1", jane("OLD"), 20).build());
    assertEquals(List.of("OLD"), ids(of("A1", settle())));
    assertEquals(List.of(), listed("NEW"));
  }

  @Test
  void withoutAMergeItIsHeldUntilTheMergeIsThere() {
    receive(report("A1", jane("OLD"), 20).build());
    assertHeld("no merge of the patients", unlink("OLD", "NEW"));
    assertEquals(1, alarms());
    assertHeld("no merge of the patients", release(unlinkOf("OLD", "NEW", null)));
    merge("OLD", "NEW");
    assertEquals(List.of("A1"), listed("NEW"));
    Receipt released = release(unlinkOf("OLD", "NEW", clock.instant()));
    assertEquals(Outcome.APPLIED, released.outcome());
    assertEquals(List.of(), listed("NEW"));
  }

  @Test
  void theSecondOneIsHeldAndAMergeMayComeAgain() {
    receive(report("A1", jane("OLD"), 20).build());
    merge("OLD", "NEW");
    assertEquals(Outcome.APPLIED, unlink("OLD", "NEW").outcome());
    assertHeld("no merge of the patients", unlink("OLD", "NEW"));
    assertEquals(Outcome.APPLIED, merge("OLD", "NEW").outcome());
    assertEquals(List.of("A1"), listed("NEW"));
    assertEquals(List.of("NEW", "OLD"), ids(of("A1", settle())));
    assertEquals(Outcome.APPLIED, unlink("OLD", "NEW").outcome());
    assertEquals(List.of("OLD"), ids(of("A1", settle())), "the version is audited anew each time");
  }

  @Test
  void theTimesOfTheSendersDecide() {
    receive(report("A1", jane("OLD"), 20).build());
    Instant ten = clock.instant();
    clock.advance(Duration.ofHours(1));
    assertEquals(Outcome.APPLIED, send(mergeOf("OLD", "NEW", ten)).outcome());
    assertHeld("older than a merge", send(unlinkOf("OLD", "NEW", ten.minusSeconds(60))));
    assertEquals(List.of("A1"), listed("NEW"));
    assertEquals(Outcome.APPLIED, release(unlinkOf("OLD", "NEW", ten.minusSeconds(60))).outcome());
    assertEquals(List.of(), listed("NEW"));

    assertEquals(Outcome.APPLIED, send(mergeOf("OLD", "NEW", ten)).outcome());
    assertEquals(Outcome.APPLIED, send(unlinkOf("OLD", "NEW", ten.plusSeconds(60))).outcome());
    assertHeld("older than an unlink", send(mergeOf("OLD", "NEW", ten.plusSeconds(30))));
    assertEquals(List.of(), listed("NEW"));
    assertEquals(Outcome.APPLIED, release(mergeOf("OLD", "NEW", ten.plusSeconds(30))).outcome());
    assertEquals(List.of("A1"), listed("NEW"), "a person says that it is right");
  }

  /** A into B, B into C: whom the two ids of the message leave, and with whom. */
  @ParameterizedTest
  @CsvSource({
    "A, B, A1, B1, B1 C1",
    "B, A, A1, B1, B1 C1",
    "B, C, A1, A1 B1, C1",
    "A, C, A1, B1, B1 C1",
  })
  void aChainIsCutBelowTheFirstOfTheTwo(String one, String other, String a, String b, String c) {
    for (String id : List.of("A", "B", "C")) {
      receive(report(id + "1", jane(id), 20).build());
    }
    merge("A", "B");
    merge("B", "C");
    assertEquals(List.of("A1", "B1", "C1"), listed("C"));
    assertEquals(Outcome.APPLIED, unlink(one, other).outcome());
    assertEquals(List.of(a), listed("A"));
    assertEquals(List.of(b.split(" ")), listed("B"));
    assertEquals(List.of(c.split(" ")), listed("C"));
    assertHeld("no merge of the patients", unlink(one, other));
  }

  @Test
  void patientsWhoWereMergedThroughAnotherIdAreHeld() {
    merge("A", "C");
    merge("B", "C");
    assertHeld("through another id", unlink("A", "B"));
    assertEquals(Outcome.APPLIED, unlink("A", "C").outcome());
    assertHeld("no merge", release(unlinkOf("A", "B", null)));
    assertHeld("the same id", unlink("A", "A"));
  }

  @Test
  void anIdThatWasMergedIntoBothIsUnlinkedFirst() {
    merge("P", "A");
    merge("A", "B");
    assertEquals(Outcome.APPLIED, merge("P", "B").outcome());
    assertHeld("through another id", unlink("A", "B"));
    assertEquals(Outcome.APPLIED, unlink("P", "B").outcome());
    assertEquals(Outcome.APPLIED, release(unlinkOf("A", "B", clock.instant())).outcome());
  }

  @Test
  void aRunThatIsUnderWayStoresNothing() {
    receive(report("A1", jane("OLD"), 20).build());
    merge("OLD", "NEW");
    correlate();
    Job running = journal.jobs().claim(LEASE).orElseThrow();
    assertTrue(journal.jobs().storeStep(running, "claims", "{}"));
    unlink("OLD", "NEW");
    assertFalse(
        journal
            .jobs()
            .finish(
                running,
                SampleRecords.checkedOnly(running.runId(), running.report()),
                stored -> new Publication("{}", List.of()),
                List.of()));
    assertFalse(journal.jobs().storeStep(running, "claims", "{}"));
    correlate();
    Job anew = journal.jobs().claim(LEASE).orElseThrow();
    assertEquals(Map.of("claims", "{}"), anew.steps(), "the model's answers are kept");
    assertEquals(List.of("OLD"), ids(finish(anew)));
    assertEquals(List.of(), settle());
  }

  @Test
  void theReadApiFindsAuditsByTheIdsOfTheirPatientAlone() {
    receive(report("A1", jane("OLD"), 20).build());
    correlate();
    Job job = journal.jobs().claim(LEASE).orElseThrow();
    StoredResource published =
        new StoredResource(
            "Observation",
            job.runId().toString(),
            "{}",
            List.of(new StoredResource.Token("patient:identifier", AUTHORITY, "OLD")));
    String bundle =
        "{\"entry\":[{\"resource\":{\"resourceType\":\"Observation\",\"id\":\"%s\"}}]}"
            .formatted(job.runId());
    assertTrue(
        journal
            .jobs()
            .finish(
                job,
                SampleRecords.checkedOnly(job.runId(), job.report()),
                stored -> new Publication(bundle, List.of(published)),
                List.of()));
    merge("OLD", "NEW");
    assertEquals(1, published(AUTHORITY, "NEW"));
    unlink("OLD", "NEW");
    assertEquals(0, published(AUTHORITY, "NEW"));
    assertEquals(1, published(AUTHORITY, "OLD"));
  }

  @Test
  void aCorrectionOfTheOtherPatientIsTakenBack() {
    receive(report("A1", jane("OLD"), 20).build());
    merge("OLD", "NEW");
    send(new PatientChange(patient("NEW", "Mary", BORN.plusDays(400)), List.of(), null));
    assertEquals("Mary", of("A1", settle()).report().patient().givenName());
    assertEquals("", unlink("OLD", "NEW").reason());
    assertEquals(jane("OLD"), of("A1", settle()).report().patient());
  }

  @Test
  void correctionsOfBothPatientsCannotBeToldApart() {
    receive(report("A1", jane("OLD"), 20).build());
    merge("OLD", "NEW");
    send(new PatientChange(patient("OLD", "Janet", BORN), List.of(), null));
    send(new PatientChange(patient("NEW", "Mary", BORN), List.of(), null));
    Receipt receipt = unlink("OLD", "NEW");
    assertTrue(receipt.reason().contains("both: 1;"), receipt.reason());
    assertEquals(jane("OLD"), of("A1", settle()).report().patient(), "as it came");
  }

  @Test
  void aCorrectedReportStaysThePatientsWithWhoseIdItFirstCame() {
    Report first = report("A1", jane("OLD"), 20).build();
    receive(first);
    merge("OLD", "NEW");
    receive(corrected(first, jane("NEW"), "Corrected"));
    settle();
    Receipt receipt = unlink("OLD", "NEW");
    assertTrue(receipt.reason().contains("both: 1;"), receipt.reason());
    Audit then = of("A1", settle());
    assertEquals(List.of("OLD"), ids(then));
    assertEquals("Corrected", then.report().text());
  }

  @Test
  void aReportWithBothIdsStaysAndAPersonLooksAtIt() {
    merge("OLD", "NEW");
    Patient both =
        jane("NEW")
            .identifiedBy(
                List.of(jane("OLD").identifiers().get(0), jane("NEW").identifiers().get(0)));
    receive(report("A1", both, 20).build());
    Receipt receipt = unlink("OLD", "NEW");
    assertTrue(receipt.reason().contains("both: 1;"), receipt.reason());
    assertEquals(List.of("NEW"), ids(of("A1", settle())));
  }

  @Test
  void reportsFromBeforeTheUpgradeGoBackAndAPersonLooksAtThem() {
    receive(report("A1", jane("OLD"), 20).build());
    receive(report("B1", jane("NEW"), 20).build());
    merge("OLD", "NEW");
    db(journal).write(tx -> tx.update("update report_version set sent_patient = null"));
    db(journal).write(tx -> tx.update("update patient_merge set said_at = null"));
    Receipt receipt = unlink("OLD", "NEW");
    assertEquals(Outcome.APPLIED, receipt.outcome());
    assertTrue(receipt.reason().contains("both: 1;"), receipt.reason());
    assertEquals(List.of("A1"), listed("OLD"));
    assertEquals(List.of("B1"), listed("NEW"));
  }

  @Test
  void imagesOfTheOtherPatientAreNotUsedAnyMore() {
    images = true;
    Study study = SampleRecords.study("1.2.3", "B1", "OLD", SampleRecords.instance("1.2.3.1"));
    journal.studies().storeStudy(study.of(jane("OLD")), "feed", "1");
    receive(report("B1", jane("NEW"), 20).build());
    merge("OLD", "NEW");
    correlate();
    Job merged = journal.jobs().claim(LEASE).orElseThrow();
    assertEquals(1, merged.studies().size());
    Audit first = finish(merged);
    unlink("OLD", "NEW");
    assertEquals(Set.of(first.runId()), changed("B1"));
    correlate();
    Job anew = journal.jobs().claim(LEASE).orElseThrow();
    assertEquals(List.of(), anew.studies());
    assertTrue(anew.refusal().startsWith("wrong patient"), anew.refusal());
    finish(anew);
    assertEquals(List.of(), settle());
  }

  @Test
  void whatPeopleDecidedOnTheOthersReportsIsMarked() {
    receive(report("A1", jane("OLD"), 40).build());
    receive(report("B1", jane("NEW"), 30).build());
    merge("OLD", "NEW");
    receive(report("A2", jane("OLD"), 20).build());
    receive(report("B2", jane("NEW"), 10).build());
    receive(report("C1", jane("OTHER"), 30).build());
    receive(report("C2", jane("OTHER"), 10).build());
    List<Audit> merged = settle();
    decide(of("B2", merged), Decision.Kind.AGREE, null);
    unlink("OLD", "NEW");
    for (String both : List.of("A2", "B1", "B2")) {
      assertEquals(Set.of(of(both, merged).runId()), changed(both), both);
    }
    for (String own : List.of("A1", "C1", "C2")) {
      assertEquals(Set.of(), changed(own), own);
    }
    settle();
    assertTrue(story("B2").decisions().get(0).evidenceChanged());
    assertEquals(1, changed("B2").size(), "the audit anew rests on its patient's reports");
  }

  @Test
  void theStoryNamesTheMessage() {
    receive(report("A1", jane("OLD"), 20).build());
    merge("OLD", "NEW");
    unlink("OLD", "NEW");
    assertEquals(
        List.of("merged", "unlinked"),
        journal.lookup().stories().find("A1").reports().get(0).patientEvents().stream()
            .map(event -> event.kind())
            .toList());
  }

  /** How many orders are tried. */
  protected abstract int seeds();

  /**
   * Reports, corrections, merges and unlinks in any order, the journal closed and opened between:
   * at the end each report has the id with which it first came and those that survive it, is found
   * by these alone, and rests on exactly the earlier reports that share one.
   */
  @Test
  void inWhateverOrderTheyComeTheJournalAgreesWithASimpleModel() {
    for (int seed = 0; seed < seeds(); seed++) {
      new AnyOrder(seed).run();
    }
  }

  /** The merges that are in force: from an id to those that replaced it. */
  private static final class Model {
    private record Edge(int old, int survivor) {}

    private final Set<Edge> edges = new LinkedHashSet<>();

    /** An id with all that survive it. */
    Set<Integer> known(int id) {
      Set<Integer> all = new LinkedHashSet<>(Set.of(id));
      for (boolean more = true; more; ) {
        more = false;
        for (Edge edge : edges) {
          more |= all.contains(edge.old) && all.add(edge.survivor);
        }
      }
      return all;
    }

    private static boolean meet(Set<Integer> a, Set<Integer> b) {
      return !Collections.disjoint(a, b);
    }

    boolean merge(int old, int survivor) {
      boolean circle = known(survivor).contains(old);
      boolean elsewhere = known(old).size() > 1 && !meet(known(old), known(survivor));
      return !circle && !elsewhere && (edges.add(new Edge(old, survivor)) || true);
    }

    boolean unlink(int one, int other) {
      boolean first = known(one).contains(other);
      if (first == known(other).contains(one)) {
        return false;
      }
      int leaving = first ? one : other;
      int staying = first ? other : one;
      List<Edge> cut =
          edges.stream()
              .filter(e -> e.old == leaving && meet(known(e.survivor), known(staying)))
              .toList();
      cut.forEach(edges::remove);
      if (joined(leaving).contains(staying)) {
        edges.addAll(cut);
        return false;
      }
      return true;
    }

    private Set<Integer> joined(int id) {
      Set<Integer> all = new LinkedHashSet<>(Set.of(id));
      for (boolean more = true; more; ) {
        more = false;
        for (Edge edge : edges) {
          if (all.contains(edge.old) || all.contains(edge.survivor)) {
            more |= all.add(edge.old) | all.add(edge.survivor);
          }
        }
      }
      return all;
    }

    boolean isSimple() {
      return edges.stream().map(Edge::old).distinct().count() == edges.size();
    }
  }

  private final class AnyOrder {
    private static final int IDS = 4;

    private final int seed;
    private final Random random;
    private final String prefix;
    private final Model model = new Model();
    private final Map<String, Integer> owners = new TreeMap<>();
    private final Map<String, Report> newest = new TreeMap<>();
    private final Map<String, Audit> standing = new TreeMap<>();

    AnyOrder(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.prefix = "S" + seed + "-";
    }

    private Patient patient(int id) {
      return AuditedReports.patient(prefix + id, "Jane", BORN.plusDays(seed));
    }

    private int any() {
      return 1 + random.nextInt(IDS);
    }

    void run() {
      for (int step = 0; step < 30; step++) {
        step();
        switch (random.nextInt(5)) {
          case 0 -> settled();
          case 1 -> correlate();
          case 2 -> reopen();
          default -> {
            // the next one comes before any pass
          }
        }
      }
      settled();
      for (int id = 1; id <= IDS; id++) {
        assertEquals(expected(id), listed(prefix + id), this + ", id " + id);
      }
      standing.forEach(
          (number, audit) -> assertEquals(before(number), texts(audit), this + ", " + number));
      assertEquals(owners.size(), standing.size());
    }

    private void step() {
      int one = any();
      int other = any();
      switch (random.nextInt(4)) {
        case 0 -> {
          if (one != other) {
            boolean applied = model.merge(one, other);
            assertOutcome(
                applied, send(new PatientChange(patient(other), patient(one).identifiers(), null)));
          }
        }
        case 1 -> {
          if (one != other) {
            boolean applied = model.unlink(one, other);
            assertOutcome(
                applied, send(PatientChange.unlink(patient(one), patient(other), null, false)));
          }
        }
        case 2 -> correction();
        default -> first(one);
      }
    }

    private void assertOutcome(boolean applied, Receipt receipt) {
      assertEquals(
          applied ? Outcome.APPLIED : Outcome.QUARANTINED,
          receipt.outcome(),
          this + ": " + receipt.reason());
    }

    private void first(int id) {
      String number = prefix + "R" + owners.size();
      owners.put(number, id);
      Report report =
          report(number, patient(id), random.nextInt(1000)).text("Message " + ++messages).build();
      newest.put(number, report);
      receive(report);
    }

    /** Under the id with which it came, or one that survives it. */
    private void correction() {
      if (newest.isEmpty()) {
        return;
      }
      List<String> numbers = List.copyOf(newest.keySet());
      String number = numbers.get(random.nextInt(numbers.size()));
      int owner = owners.get(number);
      List<Integer> known = model.isSimple() ? List.copyOf(model.known(owner)) : List.of(owner);
      Report report =
          newest.get(number).toBuilder()
              .patient(patient(known.get(random.nextInt(known.size()))))
              .text("Message " + ++messages)
              .issued(SampleRecords.ISSUED.plusSeconds(messages))
              .status(ReportStatus.CORRECTED)
              .build();
      newest.put(number, report);
      receive(report);
    }

    private void settled() {
      settle().forEach(audit -> standing.put(audit.report().reportId(), audit));
    }

    private List<String> expected(int id) {
      return owners.keySet().stream()
          .filter(number -> model.known(owners.get(number)).contains(id))
          .sorted()
          .toList();
    }

    /** The texts of the earlier reports that share an id with one. */
    private List<String> before(String number) {
      Instant at = Objects.requireNonNull(newest.get(number).effective());
      Set<Integer> known = model.known(owners.get(number));
      List<Report> earlier = new ArrayList<>();
      newest.forEach(
          (other, report) -> {
            boolean shares = Model.meet(known, model.known(owners.get(other)));
            if (shares && Objects.requireNonNull(report.effective()).isBefore(at)) {
              earlier.add(report);
            }
          });
      return earlier.stream()
          .sorted(Comparator.comparing(Report::effective, Comparator.reverseOrder()))
          .map(Report::text)
          .toList();
    }

    @Override
    public String toString() {
      return "seed " + seed;
    }
  }
}
