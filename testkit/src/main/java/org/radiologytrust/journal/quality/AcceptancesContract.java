package org.radiologytrust.journal.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.erasure.Erasures;
import org.radiologytrust.journal.quality.Acceptances.Acceptance;
import org.radiologytrust.journal.quality.Acceptances.Bounds;
import org.radiologytrust.journal.quality.Acceptances.Count;
import org.radiologytrust.journal.quality.Acceptances.Counted;
import org.radiologytrust.journal.quality.Acceptances.Ending;
import org.radiologytrust.journal.quality.Acceptances.Outcome;
import org.radiologytrust.journal.quality.Acceptances.Rule;
import org.radiologytrust.journal.quality.Acceptances.Second;
import org.radiologytrust.journal.quality.Acceptances.Verdicts;
import org.radiologytrust.journal.quality.Readings.Answer;
import org.radiologytrust.journal.quality.Readings.Item;
import org.radiologytrust.journal.strengths.StrengthTables.Loaded;
import org.radiologytrust.journal.strengths.StrengthTables.Wanted;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.JobQueue.Publishing;
import org.radiologytrust.journal.work.JobQueue.Waiting;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.ChecksMade;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.UnfinishedCheck;

/** Acceptances in every journal; one subclass for each store. */
@Tag("safety")
public abstract class AcceptancesContract extends OpenedJournal {
  private static final String SIZE = "size";
  private static final String DENIED = "denied";
  private static final String TEXT = "Knee 3 mm. Hip 4 mm. Arm 5 mm.";
  private static final Rule RULE = new Rule(1.5, 50, 3, 30);
  private static final String QUIET = "- {check: " + DENIED + ", strength: quiet}\n";

  private boolean shadow;
  private int runs;

  private static CheckResult flag(String check, int place, Strength strength) {
    Span span = new Span(place * 10, place * 10 + 4);
    CheckResult result =
        new CheckResult(
            check,
            Label.NEEDS_REVIEW,
            Evidence.of(span, TEXT),
            Evidence.field("OBR-4", "Not so."),
            "Look at place " + place + ".");
    return switch (strength) {
      case TELL -> result;
      case ASK -> result.asking("Not measured.");
      case QUIET -> result.asQuiet();
    };
  }

  private UUID audited(String accession, CheckResult... checks) {
    return audited(accession, List.of(), checks);
  }

  private UUID audited(String accession, List<UnfinishedCheck> unfinished, CheckResult... checks) {
    clock.advance(Duration.ofSeconds(1));
    Report report = SampleRecords.report(accession, TEXT);
    journal.inbox().receive(SampleMessages.report(accession, report));
    Waiting waiting = journal.jobs().awaitingImages(clock.instant(), 1).get(0);
    UUID run = new UUID(4, ++runs);
    journal.jobs().queue(waiting.version(), run, List.of(), "", false);
    if (shadow) {
      // as a journal that was opened in shadow mode does
      db(journal)
          .write(tx -> tx.update("update job set shadow = 1 where run_id = ?", run.toString()));
    }
    Job job = journal.jobs().claim(Duration.ofMinutes(5)).orElseThrow();
    Audit audit =
        SampleRecords.checkedOnly(run, job.report()).toBuilder()
            .checks(List.of(checks))
            .made(new ChecksMade("words", List.of(SIZE, DENIED)))
            .unfinished(unfinished)
            .build();
    assertTrue(journal.jobs().finish(job, audit, Publishing.of("{}", List.of()), List.of()));
    return run;
  }

  /** Six flags, one question and one quiet flag in five reports, of which three of the trial. */
  private void reports() {
    shadow = true;
    audited("T1", flag(SIZE, 0, Strength.TELL), flag(DENIED, 1, Strength.TELL));
    audited("T2", flag(SIZE, 0, Strength.TELL), flag(DENIED, 1, Strength.ASK));
    audited("T3");
    shadow = false;
    audited("N1", flag(SIZE, 0, Strength.TELL), flag(SIZE, 1, Strength.TELL));
    audited(
        "N2",
        List.of(new UnfinishedCheck(SIZE, UnfinishedCheck.Reason.TIME)),
        flag(DENIED, 0, Strength.TELL),
        flag(DENIED, 1, Strength.QUIET));
  }

  private Acceptance begun() {
    return journal.acceptances().begin(100, RULE, "ann").orElseThrow();
  }

  private List<String> items(Journal of) {
    return db(of)
        .read(
            tx ->
                tx.list(
                    "select name, place, run_id, problem from reading_item order by name, place",
                    rs ->
                        String.join(
                            " ",
                            rs.getString("name"),
                            rs.getString("place"),
                            rs.getString("run_id"),
                            rs.getString("problem"))));
  }

  private void answer(Item item, String user, Answer answer) {
    clock.advance(Duration.ofSeconds(1));
    assertEquals(
        Readings.Outcome.STORED,
        journal.readings().answer(UUID.randomUUID(), item.id(), user, answer, null));
  }

  /** Each flag is answered by its check: size is right, denied is wrong. */
  private int read(String user, @Nullable Answer other) {
    int read = 0;
    Optional<Item> next = journal.readings().next(user, true);
    while (next.isPresent()) {
      assertEquals(Readings.Kind.TELL, next.get().kind());
      assertEquals(++read, next.get().place(), "in the order drawn");
      boolean size = next.get().problem().startsWith(SIZE);
      answer(next.get(), user, other == null ? size ? Answer.RIGHT : Answer.WRONG : other);
      next = journal.readings().next(user, true);
    }
    return read;
  }

  @Test
  void flagsOfTheTrialAndAllOthersAreCountedAndReadOnce() {
    reports();
    Acceptance begun = begun();
    assertEquals(5, begun.reports());
    assertEquals(RULE, begun.rule());
    assertEquals("ann", begun.begunBy());
    assertEquals(
        List.of(
            new Count("DX", "", Counted.REPORT, 5),
            new Count("DX", DENIED, Counted.ASK, 1),
            new Count("DX", DENIED, Counted.QUIET, 1),
            new Count("DX", DENIED, Counted.TELL, 2),
            new Count("DX", SIZE, Counted.TELL, 4),
            new Count("DX", SIZE, Counted.UNFINISHED, 1)),
        journal.acceptances().counts(begun.name()));
    assertEquals(6, items(journal).size());
    assertEquals(
        List.of(new Verdicts(DENIED, 0, 0, 0, 2), new Verdicts(SIZE, 0, 0, 0, 4)),
        journal.acceptances().verdicts(begun.name()));
    assertEquals(
        List.of(new Readings.Progress(begun.name(), Readings.Kind.TELL, 5, 6, 0)),
        journal.readings().progress(Readings.Source.PILOT, 9));

    assertEquals(6, read("ann", null));
    assertEquals(6, read("ben", Answer.RIGHT), "a second person reads the same");
    assertEquals(
        List.of(new Verdicts(DENIED, 0, 0, 2, 2), new Verdicts(SIZE, 4, 0, 0, 4)),
        journal.acceptances().verdicts(begun.name()),
        "the first answer counts");
    assertEquals(List.of(new Second("ben", 6, 4)), journal.acceptances().seconds(begun.name()));
    assertEquals(List.of(), journal.quality().verdicts(Selection.ALL), "no weekly sample");
  }

  /** The contract of shadow mode. */
  @Test
  void nobodyWithoutTheRightReadsAFlagOfTheTrial() {
    reports();
    begun();
    Set<String> read = new TreeSet<>();
    Optional<Item> next = journal.readings().next("vera", false);
    while (next.isPresent()) {
      read.add(next.get().audit().report().order().fillerOrderNumber());
      answer(next.get(), "vera", Answer.RIGHT);
      next = journal.readings().next("vera", false);
    }
    assertEquals(Set.of("FN1", "FN2"), read);
  }

  @Test
  void theNewestReportsAreTaken() {
    reports();
    assertEquals(2, journal.acceptances().begin(2, RULE, "ann").orElseThrow().reports());
    Set<UUID> runsRead = new TreeSet<>();
    items(journal).forEach(row -> runsRead.add(UUID.fromString(row.split(" ")[2])));
    assertEquals(Set.of(new UUID(4, 4), new UUID(4, 5)), runsRead);
  }

  /** The text alone does not show whether they are right. */
  @Test
  void flagsOnImagesAreCountedAndNotRead() {
    Report report = SampleRecords.report("I1", TEXT);
    journal.inbox().receive(SampleMessages.report("I1", report));
    Waiting waiting = journal.jobs().awaitingImages(clock.instant(), 1).get(0);
    journal.jobs().queue(waiting.version(), new UUID(4, 9), List.of(), "", false);
    Job job = journal.jobs().claim(Duration.ofMinutes(5)).orElseThrow();
    Audit audit = SampleRecords.imagesRefused(job.runId(), job.report());
    assertTrue(journal.jobs().finish(job, audit, Publishing.of("{}", List.of()), List.of()));
    Acceptance begun = begun();
    assertEquals(
        List.of(
            new Count("DX", "", Counted.REPORT, 1),
            new Count("DX", "other-patient", Counted.IMAGE, 1)),
        journal.acceptances().counts(begun.name()));
    assertEquals(List.of(), items(journal));
  }

  @Test
  void nothingBeginsWithoutReports() {
    assertEquals(Optional.empty(), journal.acceptances().begin(10, RULE, "ann"));
    assertEquals(Optional.empty(), journal.acceptances().newest());
  }

  @Test
  void oneRunsWhateverTheNodesAndRestarts() throws Exception {
    reports();
    // the process dies before the commit
    AcceptedReports taken = db(journal).read(tx -> AcceptedReports.newest(tx, 100));
    assertThrows(
        IllegalStateException.class,
        () ->
            db(journal)
                .write(
                    tx -> {
                      taken.store(tx, "acceptance-1", 1, clock.millis());
                      throw new IllegalStateException("killed");
                    }));
    assertEquals(List.of(), items(journal));
    List<Journal> nodes = List.of(journal, otherNode(), journal, otherNode());
    ExecutorService threads = Executors.newFixedThreadPool(nodes.size());
    int begun = 0;
    try {
      List<Callable<Optional<Acceptance>>> calls = new ArrayList<>();
      nodes.forEach(node -> calls.add(() -> node.acceptances().begin(100, RULE, "ann")));
      for (Future<Optional<Acceptance>> one : threads.invokeAll(calls)) {
        begun += one.get().isPresent() ? 1 : 0;
      }
    } finally {
      threads.shutdown();
    }
    assertEquals(1, begun);
    List<String> items = items(journal);
    assertEquals(6, items.size());
    Acceptance first = journal.acceptances().newest().orElseThrow();
    reopen();
    Rule other = new Rule(50, 1, 9, 1);
    assertEquals(Optional.empty(), journal.acceptances().begin(100, other, "ben"));
    assertEquals(items, items(journal));
    assertEquals(Optional.of(first), journal.acceptances().newest(), "with its rule");
    Item next = journal.readings().next("ann", true).orElseThrow();
    answer(next, "ann", Answer.RIGHT);
    reopen();
    assertEquals(2, journal.readings().next("ann", true).orElseThrow().place());
    assertTrue(journal.acceptances().end(givenUp(first)));
    assertEquals(2, journal.acceptances().begin(100, other, "ben").orElseThrow().number());
    assertEquals(12, items(journal).size());
  }

  private static Ending givenUp(Acceptance acceptance) {
    return new Ending(acceptance.name(), Outcome.GIVEN_UP, List.of(), List.of(), null, null, "ann");
  }

  private Ending ending(Acceptance acceptance, String user, Wanted strengths) {
    return new Ending(
        acceptance.name(),
        Outcome.QUIET,
        List.of(DENIED),
        journal.acceptances().verdicts(acceptance.name()),
        new Bounds(0.5, 72),
        strengths,
        user);
  }

  @Test
  void itEndsInOneCommitWithTheQuietStrengthsOrNotAtAll() {
    reports();
    Acceptance begun = begun();
    read("ann", null);
    Loaded before = journal.strengths().first("of a node", changes -> "");
    Wanted quiet = new Wanted(QUIET, before.sha256(), "ann");
    Ending ending = ending(begun, "ann", quiet);
    assertFalse(journal.acceptances().end(ending(begun, "ann", new Wanted(QUIET, "ab", "ann"))));
    assertEquals(Optional.of(before), journal.strengths().inForce(), "another table was seen");
    assertTrue(journal.acceptances().newest().orElseThrow().running());
    Item first = journal.readings().find(UUID.fromString(firstItem())).orElseThrow();
    UUID seen = journal.readings().newest(first.id(), "ann").orElseThrow().id();
    UUID undo = UUID.randomUUID();
    journal.readings().answer(undo, first.id(), "ann", Answer.UNDO, seen);
    assertFalse(journal.acceptances().end(ending), "an answer came between");
    UUID again = UUID.randomUUID();
    journal.readings().answer(again, first.id(), "ann", Answer.NOT_IMPORTANT, undo);
    assertFalse(journal.acceptances().end(ending), "another answer");

    Ending now = ending(begun, "ann", quiet);
    assertTrue(journal.acceptances().end(now));
    assertTrue(otherNode().acceptances().end(now), "the answer was lost");
    assertFalse(journal.acceptances().end(ending(begun, "ben", quiet)));
    Loaded after = journal.strengths().inForce().orElseThrow();
    assertEquals(QUIET, after.content());
    assertEquals("ann", after.user());
    assertEquals(before.fileSha256(), after.fileSha256(), "nodes keep the files that they have");
    reopen();
    Acceptance ended = journal.acceptances().newest().orElseThrow();
    assertEquals(Outcome.QUIET, ended.end().outcome());
    assertEquals(List.of(DENIED), ended.end().quiet());
    assertEquals(RULE, ended.rule());
    assertEquals(begun.begun(), ended.begun());
    Band band = journal.acceptances().band().orElseThrow();
    assertEquals(new Band(0.5, 72, "ann", ended.end().at()), band);
    assertEquals(Optional.empty(), journal.readings().last("ann"), "nothing to take back");
    assertEquals(
        Readings.Outcome.UNKNOWN,
        journal.readings().answer(UUID.randomUUID(), first.id(), "ann", Answer.UNDO, again));
    assertEquals(Optional.empty(), journal.readings().next("cyd", true));
  }

  private String firstItem() {
    return db(journal)
        .read(
            tx ->
                tx.first("select id from reading_item where place = 1", rs -> rs.getString(1))
                    .orElseThrow());
  }

  /** Whoever accepts accepts what was shown, whatever others answer meanwhile. */
  @Test
  void anAnswerIsBeforeTheEndOrNotThere() throws Exception {
    reports();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int i = 0; i < 3; i++) {
        Acceptance begun = begun();
        read("ann", Answer.RIGHT);
        Item item =
            journal
                .readings()
                .find(
                    UUID.fromString(
                        db(journal)
                            .read(
                                tx ->
                                    tx.first(
                                            "select id from reading_item where name = ? and place = 1",
                                            rs -> rs.getString(1),
                                            begun.name())
                                        .orElseThrow())))
                .orElseThrow();
        UUID seen = journal.readings().newest(item.id(), "ann").orElseThrow().id();
        Ending ending =
            new Ending(
                begun.name(),
                Outcome.NO_GO,
                List.of(),
                journal.acceptances().verdicts(begun.name()),
                null,
                null,
                "ann");
        Journal other = otherNode();
        Future<Boolean> ended = threads.submit(() -> journal.acceptances().end(ending));
        Future<Readings.Outcome> answered =
            threads.submit(
                () ->
                    other
                        .readings()
                        .answer(UUID.randomUUID(), item.id(), "ann", Answer.UNDO, seen));
        boolean stored = answered.get() == Readings.Outcome.STORED;
        assertNotEquals(ended.get(), stored, "one of them");
        assertEquals(
            ended.get(), journal.acceptances().verdicts(begun.name()).equals(ending.seen()));
        if (stored) {
          assertTrue(journal.acceptances().end(givenUp(begun)));
        }
      }
    } finally {
      threads.shutdown();
    }
  }

  /** The count of an erasure is shown to operators, who must not learn of flags of the trial. */
  @Test
  void anErasedReportTakesItsFlagsAndNoCountTellsOfThem() {
    reports();
    Acceptance begun = begun();
    answer(journal.readings().next("ann", true).orElseThrow(), "ann", Answer.RIGHT);
    for (String report : List.of("T1", "T2", "N1")) {
      UUID erasure =
          journal
              .erasures()
              .request(
                  journal.erasures().report(report), "art. 17", "ann", Erasures.DraftNumbers.NONE);
      journal.erasures().confirm(erasure, "ben", Erasures.DraftNumbers.NONE);
      Map<String, Long> rows =
          journal.erasures().list(10).stream()
              .filter(e -> e.id().equals(erasure))
              .findFirst()
              .orElseThrow()
              .rows();
      assertTrue(rows.keySet().stream().noneMatch(t -> t.startsWith("reading")), rows::toString);
    }
    assertEquals(1, items(journal).size());
    read("ben", Answer.RIGHT, 6);
    assertEquals(
        List.of(0),
        journal.acceptances().verdicts(begun.name()).stream().map(Verdicts::unread).toList(),
        "the rest can be read to the end");
    assertEquals(
        6,
        journal.acceptances().counts(begun.name()).stream()
            .filter(c -> c.counted() == Counted.TELL)
            .mapToInt(Count::n)
            .sum());
  }

  private void read(String user, Answer answer, int most) {
    for (int i = 0; i < most; i++) {
      journal.readings().next(user, true).ifPresent(item -> answer(item, user, answer));
    }
    assertEquals(Optional.empty(), journal.readings().next(user, true));
  }
}
