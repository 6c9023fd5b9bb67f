package org.radiologytrust.journal.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.inbox.IntakeLimits;
import org.radiologytrust.journal.search.Stories.ReportStory;
import org.radiologytrust.journal.search.Stories.Rest;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Texts;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Decision.Kind;

/** Earlier reports on which audits rest. One subclass for each store. */
@Tag("safety")
abstract class EarlierReportsContract extends AuditedReports {
  @Test
  void anAuditRestsOnTheReportsOfEarlierStudies() {
    receive(report("A1", JANE, 400).build());
    receive(report("A2", JANE, 30).build());
    receive(report("A3", JANE, 0).build());
    Audit audit = of("A3", settle());
    assertEquals(List.of("Text of A2", "Text of A1"), texts(audit));
    EarlierReport newest = audit.earlier().get(0);
    assertEquals(LocalDate.of(2026, 10, 25), newest.studied());
    assertEquals(Texts.sha256("Text of A2"), newest.sha256());
    assertEquals("DX", newest.modality());
  }

  @Test
  void numberNameAndBirthDateMustBeTheSame() {
    LocalDate born = LocalDate.of(1961, 2, 3);
    receive(report("A1", patient("MRN2", "Jane", born), 30).build());
    receive(report("A2", patient("MRN1", "Mary", born), 30).build());
    receive(report("A3", patient("MRN1", "Jane", born.plusDays(1)), 30).build());
    receive(report("A4", patient("MRN1", "", born), 30).build());
    receive(report("A5", patient("MRN1", "Jane", null), 30).build());
    receive(report("B1", JANE, 0).build());
    assertEquals(List.of(), of("B1", settle()).earlier());
  }

  @Test
  void onlyReleasedReportsOfOtherExaminationsCount() {
    receive(report("A1", JANE, 40).status(ReportStatus.PRELIMINARY).build());
    receive(report("A2", JANE, 41).status(ReportStatus.CANCELLED).build());
    receive(report("A3", JANE, 42).text("Text of B1").build());
    receive(report("A4", JANE, 43).effective(null).issued(null).build());
    Order order = report("B1", JANE, 0).build().order();
    receive(
        report("A5", JANE, 1)
            .order(order.withAccessionNumbers(List.of("A5", "B1")))
            .text("The other part")
            .build());
    receive(report("A6", JANE, -1).build());
    receive(report("B1", JANE, 0).build());
    assertEquals(List.of(), of("B1", settle()).earlier());
  }

  @Test
  void aCorrectedEarlierReportHasTheLaterOneAuditedAgainOnce() {
    receive(report("A1", JANE, 30).build());
    receive(report("B1", JANE, 0).build());
    receive(report("C1", patient("MRN9", "Jane", LocalDate.of(1961, 2, 3)), 0).build());
    Audit first = of("B1", settle());
    receive(corrected("A1", JANE, 30));
    List<Audit> then = settle();
    assertEquals(List.of("A1", "B1"), audited(then), "each of them once, the correction first");
    assertEquals(List.of("Corrected"), texts(of("B1", then)));
    assertTrue(!first.runId().equals(of("B1", then).runId()));
    reopen();
    assertEquals(List.of(), settle(), "nothing is left to do");
  }

  @Test
  void aWithdrawnEarlierReportIsNoEvidence() {
    receive(report("A1", JANE, 30).build());
    receive(report("B1", JANE, 0).build());
    settle();
    receive(report("A1", JANE, 30).status(ReportStatus.ENTERED_IN_ERROR).build());
    List<Audit> then = settle();
    assertEquals(List.of("A1", "B1"), audited(then));
    assertEquals(List.of(), of("B1", then).earlier());
  }

  @Test
  void anEarlierReportThatComesLateIsUsed() {
    receive(report("B1", JANE, 0).build());
    receive(report("C1", JANE, 60).build());
    settle();
    receive(report("A1", JANE, 30).build());
    List<Audit> then = settle();
    assertEquals(List.of("A1", "B1"), audited(then), "C1 was studied before it");
    assertEquals(List.of("Text of A1", "Text of C1"), texts(of("B1", then)));
  }

  @Test
  void aMergeMakesTheReportsOfBothNumbersEvidence() {
    Patient other = patient("MRN2", "Jane", LocalDate.of(1961, 2, 3));
    receive(report("A1", other, 30).build());
    receive(report("B1", JANE, 0).build());
    assertEquals(List.of(), of("B1", settle()).earlier());
    merge(JANE, other);
    List<Audit> then = settle();
    assertEquals(List.of("B1"), audited(then));
    assertEquals(List.of("Text of A1"), texts(of("B1", then)));
  }

  @Test
  void aReportThatMovesToAnotherPatientIsNoEvidenceAnyMore() {
    receive(report("A1", JANE, 30).build());
    receive(report("B1", JANE, 0).build());
    settle();
    Patient other = patient("MRN2", "Mary", LocalDate.of(1970, 2, 3));
    receive(
        report("A1", other, 30)
            .status(ReportStatus.CORRECTED)
            .issued(SampleRecords.ISSUED)
            .build());
    List<Audit> then = settle();
    if (audited(then).contains("A1")) {
      assertEquals(List.of(), of("B1", then).earlier());
    } else {
      assertEquals(List.of(), then, "the correction was refused: nothing has changed");
    }
  }

  private List<String> behind(Report open) {
    return journal.earlier().ofOpen(open).stream()
        .map(found -> Objects.requireNonNull(found.earlier().report()).text())
        .toList();
  }

  @Test
  void aReportThatIsNotStoredHasTheSameEarlierReports() {
    Patient other = patient("MRN2", "Jane", LocalDate.of(1961, 2, 3));
    receive(report("A1", other, 40).build());
    receive(report("B1", JANE, 30).build());
    receive(report("C1", JANE, 20).status(ReportStatus.PRELIMINARY).build());
    Report open = report("D1", JANE, 10).build();
    assertEquals(List.of("Text of B1"), behind(open));
    merge(JANE, other);
    assertEquals(List.of("Text of B1", "Text of A1"), behind(open));
    EarlierReports.Found found = journal.earlier().ofOpen(open).get(0);
    assertEquals(
        Optional.of(found.report()),
        journal.patientReports().reportOf(UUID.fromString(found.earlier().id())));
    assertEquals(
        List.of("Text of A1"),
        behind(open.toBuilder().text("Text of B1").build()),
        "a copy is no comparison");
    assertEquals(
        List.of("A1", "B1", "C1"),
        audited(settle()).stream().sorted().toList(),
        "nothing of it is stored");
  }

  @Test
  void aPartOfThePatientFindsNothing() {
    receive(report("A1", JANE, 30).build());
    Report open = report("B1", JANE, 0).build();
    assertEquals(List.of("Text of A1"), behind(open));
    LocalDate born = LocalDate.of(1961, 2, 3);
    for (Patient part :
        List.of(
            patient("MRN1", "Jane", null),
            patient("MRN1", "", born),
            patient("MRN1", "Mary", born),
            patient("MRN1", "Jane", born.plusYears(1)),
            patient("", "Jane", born),
            patient("MRN9", "Jane", born))) {
      assertEquals(List.of(), behind(open.toBuilder().patient(part).build()));
    }
    assertEquals(List.of(), behind(open.toBuilder().issued(null).effective(null).build()));
  }

  /** It may be a second report of that examination. */
  @Test
  void aReportThatNamesNoExaminationIsNotComparedWithOneOfItsDay() {
    receive(report("A1", JANE, 30).build());
    Report open = report("B1", JANE, 30).build();
    Instant later = Objects.requireNonNull(open.issued()).plus(Duration.ofMinutes(1));
    Report named = open.toBuilder().issued(later).effective(later).build();
    assertEquals(List.of("Text of A1"), behind(named));
    Order none = new Order("", "", List.of(), List.of(), null, "", "", "");
    assertEquals(List.of(), behind(named.toBuilder().order(none).build()));
    Instant nextDay = later.plus(Duration.ofDays(1));
    assertEquals(
        List.of("Text of A1"),
        behind(named.toBuilder().order(none).issued(nextDay).effective(nextDay).build()));
  }

  @Test
  void theStorySaysWhatRestsOnWhat() {
    receive(report("A1", JANE, 30).build());
    receive(report("B1", JANE, 0).build());
    List<Audit> first = settle();
    receive(corrected("A1", JANE, 30));
    List<Audit> then = settle();
    ReportStory earlier = story("A1");
    ReportStory later = story("B1");
    UUID a1 = earlier.id().orElseThrow();
    UUID b1 = later.id().orElseThrow();
    UUID before = of("B1", first).runId();
    UUID after = of("B1", then).runId();
    assertEquals(
        List.of(
            new Rest(before, 1, a1, 1, Texts.sha256("Text of A1"), false),
            new Rest(after, 1, a1, 2, Texts.sha256("Corrected"), true)),
        later.restsOn());
    assertEquals(
        List.of(
            new Rest(before, 1, b1, 1, Texts.sha256("Text of A1"), true),
            new Rest(after, 2, b1, 1, Texts.sha256("Corrected"), true)),
        earlier.usedBy());
    assertEquals(List.of(), earlier.restsOn());
    assertEquals(List.of(), later.usedBy());
    UUID version = UUID.fromString(of("B1", then).earlier().get(0).id());
    assertEquals(Optional.of(a1), journal.patientReports().reportOf(version));
    assertTrue(journal.patientReports().reportOf(a1).isEmpty(), "a report is no version");
  }

  @Test
  void whatPeopleDecidedIsMarkedWhereTheEvidenceHasChanged() {
    receive(report("A1", JANE, 30).build());
    receive(report("B1", JANE, 0).build());
    List<Audit> first = settle();
    decide(of("A1", first), Kind.AGREE, null);
    Decision kept = decide(of("B1", first), Kind.AGREE, null);
    decide(of("B1", first), Kind.LEFT, kept);
    assertFalse(story("B1").decisions().get(0).evidenceChanged());
    assertEquals(0, journal.counters().counts().outcomes().evidenceChanged());
    receive(corrected("A1", JANE, 30));
    List<Audit> then = settle();
    assertEquals(Set.of(of("B1", first).runId()), changed("B1"), "the new audit rests on the new");
    assertEquals(Set.of(), changed("A1"));
    assertEquals(1, journal.counters().counts().outcomes().left());
    assertEquals(1, journal.counters().counts().outcomes().evidenceChanged());
    assertTrue(story("B1").decisions().get(0).evidenceChanged());
    assertFalse(story("A1").decisions().get(0).evidenceChanged());
    receive(report("A1", JANE, 30).status(ReportStatus.ENTERED_IN_ERROR).build());
    assertEquals(
        Set.of(of("B1", first).runId(), of("B1", then).runId()),
        changed("B1"),
        "a withdrawn report is no evidence");
  }

  /** With which the journal is opened. */
  IntakeLimits limits = IntakeLimits.DEFAULT;

  private void openWith(int most) {
    limits = limits.withEarlier(most);
    reopen();
  }

  @Test
  void aSiteReadsFewerOrNone() {
    receive(report("A1", JANE, 60).build());
    receive(report("A2", JANE, 30).build());
    receive(report("B1", JANE, 0).build());
    correlate();
    UUID b1 = story("B1").runs().get(0).id();
    assertEquals(2, story("B1").restsOn().size());
    openWith(0);
    Audit queuedBefore =
        settle().stream().filter(audit -> audit.runId().equals(b1)).findFirst().orElseThrow();
    assertEquals(List.of(), queuedBefore.earlier(), "a run that was queued before reads none");
    receive(report("B2", JANE, -1).build());
    assertEquals(List.of(), of("B2", settle()).earlier());
    assertEquals(List.of(), story("B2").restsOn());
    receive(corrected("A2", JANE, 30));
    assertFalse(audited(settle()).contains("B2"), "nothing that it rests on has changed");
    openWith(1);
    receive(report("B3", JANE, -2).build());
    assertEquals(List.of("Text of B2"), texts(of("B3", settle())));
  }

  @Test
  void theAnswersOfTheModelAreTakenAlong() {
    receive(report("B1", JANE, 0).build());
    correlate();
    Job job = journal.jobs().claim(LEASE).orElseThrow();
    assertTrue(journal.jobs().storeStep(job, "claims", "{\"answer\":1}"));
    finish(job);
    receive(report("A1", JANE, 30).build());
    correlate();
    finish(journal.jobs().claim(LEASE).orElseThrow());
    correlate();
    Job again = journal.jobs().claim(LEASE).orElseThrow();
    assertEquals("B1", again.report().order().accessionNumber());
    assertEquals(Map.of("claims", "{\"answer\":1}"), again.steps());
  }

  @Test
  void aRunThatWaitsForAnotherOneOfItsReportIsQueuedAfterIt() {
    receive(report("B1", JANE, 0).build());
    correlate();
    Job running = journal.jobs().claim(LEASE).orElseThrow();
    receive(report("A1", JANE, 30).build());
    correlate();
    finish(journal.jobs().claim(LEASE).orElseThrow());
    correlate();
    assertTrue(journal.jobs().claim(LEASE).isEmpty(), "its report has a run that has not ended");
    assertEquals(List.of(), finish(running).earlier());
    assertEquals(List.of("Text of A1"), texts(of("B1", settle())));
  }

  /**
   * Reports of two patients of one name come in any order, some twice, some are corrected or
   * withdrawn, and the journal is closed and opened between: at the end each valid report rests on
   * exactly the valid reports of earlier studies of its patient.
   */
  @Test
  void inWhateverOrderTheyComeEachRestsOnAllBeforeIt() {
    for (int seed = 0; seed < seeds(); seed++) {
      anyOrder(seed, new Random(seed));
    }
  }

  /** How many orders are tried. */
  protected abstract int seeds();

  private void anyOrder(int seed, Random random) {
    String prefix = "S" + seed + "-";
    LocalDate born = LocalDate.of(1950, 1, 1).plusDays(seed);
    List<Patient> two =
        List.of(patient(prefix + "1", "Jane", born), patient(prefix + "2", "Jane", born));
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6));
    Collections.shuffle(order, random);
    for (int change = 0; change < 3; change++) {
      order.add(random.nextInt(7));
    }
    Map<String, Audit> standing = new TreeMap<>();
    for (int number : order) {
      boolean again = standing.containsKey(prefix + number);
      Report.Builder report =
          report(prefix + number, two.get(number % 3 == 0 ? 0 : 1), 10 * number);
      receive(
          report
              .text("Message " + ++messages)
              .issued(SampleRecords.ISSUED.plusSeconds(messages))
              .status(
                  !again
                      ? ReportStatus.FINAL
                      : random.nextInt(3) == 0
                          ? ReportStatus.ENTERED_IN_ERROR
                          : ReportStatus.CORRECTED)
              .build());
      switch (random.nextInt(4)) {
        case 0 -> settle(standing);
        case 1 -> correlate();
        case 2 -> reopen();
        default -> {
          // the next one comes before any pass
        }
      }
    }
    settle(standing);
    assertEquals(7, standing.size());
    for (Audit audit : standing.values()) {
      if (!audit.report().status().withdrawn()) {
        assertEquals(
            expected(audit.report(), standing.values()),
            texts(audit),
            "seed " + seed + ", " + audit.report().reportId());
      }
    }
  }

  private void settle(Map<String, Audit> standing) {
    settle().forEach(audit -> standing.put(audit.report().reportId(), audit));
  }

  private static List<String> expected(Report of, Collection<Audit> standing) {
    return standing.stream()
        .map(Audit::report)
        .filter(other -> other.status().released() && other.patient().equals(of.patient()))
        .filter(other -> effective(other).isBefore(effective(of)))
        .sorted(Comparator.comparing(EarlierReportsContract::effective).reversed())
        .map(Report::text)
        .toList();
  }

  private static Instant effective(Report report) {
    return Objects.requireNonNull(report.effective());
  }
}
