package org.radiologytrust.journal.reviews;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.Deliveries;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.results.Outbox;
import org.radiologytrust.journal.results.ResourceStore;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.journal.reviews.Reviews.Outcome;
import org.radiologytrust.journal.reviews.Reviews.Publication;
import org.radiologytrust.journal.reviews.Worklist.Filter;
import org.radiologytrust.journal.reviews.Worklist.Page;
import org.radiologytrust.journal.reviews.Worklist.Row;
import org.radiologytrust.journal.reviews.Worklist.State;
import org.radiologytrust.journal.search.Counters;
import org.radiologytrust.journal.search.Stories.Delivered;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.ChecksMade;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Score;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.UnfinishedCheck;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.model.Weight;
import org.radiologytrust.publish.SampleAudits;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Decision.Kind;
import org.radiologytrust.review.FlagVerdict;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.ProblemParts;
import org.radiologytrust.review.Problems;

/** What the worklist and the reviews of every journal must do; one subclass for each store. */
abstract class ReviewsContract extends OpenedJournal {
  private static final String SIDE = "side-order";
  private static final String SURE = "overconfident";
  private static final String TEXT = "Right knee normal. Right knee without effusion. Surely.";

  private int runs;

  /** A copy of the store that was opened, as a backup makes it. */
  abstract Journal backup();

  // reports and audits

  final void receive(Report report) {
    clock.advance(Duration.ofSeconds(1));
    journal.inbox().receive(SampleMessages.report("k" + clock.instant(), report));
  }

  final Job queue() {
    return queue(waiting());
  }

  private UUID version(String accession) {
    return journal.jobs().awaitingImages(clock.instant(), 1000).stream()
        .filter(w -> w.report().order().accessionNumbers().contains(accession))
        .findFirst()
        .orElseThrow()
        .version();
  }

  private UUID waiting() {
    return journal.jobs().awaitingImages(clock.instant(), 1).get(0).version();
  }

  private Job queue(UUID version) {
    assertTrue(journal.jobs().queue(version, new UUID(0, ++runs), List.of(), "", false));
    return journal.jobs().claim(Duration.ofMinutes(5)).orElseThrow();
  }

  final Audit finish(Job job, Audit audit, String... sinks) {
    assertTrue(
        journal
            .jobs()
            .finish(job, audit, stored -> new Publication("audit", List.of()), List.of(sinks)));
    assertComputedAnewAlike(job.version());
    return audit;
  }

  /** The commit of an audit computes the row from what is in memory, all others from the tables. */
  private void assertComputedAnewAlike(UUID version) {
    long revision = journal.worklist().revision();
    db(journal)
        .write(
            tx -> {
              WorklistTable.update(tx, version.toString());
              return null;
            });
    assertEquals(revision, journal.worklist().revision(), "a changed row is a new revision");
  }

  /** The wrong side in two places, one problem. */
  private static CheckResult side(int place) {
    return new CheckResult(
        SIDE,
        Label.NEEDS_REVIEW,
        Evidence.of(place == 1 ? new Span(0, 10) : new Span(19, 29), TEXT),
        Evidence.field("OBR-4", "Left knee"),
        "The order is for the left side, the report names the right.");
  }

  private static CheckResult sure() {
    return new CheckResult(
        SURE,
        Label.UNCERTAIN,
        Evidence.of(new Span(48, 54), TEXT),
        Evidence.field("rule", "surely"),
        "Say how likely it is.");
  }

  private static Audit flagged(Job job, CheckResult... checks) {
    return SampleRecords.checkedOnly(job.runId(), job.report()).toBuilder()
        .checks(List.of(checks))
        .build();
  }

  private static Report report(String accession) {
    return SampleRecords.report(accession, TEXT);
  }

  private static Report version(String accession, ReportStatus status, int seconds) {
    return SampleRecords.report(
        "HOSP",
        accession,
        "MRN1",
        TEXT + " " + seconds,
        status,
        SampleRecords.ISSUED.plusSeconds(seconds));
  }

  /** A report with two problems, whose audit the sinks are to have. */
  private Audit flaggedReport(String accession, String... sinks) {
    receive(report(accession));
    Job job = queue();
    return finish(job, flagged(job, side(1), side(2), sure()), sinks);
  }

  private Page page(Filter filter) {
    return journal.worklist().page(filter, 0, 100);
  }

  private List<Row> rows() {
    return page(Filter.ALL).rows();
  }

  private Row row() {
    assertEquals(1, rows().size());
    return rows().get(0);
  }

  // the worklist

  @Test
  void aReportIsInTheWorklistFromItsReceiptOn() {
    receive(report("A1").toBuilder().radiologist("Dr. Ada Reader").build());
    Row row = row();
    assertEquals(
        new Row(
            row.report(),
            "HOSP",
            new Worklist.Exam("Doe", "Jane", "A1", "XR chest", "DX", "CHEST", "Dr. Ada Reader"),
            State.WAITING,
            null,
            false,
            Worklist.Problems.NONE,
            new Worklist.Result(null, "", List.of(), 0, 0, null, Expected.NOTHING),
            clock.instant(),
            clock.instant(),
            null,
            null,
            Worklist.Correction.NONE),
        row);
    assertEquals(
        new Page(List.of(row), Map.of(State.WAITING, 1), Map.of(), journal.worklist().revision()),
        page(Filter.ALL));
  }

  @Test
  void theCountsSayHowManyReportsArePreliminary() {
    version("A1", ReportStatus.FINAL, "Lungs clear.");
    version("A2", ReportStatus.PRELIMINARY, "Lungs clear.");
    version("A3", ReportStatus.PRELIMINARY, "Heart normal.");
    Page all = page(Filter.ALL);
    List<State> states = List.of(State.values());
    assertEquals(3, all.count(states));
    assertEquals(2, all.countPreliminary(states));
  }

  @Test
  void theRowFollowsTheAudit() {
    Audit audit = flaggedReport("A1");
    Row row = row();
    assertEquals(State.OPEN, row.state());
    assertEquals(Weight.CONTRADICTION, row.problems().weight());
    assertEquals(SIDE, row.problems().type());
    assertEquals(
        new ProblemParts(
            SIDE,
            "Right knee",
            "findings",
            "",
            "",
            "“Left knee”",
            "The order is for the left side, the report names the right."),
        row.problems().first());
    assertEquals(
        List.of(2, 2, 2),
        List.of(row.problems().places(), row.problems().open(), row.problems().all()));
    assertEquals(AuditOutcome.CHECKED_ONLY, row.result().outcome());
    assertEquals(List.of(1, 1), List.of(row.result().claims(), row.result().assessed()));
    assertEquals(audit.claims().size(), row.result().claims());
    assertNull(row.result().score());
  }

  @Test
  void theRowOfEachKindOfAuditIsTheOneOfWhatIsStored() {
    for (SampleAudits.Change change :
        List.<SampleAudits.Change>of(
            a -> {},
            SampleAudits.Change.REFUSED,
            SampleAudits.Change.OTHER_PATIENT,
            SampleAudits.Change.ASTRAL,
            SampleAudits.Change.HOSTILE,
            SampleAudits.Change.READ_IN_PART,
            SampleAudits.Change.TRACED,
            SampleAudits.Change.DRAFTED,
            SampleAudits.Change.WITHDRAWN)) {
      receive(report("A" + ++runs));
      Job job = queue();
      finish(job, SampleAudits.with(change).toBuilder().runId(job.runId()).addStep("s").build());
    }
    assertTrue(rows().stream().noneMatch(row -> row.state() == State.WAITING));
  }

  @Test
  void whatOnlyAsksOpensNothing() {
    receive(report("A1"));
    Job job = queue();
    finish(job, flagged(job, side(1).asking("Not measured."), sure().asQuiet()));
    Row row = row();
    assertEquals(State.QUESTIONS, row.state());
    assertEquals(List.of(0, 0, 1), counts(row.problems()));
    assertEquals(SIDE, row.problems().type());
    assertEquals(1, page(type(SIDE)).rows().size(), "it is found by its check");
    assertEquals(List.of(), page(type(SURE)).rows(), "what is quiet is not");
  }

  private static List<Integer> counts(Worklist.Problems problems) {
    return List.of(problems.open(), problems.all(), problems.questions());
  }

  @Test
  void aModelThatIsNotTrustedAssessesNothing() {
    receive(report("A1"));
    Job job = queue();
    Audit audit = SampleRecords.audit(job.runId(), job.report(), List.of());
    Verdict untrusted =
        Verdict.byRule(
            1, Label.UNCERTAIN, Verdict.Basis.UNTRUSTED_MODEL, List.of("why"), List.of());
    finish(
        job,
        audit.toBuilder()
            .verdicts(List.of(untrusted))
            .score(new Score(null, 1, 0, 1, 0, 0))
            .build());
    assertEquals(State.NO_FLAG, row().state());
    assertEquals(0, row().result().assessed());
    assertEquals(1, row().result().claims());
  }

  @Test
  void anAuditWithoutAFlagLeavesNothingToDo() {
    receive(report("A1"));
    Job job = queue();
    finish(job, SampleRecords.audit(job.runId(), job.report(), List.of()));
    assertEquals(State.NO_FLAG, row().state());
    assertEquals(100, row().result().score());
    assertEquals(AuditOutcome.AUDITED, row().result().outcome());
  }

  @Test
  void anAuditWithACheckThatDidNotFinishIsNotAuditable() {
    receive(report("A1"));
    Job job = queue();
    Audit clean = SampleRecords.audit(job.runId(), job.report(), List.of());
    UnfinishedCheck late = new UnfinishedCheck("denied", UnfinishedCheck.Reason.TIME);
    finish(job, clean.toBuilder().unfinished(List.of(late)).build());
    assertEquals(State.NOT_AUDITABLE, row().state());
    assertEquals(AuditOutcome.AUDITED, row().result().outcome());
    assertEquals(List.of("denied"), row().result().unfinished());
    assertEquals(List.of(late), history("A1").current().audits().get(0).unfinished());
  }

  @Test
  void aTextWithoutAFlagWaitsAsLongAsImagesAreExpected() {
    receive(report("A1"));
    UUID version = waiting();
    assertTrue(journal.jobs().queue(version, new UUID(0, ++runs), List.of(), "", true));
    Job text = journal.jobs().claim(Duration.ofMinutes(5)).orElseThrow();
    finish(text, SampleRecords.audit(text.runId(), text.report(), List.of()));
    assertEquals(State.WAITING, row().state(), "the images have not come");
    assertTrue(journal.jobs().queue(version, new UUID(0, ++runs), List.of(), "", false));
    assertEquals(State.WAITING, row().state(), "they came, and are not looked at yet");
    Job images = journal.jobs().claim(Duration.ofMinutes(5)).orElseThrow();
    finish(images, SampleRecords.audit(images.runId(), images.report(), List.of()));
    assertEquals(State.NO_FLAG, row().state());
  }

  @Test
  void anOpenFlagDoesNotWaitForImages() {
    receive(report("A1"));
    assertTrue(journal.jobs().queue(waiting(), new UUID(0, ++runs), List.of(), "", true));
    Job text = journal.jobs().claim(Duration.ofMinutes(5)).orElseThrow();
    finish(text, flagged(text, sure()));
    assertEquals(State.OPEN, row().state());
  }

  /** Brings a report into a random state; returns whether it was withdrawn. */
  private boolean random(Random random, String accession) {
    ReportStatus status =
        random.nextInt(8) == 0 ? ReportStatus.CANCELLED : ReportStatus.PRELIMINARY;
    receive(version(accession, status, 1));
    if (random.nextInt(6) == 0) {
      return status.withdrawn();
    }
    UUID version = version(accession);
    boolean expected = random.nextInt(3) == 0;
    journal.jobs().queue(version, new UUID(0, ++runs), List.of(), "", expected);
    Job job = journal.jobs().claim(Duration.ofMinutes(5)).orElseThrow();
    if (random.nextInt(8) == 0) {
      finish(job, SampleRecords.failed(job.runId(), job.report(), "no text"));
      return status.withdrawn();
    }
    List<CheckResult> checks = new ArrayList<>();
    for (CheckResult check : List.of(side(1), side(2), sure())) {
      switch (random.nextInt(4)) {
        case 0 -> checks.add(check);
        case 1 -> checks.add(check.asking("Not measured."));
        case 2 -> checks.add(check.weighing(Weight.CRITICAL));
        default -> {}
      }
    }
    List<UnfinishedCheck> unfinished =
        random.nextInt(5) == 0
            ? List.of(new UnfinishedCheck("denied", UnfinishedCheck.Reason.TIME))
            : List.of();
    Audit audit =
        finish(
            job,
            flagged(job, checks.toArray(CheckResult[]::new)).toBuilder()
                .unfinished(unfinished)
                .build());
    int decided = random.nextInt(4);
    for (Problem problem :
        Stream.of(Problems.of(audit), Problems.asked(audit)).flatMap(List::stream).toList()) {
      if (random.nextInt(3) < decided) {
        Kind kind = random.nextInt(4) == 0 ? Kind.AGREE : Kind.DISMISS;
        decide(accession, decision(audit, problem.key(), kind, "ann"), null);
      }
    }
    return status.withdrawn();
  }

  @Test
  void eachReportButAWithdrawnOneIsInExactlyOneCount() {
    Random random = new Random(41);
    int reports = 0;
    int withdrawn = 0;
    Set<State> seen = EnumSet.noneOf(State.class);
    for (int i = 0; i < 60; i++) {
      reports++;
      withdrawn += random(random, "A" + i) ? 1 : 0;
      Page all = page(Filter.ALL);
      assertCountsAreTheRows(all);
      assertEquals(withdrawn, all.count(Set.of(State.WITHDRAWN)));
      assertEquals(
          reports - withdrawn,
          all.count(EnumSet.complementOf(EnumSet.of(State.WITHDRAWN))),
          "the seven add up");
      seen.addAll(all.counts().keySet());
    }
    for (State state : State.values()) {
      Page one = journal.worklist().page(states(state), 0, 100);
      assertEquals(one.counts().getOrDefault(state, 0), one.rows().size(), state.code());
      one.rows().forEach(row -> assertEquals(state, row.state()));
      one.rows().stream()
          .filter(row -> state == State.NO_FLAG || state == State.DECIDED)
          .forEach(
              row -> {
                assertEquals(List.of(), row.result().unfinished(), "checked means all checks");
                assertEquals(0, row.problems().open());
              });
    }
    // that of a trial is in ShadowContract
    assertEquals(
        EnumSet.complementOf(EnumSet.of(State.TRIAL)),
        seen,
        "the journals of this test have each other state");
  }

  /** What is counted without reading the rows is what the rows are. */
  private void assertCountsAreTheRows(Page all) {
    Map<State, Integer> rows = new EnumMap<>(State.class);
    Map<State, Integer> preliminary = new EnumMap<>(State.class);
    for (Row row : all.rows()) {
      rows.merge(row.state(), 1, Integer::sum);
      if (row.preliminary()) {
        preliminary.merge(row.state(), 1, Integer::sum);
      }
    }
    assertEquals(rows, all.counts());
    for (State state : State.values()) {
      Set<State> one = Set.of(state);
      assertEquals(preliminary.getOrDefault(state, 0), all.countPreliminary(one), state.code());
      assertEquals(all.count(one), journal.worklist().count(states(state)), state.code());
    }
  }

  /** Whether a search finds few reports or many, it counts the same as one that reads all. */
  @Test
  void aSearchThatFindsFewCountsAsOneThatFindsMany() {
    BulkAudits.load(journal, 300);
    List<Row> all = journal.worklist().page(Filter.ALL, 0, 300).rows();
    for (String text : List.of("a", "a1000", "a100000", "a10000", "zz", "ada")) {
      for (Set<State> states : List.of(Set.<State>of(), Set.of(State.OPEN))) {
        Filter filter = new Filter(text, states, "", "", "", Set.of(), "", false, null);
        Page page = journal.worklist().page(filter, 0, 300);
        List<Row> found =
            all.stream()
                .filter(
                    row ->
                        Stream.of(
                                row.exam().accession(),
                                row.exam().familyName(),
                                row.exam().givenName())
                            .anyMatch(word -> word.toLowerCase(Locale.ROOT).startsWith(text)))
                .toList();
        assertEquals(
            found.stream().filter(row -> states.isEmpty() || states.contains(row.state())).toList(),
            page.rows(),
            text);
        assertEquals(
            found.stream().collect(Collectors.groupingBy(Row::state, Collectors.counting())),
            page.counts().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> (long) e.getValue())),
            text);
        assertEquals(page.rows().size(), journal.worklist().count(filter), text);
        assertEquals(
            page.rows().subList(0, Math.min(7, page.rows().size())),
            journal.worklist().page(filter, 0, 7).rows());
      }
    }
  }

  @Test
  void theFewCriticalReportsOfALongListAreFirst() {
    runs = 1_000_000; // the long list has the first ones
    for (int i = 0; i < 5; i++) {
      receive(report("C" + i));
      Job job = queue();
      finish(job, flagged(job, sure(), side(1).weighing(Weight.CRITICAL)));
    }
    clock.advance(Duration.ofDays(5));
    BulkAudits.load(journal, 5_000);
    Page first = journal.worklist().page(Filter.ALL, 0, 6);
    assertEquals(
        List.of("C0", "C1", "C2", "C3", "C4"),
        accessions(first).subList(0, 5),
        "those that wait longest first");
    assertEquals(Weight.CRITICAL, first.rows().get(4).placed());
    assertTrue(first.rows().get(5).placed() != Weight.CRITICAL);
    assertEquals(5_005, first.counts().values().stream().mapToInt(Integer::intValue).sum());
  }

  @Test
  void whatCannotBeAuditedSaysWhy() {
    receive(report("A1"));
    Job failed = queue();
    finish(failed, SampleRecords.failed(failed.runId(), failed.report(), "no text"));
    receive(report("A2"));
    journal.jobs().abandon(queue(), "its process died five times");
    assertEquals(
        List.of("its process died five times", "no text"),
        rows().stream().map(row -> row.result().failure()).toList());
    for (Row row : rows()) {
      assertEquals(State.NOT_AUDITABLE, row.state());
      assertEquals(AuditOutcome.NOT_AUDITABLE, row.result().outcome());
    }
  }

  @Test
  void aCorrectionKeepsTheRowAndAWithdrawalEndsIt() {
    flaggedReport("A1");
    UUID id = row().report();
    receive(version("A1", ReportStatus.CORRECTED, 10));
    assertEquals(id, row().report());
    assertEquals(State.WAITING, row().state(), "nothing is known about the new words");
    assertEquals(0, row().problems().all());
    assertEquals(clock.instant(), row().received());
    Job job = queue();
    finish(job, flagged(job, sure()));
    assertEquals(Weight.REST, row().problems().weight());
    receive(version("A1", ReportStatus.ENTERED_IN_ERROR, 20));
    assertEquals(State.WITHDRAWN, row().state());
    assertEquals(id, row().report());
  }

  @Test
  void reportsWithOpenProblemsAreFirstThenTheNewest() {
    receive(report("A1"));
    Job none = queue();
    finish(none, SampleRecords.audit(none.runId(), none.report(), List.of()));
    flaggedReport("A2");
    receive(report("A3"));
    Job uncertain = queue();
    finish(uncertain, flagged(uncertain, sure()));
    flaggedReport("A4");
    receive(report("A5"));
    Job failed = queue();
    finish(failed, SampleRecords.failed(failed.runId(), failed.report(), "no text"));
    Audit decided = flaggedReport("A6");
    for (Problem problem : Problems.of(decided)) {
      decide("A6", decision(decided, problem.key(), Kind.DISMISS, "ann"), null);
    }
    receive(version("A7", ReportStatus.CANCELLED, 1));
    Job withdrawn = queue();
    finish(withdrawn, SampleRecords.audit(withdrawn.runId(), withdrawn.report(), List.of()));
    receive(report("A8"));
    List<String> order = List.of("A4", "A2", "A3", "A5", "A8", "A1", "A6", "A7");
    Map<State, Integer> counts =
        Map.of(
            State.OPEN, 3,
            State.NOT_AUDITABLE, 1,
            State.WAITING, 1,
            State.NO_FLAG, 1,
            State.DECIDED, 1,
            State.WITHDRAWN, 1);
    Page all = page(Filter.ALL);
    assertEquals(order, accessions(all));
    assertEquals(counts, all.counts());
    Page part = journal.worklist().page(Filter.ALL, 2, 3);
    assertEquals(order.subList(2, 5), accessions(part));
    assertEquals(counts, part.counts(), "of the whole list");
    for (int count : List.of(0, 1, 7, 8, 9)) {
      Page some = journal.worklist().page(Filter.ALL, 0, count);
      assertEquals(order.subList(0, Math.min(count, 8)), accessions(some));
      assertEquals(counts, some.counts());
    }
    assertEquals(counts, page(states(State.DECIDED)).counts(), "whichever states are shown");
    assertEquals(List.of("A5", "A8"), found(states(State.NOT_AUDITABLE, State.WAITING)));
    assertEquals(List.of("A4", "A2", "A3", "A6"), found(type(SURE)), "decided ones too");
    assertEquals(List.of("A4", "A2", "A6"), found(type(SIDE)));
    assertEquals(List.of(), found(type("side")));
  }

  private static List<String> accessions(Page page) {
    return page.rows().stream().map(row -> row.exam().accession()).toList();
  }

  private List<String> found(Filter filter) {
    Page page = page(filter);
    Set<State> states = filter.states().isEmpty() ? Set.of(State.values()) : filter.states();
    assertEquals(page.rows().size(), page.count(states));
    assertEquals(page.rows().size(), journal.worklist().count(filter));
    return accessions(page);
  }

  private static Filter states(State... states) {
    return new Filter("", Set.of(states), "", "", "", Set.of(), "", false, null);
  }

  private static Filter type(String type) {
    return new Filter("", Set.of(), "", "", "", Set.of(), type, false, null);
  }

  private static Filter text(String text) {
    return new Filter(text, Set.of(), "", "", "", Set.of(), "", false, null);
  }

  private static Report report(
      String site, String accession, String mrn, String family, String given, Order order) {
    return Report.of(site, accession)
        .patient(
            new Patient(
                List.of(new Identifier("", mrn, "MR")), family, given, null, Sex.UNKNOWN, ""))
        .order(order)
        .text(TEXT)
        .status(ReportStatus.FINAL)
        .issued(SampleRecords.ISSUED)
        .build();
  }

  private static Order order(String accession, String modality, String bodyPart) {
    return new Order(
        "", "", List.of(accession), List.of(), new Coding("", "1", ""), modality, bodyPart, "");
  }

  @Test
  void theListIsFilteredByWhatItsRowsHave() {
    receive(
        report("NORD", "A1", "1", "Doe", "Jo", order("A1", "CT", "HEAD")).toBuilder()
            .radiologist("Dr. B")
            .build());
    Instant second = clock.instant().plusSeconds(1);
    receive(
        report("SUED", "A2", "2", "Doe", "Al", order("A2", "CT", "CHEST")).toBuilder()
            .radiologist("dr. a")
            .build());
    receive(report("SUED", "A3", "3", "Doe", "Al", order("A3", "MR", "HEAD")));
    assertEquals(
        new Worklist.Values(
            List.of("NORD", "SUED"),
            List.of("CT", "MR"),
            List.of("CHEST", "HEAD"),
            List.of("dr. a", "Dr. B"),
            List.of()),
        journal.worklist().values());
    assertEquals(List.of("A3", "A2"), found(filter("SUED", "", "", "", null)));
    assertEquals(List.of("A2", "A1"), found(filter("", "CT", "", "", null)));
    assertEquals(List.of("A3", "A1"), found(filter("", "", "HEAD", "", null)));
    assertEquals(List.of("A1"), found(filter("", "", "", "Dr. B", null)));
    assertEquals(List.of("A3", "A2"), found(filter("", "", "", "", second)));
    assertEquals(List.of("A2"), found(filter("SUED", "CT", "", "", second)));
    assertEquals(List.of(), found(filter("OST", "", "", "", null)));
  }

  private static Filter filter(
      String site, String modality, String bodyPart, String radiologist, Instant since) {
    return new Filter(
        "",
        Set.of(),
        site,
        modality,
        bodyPart,
        radiologist.isEmpty() ? Set.of() : Set.of(radiologist),
        "",
        false,
        since);
  }

  @Test
  void aValueThatNoRowHasAnyMoreIsNotOffered() {
    receive(report("A1").toBuilder().radiologist("Dr. A").build());
    receive(report("A2").toBuilder().radiologist("Dr. A").build());
    receive(version("A2", ReportStatus.CORRECTED, 10).toBuilder().radiologist("Dr. B").build());
    assertEquals(List.of("Dr. A", "Dr. B"), journal.worklist().values().radiologists());
    receive(version("A1", ReportStatus.CORRECTED, 10).toBuilder().radiologist("Dr. B").build());
    assertEquals(List.of("Dr. B"), journal.worklist().values().radiologists());
    Job job = queue();
    finish(job, flagged(job, side(1), sure()));
    assertEquals(List.of(SURE, SIDE), journal.worklist().values().types());
  }

  @Test
  void aReportIsFoundByTheStartOfItsNumbersAndOfNames() {
    receive(
        report("S", "ACC-100", "MRN7", "Müller-Lüdenscheid", "Anna Bea", order("ACC-100", "", "")));
    receive(report("S", "X_1%", "8001", "O'Neill", "Al", order("X_1%", "", "")));
    receive(report("S", "Xa1b", "8002", "Weiß", "Bo", order("Xa1b", "", "")));
    for (String search :
        List.of(
            "acc-1",
            "ACC-100",
            "100",
            "mrn7",
            "MÜLLER",
            "muller",
            "lüden",
            "bea",
            "Anna, müller-l",
            "Lüdenscheid^Bea",
            "  a  acc ")) {
      assertEquals(List.of("ACC-100"), found(text(search)), search);
    }
    assertEquals(List.of("X_1%"), found(text("x_")), "no sign stands for another");
    assertEquals(List.of("X_1%"), found(text("X_1%")));
    assertEquals(List.of("X_1%"), found(text("neill")));
    assertEquals(List.of("Xa1b"), found(text("WEISS")));
    assertEquals(List.of("Xa1b", "X_1%"), found(text("x")));
    assertEquals(List.of("Xa1b", "X_1%", "ACC-100"), found(text(" ")), "no word, no search");
    for (String search : List.of("00", "CC", "üller", "anna x", "%", "_", "\\")) {
      assertEquals(List.of(), found(text(search)), search);
    }
  }

  @Test
  void aHostileNameIsCutAndFound() {
    String family = "Zz\u0000\n😀" + "😀".repeat(100_000);
    receive(report("S", "A1", "1", family, "'; drop table worklist; --", order("A1", "", "")));
    assertTrue(row().exam().familyName().length() <= 200);
    assertTrue(row().exam().familyName().endsWith("😀…"), "no half of a character");
    assertEquals(List.of("A1"), found(text("zz drop '")));
  }

  @Test
  void theRevisionGrowsWhenARowChangesAndOnlyThen() {
    long empty = journal.worklist().revision();
    receive(report("A1"));
    long received = journal.worklist().revision();
    assertTrue(received > empty);
    receive(report("A1"));
    Job job = queue();
    assertEquals(received, journal.worklist().revision(), "a repeat, and a run that began");
    finish(job, flagged(job, sure()));
    long audited = journal.worklist().revision();
    assertTrue(audited > received);
    assertEquals(audited, page(Filter.ALL).revision());
    reopen();
    assertEquals(audited, journal.worklist().revision());
  }

  /** As when the process dies before the commit. */
  @Test
  @Tag("safety")
  void whatIsNotCommittedIsNotInTheWorklist() {
    Inbox.Incoming incoming =
        new Inbox.Incoming(
            "hl7",
            "HOSP",
            "k",
            new byte[] {1},
            new Inbox.Parsed(report("A1")),
            (outcome, reason) -> {
              throw new IllegalStateException("no reply");
            });
    assertThrows(IllegalStateException.class, () -> journal.inbox().receive(incoming));
    assertEquals(List.of(), rows());
    assertEquals(List.of(), journal.worklist().values().sites());
  }

  // reviews

  private UUID id(String accession) {
    return rows().stream()
        .filter(row -> row.exam().accession().equals(accession))
        .findFirst()
        .orElseThrow()
        .report();
  }

  private static Decision decision(Audit audit, String problem, Kind kind, String user) {
    return Decision.of(UUID.randomUUID(), audit.runId(), problem, kind, user)
        .reason(kind == Kind.DISMISS ? "meant" : "")
        .text(kind == Kind.REWORD ? "Left knee." : "")
        .images(List.of("aa", "bb"))
        .build();
  }

  private static Decision undo(Decision of, String user) {
    return Decision.of(UUID.randomUUID(), of.run(), of.problem(), Kind.UNDO, user)
        .undoes(of.id())
        .build();
  }

  private static Publication nothing(Object audit, Object decisions, Object stored) {
    return new Publication("decision", List.of());
  }

  private Outcome decide(String accession, Decision decision, UUID newest, String... sinks) {
    return decide(accession, List.of(new Reviews.Intended(decision, newest)), sinks);
  }

  private Outcome decide(String accession, List<Reviews.Intended> intended, String... sinks) {
    clock.advance(Duration.ofSeconds(1));
    UUID report = id(accession);
    Reviews.Result result =
        journal
            .reviews()
            .decide(report, history -> intended, ReviewsContract::nothing, List.of(sinks));
    assertEquals(
        journal.reviews().find(report), result.history(), "what the commit returns is stored");
    return result.outcome();
  }

  private History history(String accession) {
    return journal.reviews().find(id(accession)).orElseThrow();
  }

  private static String key(Audit audit, String type) {
    return Problems.of(audit).stream()
        .filter(problem -> problem.type().equals(type))
        .findFirst()
        .orElseThrow()
        .key();
  }

  @Test
  void aReportIsFoundWithItsVersionsAuditsAndDecisions() {
    assertTrue(journal.reviews().find(UUID.randomUUID()).isEmpty());
    receive(report("A1"));
    History waiting = history("A1");
    assertEquals(id("A1"), waiting.id());
    assertEquals("awaiting_images", waiting.current().state());
    assertTrue(waiting.audit().isEmpty());
    UUID version = journal.jobs().awaitingImages(clock.instant(), 1).get(0).version();
    Job first = queue(version);
    Audit early = finish(first, flagged(first, side(1)));
    decide("A1", decision(early, key(early, SIDE), Kind.AGREE, "ann"), null);
    Job second = queue(version);
    Audit again = finish(second, flagged(second, side(1), sure()));
    receive(version("A1", ReportStatus.CORRECTED, 10));
    Job third = queue();
    Audit corrected = finish(third, flagged(third, sure()));
    decide("A1", decision(corrected, key(corrected, SURE), Kind.AGREE, "bob"), null);
    History history = history("A1");
    assertEquals(List.of(2, 1), history.versions().stream().map(v -> v.number()).toList());
    assertEquals(List.of(again, early), history.versions().get(1).audits());
    assertEquals(corrected, history.audit().orElseThrow());
    assertEquals("checked_only", history.current().state());
    assertEquals(third.report(), history.current().report());
    assertEquals(List.of("ann", "bob"), history.decisions().stream().map(d -> d.user()).toList());
  }

  @Test
  void aDecisionIsStoredAsItIsAndTheRowFollows() {
    Audit audit = flaggedReport("A1");
    Decision reword = decision(audit, key(audit, SIDE), Kind.REWORD, "ann");
    assertEquals(Outcome.STORED, decide("A1", reword, null));
    Instant first = clock.instant();
    Decision stored = history("A1").decisions().get(0);
    assertEquals(first, stored.at(), "the journal's time, not the caller's");
    assertEquals(
        Decision.of(reword.id(), audit.runId(), reword.problem(), Kind.REWORD, "ann")
            .text("Left knee.")
            .at(first)
            .images(List.of("aa", "bb"))
            .build(),
        stored);
    assertEquals(
        List.of(State.OPEN, Weight.REST, 1),
        List.of(row().state(), row().problems().weight(), row().problems().open()));
    assertEquals(SURE, row().problems().type());
    assertEquals("ann", row().decided().by());
    assertEquals(first, row().decided().at());
    decide("A1", decision(audit, key(audit, SURE), Kind.DISMISS, "bob"), null);
    assertEquals("meant", history("A1").decisions().get(1).reason());
    assertEquals(State.TO_CORRECT, row().state(), "the side was reworded, and the report was not");
    assertEquals(List.of(0, 2, 0), counts(row().problems()));
    assertEquals(
        new Worklist.Correction(1, "ann", first, null, null, null, null, null), row().correction());
    assertEquals("bob", row().decided().by());
    assertEquals(SIDE, row().problems().type());
  }

  @Test
  void anUndoOpensTheProblemAgainAndDeletesNothing() {
    Audit audit = flaggedReport("A1");
    Decision agree = decision(audit, key(audit, SIDE), Kind.AGREE, "ann");
    decide("A1", agree, null);
    Decision undo = undo(agree, "ann");
    assertEquals(Outcome.STORED, decide("A1", undo, agree.id()));
    assertEquals(2, row().problems().open());
    assertNull(row().decided());
    assertEquals(
        List.of(Kind.AGREE, Kind.UNDO),
        history("A1").decisions().stream().map(d -> d.kind()).toList());
    assertEquals(Outcome.UNKNOWN, decide("A1", undo(agree, "ann"), undo.id()), "it does not stand");
    assertEquals(Outcome.UNKNOWN, decide("A1", undo(undo, "ann"), undo.id()));
    Decision anew = decision(audit, key(audit, SIDE), Kind.DISMISS, "ann");
    assertEquals(
        Outcome.DECIDED_MEANWHILE, decide("A1", anew, agree.id()), "the undo was not seen");
    assertEquals(Outcome.STORED, decide("A1", anew, undo.id()));
    assertEquals(1, row().problems().open());
  }

  @Test
  void theListCountsOneErrorOnceWhateverItsReasons() {
    CheckResult images =
        new CheckResult(
            "side-images",
            Label.NEEDS_REVIEW,
            Evidence.of(new Span(0, 5), TEXT),
            Evidence.field("Laterality", "L"),
            "The images are of the left side.");
    receive(report("A1"));
    Job job = queue();
    Audit audit = finish(job, checked(job, side(1), side(2), images), "fhir");
    assertEquals(List.of(1, 1, 0), counts(row().problems()));
    assertEquals(2, Problems.of(audit).size(), "what is published names both");
    assertEquals(1, page(type("side-images")).rows().size(), "it is found by each of its checks");
    List<Reviews.Intended> agreed =
        Problems.of(audit).stream()
            .map(
                p ->
                    new Reviews.Intended(
                        decision(audit, p.key(), Kind.AGREE, "ann").toBuilder()
                            .act(new UUID(9, 9))
                            .build(),
                        null))
            .toList();
    assertEquals(Outcome.STORED, decide("A1", agreed, "fhir"));
    assertEquals(1, row().correction().waiting());
    assertEquals(
        List.of(new UUID(9, 9), new UUID(9, 9)),
        history("A1").decisions().stream().map(Decision::act).toList());
    assertEquals(3, journal.counters().counts().deliveries().get("fhir").get("pending"));
    clock.advance(Duration.ofHours(5));
    assertEquals(1, remind(), "one reminder for one error");
    assertEquals(0, remind());
  }

  @Test
  void whoDecidesAnewSawTheDecisionBefore() {
    Audit audit = flaggedReport("A1");
    Decision first = decision(audit, key(audit, SIDE), Kind.AGREE, "ann");
    decide("A1", first, null);
    Decision second = decision(audit, key(audit, SIDE), Kind.DISMISS, "bob");
    assertEquals(Outcome.DECIDED_MEANWHILE, decide("A1", second, null));
    assertEquals(1, history("A1").decisions().size());
    assertEquals(Outcome.STORED, decide("A1", second, first.id()));
    assertEquals(
        second.id(),
        Decided.of(audit, history("A1").decisions()).standing(key(audit, SIDE)).orElseThrow().id());
    assertEquals(Outcome.DECIDED_MEANWHILE, decide("A1", undo(first, "ann"), first.id()));
    assertEquals(Outcome.UNKNOWN, decide("A1", undo(first, "ann"), second.id()));
    decide("A1", undo(second, "bob"), second.id());
    assertEquals("ann", row().decided().by(), "what it replaced stands again");
  }

  @Test
  @Tag("safety")
  void ofManyWhoDecideAtOnceOneIsStored() throws Exception {
    Audit audit = flaggedReport("A1");
    UUID report = id("A1");
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Callable<Outcome>> all =
        IntStream.range(0, 16)
            .<Callable<Outcome>>mapToObj(
                n ->
                    () ->
                        journal
                            .reviews()
                            .decide(
                                report,
                                decision(audit, key(audit, SIDE), Kind.AGREE, "u" + n),
                                null,
                                ReviewsContract::nothing,
                                List.of("fhir")))
            .toList();
    List<Outcome> outcomes = new ArrayList<>();
    for (Future<Outcome> one : pool.invokeAll(all)) {
      outcomes.add(one.get());
    }
    pool.shutdown();
    assertEquals(1, outcomes.stream().filter(o -> o == Outcome.STORED).count());
    assertEquals(15, outcomes.stream().filter(o -> o == Outcome.DECIDED_MEANWHILE).count());
    assertEquals(1, history("A1").decisions().size());
    assertEquals(1, journal.counters().counts().deliveries().get("fhir").get("pending"));
  }

  @Test
  void aDecisionThatIsSentAgainIsStoredOnce() {
    Audit audit = flaggedReport("A1");
    Decision agree = decision(audit, key(audit, SIDE), Kind.AGREE, "ann");
    assertEquals(Outcome.STORED, decide("A1", agree, null, "fhir"));
    long revision = journal.worklist().revision();
    assertEquals(Outcome.STORED, decide("A1", agree, null, "fhir"), "its answer was lost");
    assertEquals(1, history("A1").decisions().size());
    assertEquals(revision, journal.worklist().revision());
    Decision other =
        Decision.of(agree.id(), agree.run(), agree.problem(), Kind.REWORD, "bob")
            .text("Right.")
            .build();
    assertEquals(Outcome.UNKNOWN, decide("A1", other, null));
  }

  // reports that became final

  private void version(String accession, ReportStatus status, String text) {
    receive(SampleRecords.report("HOSP", accession, "MRN1", text, status, clock.instant()));
  }

  private List<FinalReports.FinalReport> finals(String modality, Instant since) {
    return journal.finals().newest(new FinalReports.Filter(modality, since), 10);
  }

  @Test
  void theFirstFinalVersionIsListedWithTheLastPreliminaryOne() {
    version("A1", ReportStatus.PRELIMINARY, "One.");
    version("A1", ReportStatus.PRELIMINARY, "Two.");
    version("A1", ReportStatus.FINAL, "Three.");
    version("A1", ReportStatus.CORRECTED, "Four.");
    version("A2", ReportStatus.FINAL, "Never preliminary.");
    version("A2", ReportStatus.CORRECTED, "Corrected.");
    version("A3", ReportStatus.PRELIMINARY, "Not final.");
    version("A3", ReportStatus.CANCELLED, "");
    Instant later = clock.instant().plusMillis(1);
    version("A4", ReportStatus.PARTIAL, "Part.");
    version("A4", ReportStatus.AMENDED, "Whole.");
    List<FinalReports.FinalReport> all = finals("", null);
    assertEquals(
        List.of(id("A4"), id("A1")), all.stream().map(FinalReports.FinalReport::id).toList());
    FinalReports.FinalReport first = all.get(1);
    assertEquals(List.of(2, 3), List.of(first.from(), first.to()));
    assertEquals("Two.", first.before().text());
    assertEquals("Three.", first.after().text());
    assertEquals(1, finals("DX", later).size());
    assertEquals(0, finals("CT", null).size());
    assertEquals(1, journal.finals().newest(new FinalReports.Filter("", null), 1).size());
  }

  @Test
  @Tag("safety")
  void anAuditThatDoesNotSayWhichChecksFinishedCarriesNoDecisionOn() {
    receive(report("A1"));
    UUID version = journal.jobs().awaitingImages(clock.instant(), 1).get(0).version();
    Job first = queue(version);
    Audit early = finish(first, flagged(first, side(1), side(2)));
    Decision agree = decision(early, key(early, SIDE), Kind.DISMISS, "ann");
    decide("A1", agree, null);
    assertEquals(State.DECIDED, row().state());
    Job second = queue(version);
    Audit again = finish(second, flagged(second, side(1), side(2)));
    assertEquals(key(early, SIDE), key(again, SIDE));
    assertEquals(State.OPEN, row().state());
    assertNull(row().decided());
    assertEquals(List.of(agree.id()), history("A1").decisions().stream().map(d -> d.id()).toList());
    assertEquals(Outcome.OUTDATED, decide("A1", undo(agree, "ann"), agree.id()));
    assertEquals(
        Outcome.STORED, decide("A1", decision(again, key(again, SIDE), Kind.AGREE, "ann"), null));
  }

  /** An audit that says which checks finished. */
  private static Audit checked(Job job, CheckResult... checks) {
    return flagged(job, checks).toBuilder()
        .made(new ChecksMade("words", List.of(SIDE, SURE)))
        .build();
  }

  /** A repeated run and its audit, of the same version. */
  private Audit again(UUID version, CheckResult... checks) {
    Job job = queue(version);
    return finish(job, checked(job, checks), "fhir");
  }

  @Test
  @Tag("safety")
  void aDecisionHoldsOnForTheNextRunWithTheSameFlag() {
    receive(report("A1"));
    UUID version = journal.jobs().awaitingImages(clock.instant(), 1).get(0).version();
    Audit early = again(version, side(1), side(2), sure());
    Decision agree = decision(early, key(early, SIDE), Kind.AGREE, "ann");
    decide("A1", agree, null, "fhir");
    Instant agreed = clock.instant();
    Decision dismiss = decision(early, key(early, SURE), Kind.DISMISS, "bob");
    decide("A1", dismiss, null, "fhir");
    clock.advance(Duration.ofMinutes(9));
    Audit late = again(version, side(1), side(2), sure());
    List<Decision> carried = history("A1").decisions().subList(2, 4);
    assertEquals(List.of(late.runId(), late.runId()), carried.stream().map(Decision::run).toList());
    Decision first = carried.get(0);
    assertEquals(
        List.of(Kind.AGREE, "ann", agreed, new Decision.Follows(agree.id(), 1)),
        List.of(first.kind(), first.user(), first.at(), first.follows()));
    assertEquals("meant", carried.get(1).reason());
    assertEquals(State.TO_CORRECT, row().state());
    assertEquals(
        new Worklist.Correction(1, "ann", agreed, null, null, null, null, null),
        row().correction());
    List<UUID> sent = new ArrayList<>();
    for (List<UUID> due = due(); !due.isEmpty(); due = due()) {
      sent.add(due.get(0));
      Deliveries.sent(journal, due.get(0), "fhir");
    }
    assertEquals(
        List.of(late.runId(), carried.get(0).id(), carried.get(1).id()),
        sent,
        "each in its turn; those about the audit before went with it");
    assertEquals(Outcome.STORED, decide("A1", undo(first, "bob"), first.id()), "decided anew");
    assertEquals(State.OPEN, row().state());
    again(version, side(1), side(2), sure());
    assertEquals(State.OPEN, row().state(), "what was undone is not carried on");
  }

  @Test
  @Tag("safety")
  void whatBecameOfAnAgreedFlagIsStoredWithTheAuditOfTheNextVersion() {
    receive(report("A1"));
    Job job = queue();
    Audit early = finish(job, checked(job, side(1), side(2), sure()), "fhir");
    Deliveries.sent(journal, early.runId(), "fhir");
    Decision agree = decision(early, key(early, SIDE), Kind.AGREE, "ann");
    decide("A1", agree, null, "fhir");
    Instant agreed = clock.instant();
    Deliveries.sent(journal, agree.id(), "fhir");
    clock.advance(Duration.ofMinutes(13));
    Report mended =
        SampleRecords.report(
            "HOSP",
            "A1",
            "MRN1",
            "Left knee normal. Left knee without effusion. Surely.",
            ReportStatus.CORRECTED,
            SampleRecords.ISSUED.plusSeconds(900));
    receive(mended);
    Instant came = clock.instant();
    clock.advance(Duration.ofMinutes(1));
    Job second = queue();
    Audit late = finish(second, checked(second), "fhir");
    Decision outcome = history("A1").decisions().get(1);
    assertEquals(
        List.of(Kind.CORRECTED, early.runId(), came, new Decision.Follows(agree.id(), 2)),
        List.of(outcome.kind(), outcome.run(), outcome.at(), outcome.follows()));
    assertEquals(State.DECIDED, row().state());
    assertEquals(
        new Worklist.Correction(0, "", null, null, null, 2, null, Duration.between(agreed, came)),
        row().correction());
    assertEquals(List.of(late.runId()), due());
    Deliveries.sent(journal, late.runId(), "fhir");
    assertEquals(List.of(outcome.id()), due(), "the server has the audit that it is about");
    Audit audit = history("A1").audit().orElseThrow();
    assertEquals(
        Outcome.OUTDATED,
        decide("A1", undo(outcome, "ann"), outcome.id()),
        "nobody decides about an earlier version");
    assertEquals(late.runId(), audit.runId());
  }

  @Test
  void anAgreedFlagThatTheNextVersionStillHasNamesThatVersion() {
    receive(report("A1"));
    Job job = queue();
    Audit early = finish(job, checked(job, side(1), side(2)));
    decide("A1", decision(early, key(early, SIDE), Kind.AGREE, "ann"), null);
    Instant agreed = clock.instant();
    assertNull(row().correction().still(), "no new version");
    clock.advance(Duration.ofMinutes(3));
    receive(version("A1", ReportStatus.CORRECTED, 900));
    Instant came = clock.instant();
    Job second = queue();
    finish(second, checked(second, side(1), side(2)));
    assertEquals(State.TO_CORRECT, row().state());
    assertEquals(2, row().correction().still());
    assertEquals(List.of(agreed, came), List.of(row().correction().agreed(), row().received()));
  }

  @Test
  void aCriticalFindingThatIsDeletedIsGoneAndNotCorrected() {
    String check = "critical-uncommunicated";
    CheckResult untold =
        new CheckResult(
            check,
            Label.NEEDS_REVIEW,
            Evidence.of(new Span(0, 10), TEXT),
            Evidence.field(Evidence.REPORT, "no sentence says who was told"),
            "Tell it.");
    receive(report("A1"));
    Job job = queue();
    Audit early =
        finish(
            job,
            flagged(job, untold).toBuilder().made(new ChecksMade("words", List.of(check))).build());
    decide("A1", decision(early, key(early, check), Kind.AGREE, "ann"), null);
    receive(
        SampleRecords.report(
            "HOSP",
            "A1",
            "MRN1",
            "Surely.",
            ReportStatus.CORRECTED,
            SampleRecords.ISSUED.plusSeconds(900)));
    Job second = queue();
    finish(
        second, flagged(second).toBuilder().made(new ChecksMade("words", List.of(check))).build());
    assertEquals(Kind.UNCLEAR, history("A1").decisions().get(1).kind());
    assertEquals(State.DECIDED, row().state());
    assertEquals(2, row().correction().gone());
    assertNull(row().correction().version(), "not corrected");
    assertEquals(0, journal.counters().counts().outcomes().corrected());
  }

  @Test
  void aNewVersionWithTheSameFlagKeepsItsAge() {
    receive(report("A1"));
    Instant first = clock.instant();
    Job job = queue();
    finish(job, checked(job, side(1).weighing(Weight.CRITICAL)));
    clock.advance(Duration.ofMinutes(5));
    receive(report("A2"));
    Job other = queue();
    finish(other, checked(other, side(1).weighing(Weight.CRITICAL)));
    clock.advance(Duration.ofMinutes(30));
    receive(version("A1", ReportStatus.CORRECTED, 900));
    assertEquals(State.WAITING, page(text("A1")).rows().get(0).state());
    Job second = queue();
    finish(second, checked(second, side(1).weighing(Weight.CRITICAL), sure()));
    assertEquals(List.of("A1", "A2"), accessions(page(Filter.ALL)), "the oldest flag is first");
    assertEquals(first, page(text("A1")).rows().get(0).since());
    db(journal).write(tx -> tx.update("update worklist set flags_since = '', since_at = null"));
    db(journal)
        .write(
            tx -> {
              WorklistTable.update(tx, second.version().toString());
              return null;
            });
    assertEquals(first, page(text("A1")).rows().get(0).since(), "read from the audits before");
    receive(version("A1", ReportStatus.CORRECTED, 1800));
    Instant third = clock.instant();
    Job last = queue();
    finish(last, checked(last, sure().weighing(Weight.CRITICAL)));
    assertTrue(page(text("A1")).rows().get(0).since().isBefore(third), "the second had it");
  }

  private int remind() {
    return journal.reviews().remind(Duration.ofMinutes(10), Duration.ofHours(4));
  }

  @Test
  @Tag("safety")
  void aReminderIsGivenOnceAndBringsTheReportUp() {
    receive(report("A1"));
    Job job = queue();
    Audit agreed = finish(job, checked(job, side(1).weighing(Weight.CRITICAL), sure()));
    decide("A1", decision(agreed, key(agreed, SIDE), Kind.AGREE, "ann"), null);
    decide("A1", decision(agreed, key(agreed, SURE), Kind.DISMISS, "ann"), null);
    flaggedReport("A2");
    Audit other = flaggedReport("A3");
    decide("A3", decision(other, key(other, SIDE), Kind.AGREE, "ann"), null);
    decide("A3", decision(other, key(other, SURE), Kind.AGREE, "ann"), null);
    assertEquals(List.of("A2", "A1", "A3"), accessions(page(Filter.ALL)), "agreed first is first");
    assertEquals(0, remind());
    clock.advance(Duration.ofMinutes(11));
    assertEquals(1, remind(), "of the urgent one");
    assertEquals(0, remind(), "once");
    assertEquals(List.of("A1", "A2", "A3"), accessions(page(Filter.ALL)));
    Instant first = clock.instant();
    assertEquals(first, page(text("A1")).rows().get(0).correction().reminded());
    assertEquals(Map.of(history("A1").decisions().get(0).id(), first), history("A1").reminders());
    clock.advance(Duration.ofHours(4));
    assertEquals(2, remind());
    assertEquals(first, page(text("A1")).rows().get(0).correction().reminded());
    assertEquals(clock.instant(), page(text("A3")).rows().get(0).correction().reminded());
    assertEquals(2, history("A3").reminders().size());
    assertEquals(List.of("A1", "A3", "A2"), accessions(page(Filter.ALL)));
    decide(
        "A1", undo(history("A1").decisions().get(0), "ann"), history("A1").decisions().get(0).id());
    assertEquals(State.OPEN, page(text("A1")).rows().get(0).state());
    assertNull(page(text("A1")).rows().get(0).correction().reminded());
  }

  @Test
  @Tag("safety")
  void theCountersTellWhatBecameOfAgreedFlags() {
    assertEquals(
        new Counters.Outcomes(0, 0, 0, Duration.ZERO, 0), journal.counters().counts().outcomes());
    whatBecameOfAnAgreedFlagIsStoredWithTheAuditOfTheNextVersion();
    Counters.Outcomes outcomes = journal.counters().counts().outcomes();
    assertEquals(
        List.of(1L, 0L, 0L), List.of(outcomes.corrected(), outcomes.left(), outcomes.unclear()));
    assertEquals(Duration.ofMinutes(13).plusSeconds(1), outcomes.took());
    Audit audit = flaggedReport("A2");
    Decision agree = decision(audit, key(audit, SIDE), Kind.AGREE, "ann");
    decide("A2", agree, null);
    Decision left =
        Decision.of(UUID.randomUUID(), audit.runId(), key(audit, SIDE), Kind.LEFT, "ann")
            .text("Told by telephone.")
            .build();
    decide("A2", left, agree.id());
    assertEquals(1, journal.counters().counts().outcomes().left());
    decide("A2", undo(left, "ann"), left.id());
    assertEquals(0, journal.counters().counts().outcomes().left());
  }

  @Test
  @Tag("safety")
  void onlyWhatPeopleAgreedWithIsLeftAsItIs() {
    Audit audit = flaggedReport("A1");
    Decision left =
        Decision.of(UUID.randomUUID(), audit.runId(), key(audit, SIDE), Kind.LEFT, "ann")
            .text("The patient has left.")
            .build();
    assertEquals(Outcome.UNKNOWN, decide("A1", left, null));
    Decision agree = decision(audit, key(audit, SIDE), Kind.AGREE, "ann");
    decide("A1", agree, null);
    assertEquals(Outcome.STORED, decide("A1", left, agree.id()));
    Decision stored = history("A1").decisions().get(1);
    assertEquals(
        List.of(Kind.LEFT, FlagVerdict.RIGHT, "The patient has left."),
        List.of(stored.kind(), stored.verdict(), stored.text()));
    assertEquals(0, row().correction().waiting());
    decide("A1", undo(left, "ann"), left.id());
    assertEquals(1, row().correction().waiting(), "the agreement stands again");
    Decision engine =
        Decision.of(UUID.randomUUID(), audit.runId(), key(audit, SURE), Kind.CORRECTED, "ann")
            .follows(new Decision.Follows(agree.id(), 1))
            .build();
    assertEquals(Outcome.UNKNOWN, decide("A1", engine, null), "no person says so");
  }

  @Test
  @Tag("safety")
  void nobodyDecidesAboutWhatIsNotThereOrNotCurrent() {
    Audit audit = flaggedReport("A1");
    Audit other = flaggedReport("A2");
    String side = key(audit, SIDE);
    Decision agree = decision(audit, side, Kind.AGREE, "ann");
    assertEquals(
        Outcome.UNKNOWN, decide("A1", decision(audit, "no-such", Kind.AGREE, "ann"), null));
    assertEquals(Outcome.UNKNOWN, decide("A2", agree, null), "an audit of another report");
    assertEquals(
        Outcome.UNKNOWN,
        journal
            .reviews()
            .decide(UUID.randomUUID(), agree, null, ReviewsContract::nothing, List.of()));
    Decision elsewhere = decision(other, key(other, SIDE), Kind.AGREE, "ann");
    decide("A2", elsewhere, null);
    Decision undo =
        Decision.of(UUID.randomUUID(), audit.runId(), side, Kind.UNDO, "ann")
            .undoes(elsewhere.id())
            .build();
    assertEquals(Outcome.UNKNOWN, decide("A1", undo, null));
    receive(version("A1", ReportStatus.CORRECTED, 10));
    assertEquals(Outcome.OUTDATED, decide("A1", agree, null), "a new version waits");
    assertEquals(List.of(), history("A1").decisions());
  }

  @Test
  @Tag("safety")
  void aDecisionWhosePublicationFailsIsNotStored() {
    Audit audit = flaggedReport("A1");
    Row before = row();
    long revision = journal.worklist().revision();
    Decision agree = decision(audit, key(audit, SIDE), Kind.AGREE, "ann");
    assertThrows(
        IllegalStateException.class,
        () ->
            journal
                .reviews()
                .decide(
                    before.report(),
                    agree,
                    null,
                    (a, d, s) -> {
                      throw new IllegalStateException("cannot be published");
                    },
                    List.of("fhir")));
    assertEquals(before, row());
    assertEquals(revision, journal.worklist().revision());
    assertEquals(List.of(), history("A1").decisions());
    assertEquals(List.of(), Deliveries.due(journal, "fhir"));
    assertEquals(Outcome.STORED, decide("A1", agree, null));
  }

  @Test
  void aDecisionIsPublishedInTheSameCommit() {
    Audit audit = flaggedReport("A1");
    journal
        .resources()
        .put(
            List.of(
                new StoredResource("Observation", "o", "{\"status\":\"preliminary\"}", List.of())));
    Decision agree = decision(audit, key(audit, SIDE), Kind.AGREE, "ann");
    decide("A1", agree, null);
    Decision undo = undo(agree, "ann");
    clock.advance(Duration.ofSeconds(1));
    Instant now = clock.instant();
    Outcome outcome =
        journal
            .reviews()
            .decide(
                id("A1"),
                undo,
                agree.id(),
                (about, decisions, stored) -> {
                  assertEquals(audit, about);
                  assertEquals(
                      List.of(agree.id(), undo.id()),
                      decisions.stream().map(Decision::id).toList());
                  assertEquals(now, decisions.get(1).at());
                  assertTrue(stored.apply("Observation", "other").isEmpty());
                  String json = stored.apply("Observation", "o").orElseThrow().json();
                  return new Publication(
                      "undo",
                      List.of(
                          new StoredResource(
                              "Observation",
                              "o",
                              json.replace("preliminary", "final"),
                              List.of(new StoredResource.Token("status", "", "final")))));
                },
                List.of("fhir"));
    assertEquals(Outcome.STORED, outcome);
    ResourceStore.Versioned published = journal.resources().read("Observation", "o").orElseThrow();
    assertEquals("{\"status\":\"final\"}", published.resource().json());
    assertEquals(2, published.version());
    Outbox.Delivery delivery = Deliveries.due(journal, "fhir").get(0);
    assertEquals("undo", delivery.bundle());
    assertEquals(undo.id(), delivery.id());
    assertEquals(audit.runId(), delivery.runId());
    assertTrue(delivery.ofDecision());
  }

  // deliveries

  /** What was given up, the newest first. */
  private List<UUID> givenUp() {
    return Deliveries.dead(journal).stream().map(Delivered::id).toList();
  }

  private List<UUID> due() {
    return Deliveries.due(journal, "fhir").stream().map(Outbox.Delivery::id).toList();
  }

  @Test
  @Tag("safety")
  void aDecisionIsDeliveredAfterItsAuditAndTheDecisionsBefore() {
    Audit audit = flaggedReport("A1", "fhir");
    Audit other = flaggedReport("A2", "fhir");
    Decision agree = decision(audit, key(audit, SIDE), Kind.AGREE, "ann");
    decide("A1", agree, null, "fhir");
    Decision undo = undo(agree, "ann");
    decide("A1", undo, agree.id(), "fhir");
    assertEquals(List.of(audit.runId(), other.runId()), due());
    assertEquals("audit", Deliveries.due(journal, "fhir").get(0).bundle());
    Outbox.Delivery first = Deliveries.claim(journal, audit.runId(), "fhir");
    journal.outbox().retry(first, Duration.ofHours(1), "away");
    assertEquals(List.of(other.runId()), due(), "the audit is tried later, and they wait");
    clock.advance(Duration.ofHours(1));
    Deliveries.sent(journal, audit.runId(), "fhir");
    assertEquals(List.of(other.runId(), agree.id()), due());
    Outbox.Delivery second = Deliveries.claim(journal, agree.id(), "fhir");
    journal.outbox().prepared(second, "payload");
    journal.outbox().release(second);
    second = Deliveries.claim(journal, agree.id(), "fhir");
    assertEquals("payload", second.payload());
    journal.outbox().retry(second, Duration.ofHours(1), "away");
    assertEquals(List.of(other.runId()), due());
    clock.advance(Duration.ofHours(1));
    Deliveries.sent(journal, agree.id(), "fhir");
    assertEquals(List.of(other.runId(), undo.id()), due());
    journal.outbox().sentUnlinked(Deliveries.claim(journal, undo.id(), "fhir"), Duration.ZERO);
    assertEquals(
        undo.id(),
        journal.outbox().unlinked("fhir", Deliveries.LEASE).orElseThrow().delivery().id());
    assertEquals(List.of(other.runId()), due());
    assertTrue(journal.counters().counts().conserved());
    assertEquals(3, journal.counters().counts().deliveries().get("fhir").get("sent"));
  }

  /** For a sink whose payload says all that stands. */
  @Test
  @Tag("safety")
  void aDecisionIsOvertakenWhereTheSinkHasANewerAudit() {
    Audit audit = flaggedReport("A1", "fhir");
    Deliveries.sent(journal, audit.runId(), "fhir");
    Decision agree = decision(audit, key(audit, SIDE), Kind.AGREE, "ann");
    decide("A1", agree, null, "fhir");
    Outbox.Delivery delivery = Deliveries.claim(journal, agree.id(), "fhir");
    assertFalse(journal.outbox().overtake(delivery));
    receive(version("A1", ReportStatus.CORRECTED, 10));
    assertFalse(journal.outbox().overtake(delivery), "nothing is known of the new version");
    Job job = queue();
    finish(job, flagged(job, sure()), "fhir");
    assertTrue(journal.outbox().overtake(delivery));
    journal.outbox().sent(delivery);
    Outbox.Delivery newer = Deliveries.claim(journal, job.runId(), "fhir");
    assertFalse(journal.outbox().overtake(newer), "an audit is none");
    journal.outbox().sent(newer);
    assertEquals(1, journal.counters().counts().deliveries().get("fhir").get("overtaken"));
    assertEquals(2, journal.counters().counts().deliveries().get("fhir").get("sent"));
  }

  @Test
  @Tag("safety")
  void aDecisionThatIsGivenUpHoldsUpNoOtherAndIsSentAgain() {
    Audit audit = flaggedReport("A1", "fhir");
    Deliveries.sent(journal, audit.runId(), "fhir");
    Decision first = decision(audit, key(audit, SIDE), Kind.AGREE, "ann");
    decide("A1", first, null, "fhir");
    Decision second = decision(audit, key(audit, SURE), Kind.AGREE, "ann");
    decide("A1", second, null, "fhir");
    Deliveries.dead(journal, first.id(), "fhir", "refused");
    assertEquals(List.of(second.id()), due());
    assertEquals(List.of(first.id()), givenUp());
    assertTrue(journal.deadLetters().resend(first.id(), "fhir"));
    assertEquals(List.of(first.id()), due());
  }

  @Test
  @Tag("safety")
  void decisionsAreGivenUpAndSentAgainWithTheirAudit() {
    Audit audit = flaggedReport("A1", "fhir");
    Decision before = decision(audit, key(audit, SIDE), Kind.AGREE, "ann");
    decide("A1", before, null, "fhir");
    Deliveries.dead(journal, audit.runId(), "fhir", "refused");
    Decision after = decision(audit, key(audit, SURE), Kind.AGREE, "ann");
    decide("A1", after, null, "fhir");
    assertEquals(List.of(), due());
    assertEquals(List.of(after.id(), before.id(), audit.runId()), givenUp());
    assertFalse(journal.deadLetters().resend(before.id(), "fhir"), "the audit must be sent first");
    assertTrue(journal.deadLetters().resend(audit.runId(), "fhir"));
    assertEquals(List.of(), givenUp());
    assertEquals(List.of(audit.runId()), due());
    Deliveries.dead(journal, audit.runId(), "fhir", "refused");
    assertEquals(3, journal.deadLetters().resendAll("fhir"));
    for (UUID id : List.of(audit.runId(), before.id(), after.id())) {
      assertEquals(List.of(id), due());
      Deliveries.sent(journal, id, "fhir");
    }
  }

  @Test
  @Tag("safety")
  void aCorrectionEndsTheDeliveriesOfTheDecisionsWithThatOfTheirAudit() {
    Audit audit = flaggedReport("A1", "fhir", "kafka");
    Decision first = decision(audit, key(audit, SIDE), Kind.AGREE, "ann");
    decide("A1", first, null, "fhir", "kafka");
    Decision second = decision(audit, key(audit, SURE), Kind.AGREE, "ann");
    decide("A1", second, null, "fhir", "kafka");
    Deliveries.sent(journal, audit.runId(), "fhir");
    Deliveries.dead(journal, first.id(), "fhir", "refused");
    receive(version("A1", ReportStatus.CORRECTED, 10));
    Job job = queue();
    assertEquals(
        List.of(audit.runId()),
        journal.jobs().superseded(job.runId()).all().stream().map(Audit::runId).toList());
    Audit corrected = finish(job, flagged(job, sure()), "fhir", "kafka");
    assertEquals(List.of(second.id()), due(), "it has the audit, so it gets the decisions");
    Outbox.Delivery late = Deliveries.claim(journal, second.id(), "fhir");
    journal.outbox().retry(late, Duration.ofHours(1), "away");
    assertEquals(List.of(corrected.runId()), due(), "which do not hold up the correction");
    assertTrue(journal.deadLetters().resend(first.id(), "fhir"));
    assertEquals(
        List.of(corrected.runId()),
        Deliveries.due(journal, "kafka").stream().map(Outbox.Delivery::id).toList(),
        "it never had the audit");
    assertEquals(
        Map.of("overtaken", 3L, "pending", 1L),
        journal.counters().counts().deliveries().get("kafka"));
    assertEquals(0, journal.deadLetters().resendAll("kafka"), "they would revive what is replaced");
    assertFalse(journal.deadLetters().resend(second.id(), "kafka"));
  }

  @Test
  @Tag("safety")
  void whatTheServerHasIsToldByTheAuditsDeliveryAlone() {
    Audit first = flaggedReport("A1", "fhir");
    Deliveries.sent(journal, first.runId(), "fhir");
    receive(version("A1", ReportStatus.CORRECTED, 10));
    Job job = queue();
    Audit second = finish(job, flagged(job, sure()), "fhir");
    Deliveries.sent(journal, second.runId(), "fhir");
    decide("A1", decision(second, key(second, SURE), Kind.AGREE, "ann"), null, "fhir");
    receive(version("A1", ReportStatus.CORRECTED, 20));
    assertEquals(
        List.of(second.runId()),
        journal.jobs().superseded(queue().runId()).all().stream().map(Audit::runId).toList(),
        "a decision that waits makes no older audit current");
  }

  @Test
  @Tag("safety")
  void aBackupHasTheDecisions() {
    Audit audit = flaggedReport("A1", "fhir");
    decide("A1", decision(audit, key(audit, SIDE), Kind.REWORD, "ann"), null, "fhir");
    History history = history("A1");
    Page page = page(Filter.ALL);
    try (Journal copy = backup()) {
      assertEquals(page, copy.worklist().page(Filter.ALL, 0, 100));
      assertEquals(journal.worklist().values(), copy.worklist().values());
      assertEquals(history, copy.reviews().find(history.id()).orElseThrow());
      assertEquals(
          Deliveries.due(journal, "fhir").toString(), Deliveries.due(copy, "fhir").toString());
    }
  }

  @Test
  void noRecordShowsAPatientOrAPersonsWords() {
    Audit audit = flaggedReport("A1");
    decide("A1", decision(audit, key(audit, SIDE), Kind.REWORD, "ann"), null);
    String shown =
        page(text("Doe"))
            + " "
            + text("Doe")
            + " "
            + history("A1")
            + " "
            + Deliveries.due(journal, "fhir");
    assertNotEquals("", shown);
    for (String secret : List.of("Doe", "Jane", "A1", "MRN1", "knee")) {
      assertFalse(shown.contains(secret), secret);
    }
  }
}
