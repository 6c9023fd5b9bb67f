package org.radiologytrust.journal.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.erasure.Erasures;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.quality.Readings.Answer;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.journal.reviews.Reviews.Publication;
import org.radiologytrust.journal.reviews.Reviews.Version;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.reviews.Worklist.State;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.JobQueue.Waiting;
import org.radiologytrust.model.Audit;
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
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.UnfinishedCheck;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Decision.Kind;
import org.radiologytrust.review.FlagVerdict;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.Problems;

/** The figures of every journal; one subclass for each store. */
public abstract class QualityContract extends OpenedJournal {
  private static final String SIDE = "side-order";
  private static final String SURE = "overconfident";
  private static final String FIRST = "Right knee normal.";
  private static final String REST = " Left hip normal. Surely.";
  private static final List<String> USERS = List.of("ann", "bob", "cyd");

  private final Map<String, Integer> versions = new HashMap<>();
  private final List<String> seen = new ArrayList<>();
  private int messages;
  private int runs;

  // events

  private void receive(Report report) {
    journal.inbox().receive(SampleMessages.report("k" + ++messages, report));
  }

  /** The next version of a report. */
  private void receive(Random random, String accession) {
    int number = versions.merge(accession, 1, Integer::sum);
    ReportStatus status =
        switch (random.nextInt(8)) {
          case 0 -> ReportStatus.CANCELLED;
          case 1, 2, 3 -> ReportStatus.PRELIMINARY;
          default -> number == 1 ? ReportStatus.FINAL : ReportStatus.CORRECTED;
        };
    int of = Integer.parseInt(accession.substring(1));
    String first = random.nextInt(3) == 0 ? "Knee normal." : FIRST;
    Report report =
        SampleRecords.report(
                of % 2 == 0 ? "NORD" : "SUED",
                accession,
                "MRN" + of % 4,
                first + REST + " " + number,
                status,
                SampleRecords.ISSUED.plusSeconds(number))
            .toBuilder()
            .radiologist(random.nextInt(3) == 0 ? "" : "Dr. " + USERS.get(of % 3))
            .order(
                new Order(
                    "",
                    "",
                    List.of(accession),
                    List.of(),
                    new Coding("", "1", ""),
                    of % 3 == 0 ? "CT" : "MR",
                    "KNEE",
                    ""))
            .build();
    receive(report);
  }

  private void merge(Random random) {
    Identifier old = new Identifier("urn:oid:1.2.3", "MRN" + random.nextInt(4), "MR");
    Patient survivor =
        new Patient(
            List.of(new Identifier("urn:oid:1.2.3", "MRN9", "MR")),
            "Doe",
            "Jane",
            null,
            Sex.UNKNOWN,
            "");
    journal
        .inbox()
        .receive(
            SampleMessages.message(
                "HIS",
                "k" + ++messages,
                new Inbox.PatientChange(
                    List.of(new Inbox.ChangedPatient(survivor, List.of(old))), null, false)));
  }

  private static CheckResult flag(String check, Report report, String words, Strength strength) {
    int at = report.text().indexOf(words);
    CheckResult result =
        new CheckResult(
            check,
            Label.NEEDS_REVIEW,
            Evidence.of(new Span(at, at + words.length()), report.text()),
            Evidence.field("OBR-4", "Not: " + words),
            "Say it otherwise, because of " + words + ".");
    return switch (strength) {
      case TELL -> result;
      case ASK -> result.asking("Not measured.");
      case QUIET -> result.asQuiet();
    };
  }

  private void audit(Random random) {
    List<Waiting> waiting = journal.jobs().awaitingImages(clock.instant(), 1000);
    if (waiting.isEmpty()) {
      return;
    }
    Waiting one = waiting.get(random.nextInt(waiting.size()));
    boolean textOnly = random.nextInt(4) == 0;
    journal.jobs().queue(one.version(), new UUID(1, ++runs), List.of(), "", textOnly);
    Optional<Job> job = journal.jobs().claim(Duration.ofMinutes(5));
    if (job.isEmpty()) {
      return;
    }
    Report report = job.get().report();
    UUID run = job.get().runId();
    Audit audit =
        random.nextInt(8) == 0
            ? SampleRecords.failed(run, report, "no text")
            : audited(random, run, report);
    // the answer to the first commit may be lost
    for (int i = 0; i <= random.nextInt(2); i++) {
      journal
          .jobs()
          .finish(
              job.get(), audit, stored -> new Publication("{\"entry\":[]}", List.of()), List.of());
    }
  }

  private static Audit audited(Random random, UUID run, Report report) {
    Strength strength = Strength.values()[random.nextInt(3)];
    List<CheckResult> checks = new ArrayList<>();
    for (String words : List.of("Right knee", "Left hip", "Surely")) {
      if (report.text().contains(words) && random.nextInt(4) > 0) {
        checks.add(
            flag(
                words.equals("Surely") ? SURE : SIDE,
                report,
                words,
                words.equals("Surely") ? strength : Strength.TELL));
      }
    }
    boolean late = random.nextInt(6) == 0;
    return SampleRecords.checkedOnly(run, report).toBuilder()
        .checks(checks)
        .made(new ChecksMade("words", late ? List.of(SIDE) : List.of(SIDE, SURE)))
        .unfinished(
            late ? List.of(new UnfinishedCheck(SURE, UnfinishedCheck.Reason.TIME)) : List.of())
        .build();
  }

  private List<History> reports() {
    return journal
        .worklist()
        .page(
            new Worklist.Filter("", Set.of(State.values()), "", "", "", Set.of(), "", false, null),
            0,
            1000)
        .rows()
        .stream()
        .map(row -> journal.reviews().find(row.report()).orElseThrow())
        .toList();
  }

  private void decide(Random random) {
    List<History> open =
        reports().stream()
            .filter(h -> h.audit().filter(a -> !problems(a).isEmpty()).isPresent())
            .toList();
    if (open.isEmpty()) {
      return;
    }
    History history = open.get(random.nextInt(open.size()));
    Audit audit = history.audit().orElseThrow();
    List<Problem> problems = problems(audit);
    Problem problem = problems.get(random.nextInt(problems.size()));
    List<Decision> about =
        history.decisions().stream()
            .filter(d -> d.run().equals(audit.runId()) && d.problem().equals(problem.key()))
            .toList();
    Decision newest = about.isEmpty() ? null : about.get(about.size() - 1);
    Decision.Builder decision =
        decision(random, audit, problem, standing(about, d -> true).orElse(null));
    Decision made = decision.build();
    // the browser may send it twice
    for (int i = 0; i <= random.nextInt(2); i++) {
      journal
          .reviews()
          .decide(
              history.id(),
              made,
              newest == null ? null : newest.id(),
              (a, d, s) -> new Publication("{}", List.of()),
              List.of());
    }
  }

  private static Decision.Builder decision(
      Random random, Audit audit, Problem problem, @Nullable Decision standing) {
    String user = USERS.get(random.nextInt(USERS.size()));
    Kind kind =
        List.of(Kind.AGREE, Kind.AGREE, Kind.DISMISS, Kind.REWORD, Kind.LEFT, Kind.UNDO)
            .get(random.nextInt(standing == null ? 4 : 6));
    Decision.Builder decision =
        Decision.of(UUID.randomUUID(), audit.runId(), problem.key(), kind, user);
    switch (kind) {
      case DISMISS -> decision.reason("r").verdict(FlagVerdict.values()[random.nextInt(3)]);
      case REWORD, LEFT -> decision.text("Other words.");
      case UNDO -> decision.undoes(Objects.requireNonNull(standing).id());
      default -> {}
    }
    return decision;
  }

  // the count made apart

  private static List<Problem> problems(Audit audit) {
    return Stream.of(Problems.of(audit), Problems.asked(audit)).flatMap(List::stream).toList();
  }

  /** The last decision that nobody took back, by replaying them. */
  private static Optional<Decision> standing(
      List<Decision> about, Function<Decision, Boolean> which) {
    List<Decision> stack = new ArrayList<>();
    for (Decision d : about) {
      if (d.kind() == Kind.UNDO) {
        stack.removeIf(s -> s.id().equals(d.undoes()));
      } else {
        stack.add(d);
      }
    }
    Collections.reverse(stack);
    return stack.stream().filter(which::apply).findFirst();
  }

  /** A flag as it is counted apart. */
  private record Apart(
      Map<By, String> groups,
      UUID report,
      Strength strength,
      @Nullable Decision decided,
      String fate,
      @Nullable Duration delay) {}

  private record Checked(Map<By, String> groups, Set<String> unfinished) {}

  private final List<Apart> flags = new ArrayList<>();
  private final List<Checked> checked = new ArrayList<>();

  private void countApart() {
    flags.clear();
    checked.clear();
    for (History history : reports()) {
      List<Audit> audits = history.versions().stream().flatMap(v -> v.audits().stream()).toList();
      int last = 0;
      while (last < audits.size()
          && (audits.get(last).failed() || audits.get(last).report().status().withdrawn())) {
        last++;
      }
      if (last < audits.size()) {
        countApart(history, audits.subList(last, audits.size()));
      }
    }
  }

  private void countApart(History history, List<Audit> audits) {
    Version oldest = history.versions().get(history.versions().size() - 1);
    Report now = history.current().report();
    Map<By, String> groups = new HashMap<>();
    groups.put(By.ALL, "");
    groups.put(By.SITE, now.site());
    groups.put(By.EXAM, now.order().modality());
    groups.put(By.AUTHOR, now.radiologist());
    groups.put(
        By.MONTH,
        YearMonth.from(oldest.received().atZone(ZoneOffset.UTC)).toString().replace("-", ""));
    checked.add(
        new Checked(
            groups,
            audits.get(0).unfinished().stream()
                .map(UnfinishedCheck::check)
                .collect(Collectors.toSet())));
    Set<UUID> counted = new HashSet<>();
    for (Audit audit : audits) {
      for (Problem problem :
          Stream.concat(problems(audit).stream(), Problems.quiet(audit).stream()).toList()) {
        List<Decision> about =
            history.decisions().stream()
                .filter(d -> d.run().equals(audit.runId()) && d.problem().equals(problem.key()))
                .toList();
        Optional<Decision> persons = standing(about, d -> !d.kind().outcome());
        boolean isLast = audit == audits.get(0);
        boolean counts = isLast || persons.filter(d -> !counted.contains(d.ofPerson())).isPresent();
        // one that was carried on is the same flag, even if it was taken back there
        about.stream().filter(d -> !d.kind().outcome()).forEach(d -> counted.add(d.ofPerson()));
        if (counts) {
          seen.add(
              (isLast ? "last " : "earlier ") + persons.map(d -> d.kind() + "").orElse("open"));
          Map<By, String> all = new HashMap<>(groups);
          all.put(By.CHECK, problem.type());
          flags.add(
              new Apart(
                  all,
                  history.id(),
                  problem.checks().get(0).strength(),
                  persons.orElse(null),
                  persons.map(d -> fate(about, d)).orElse(""),
                  persons.map(d -> delay(history, d)).orElse(null)));
        }
      }
    }
  }

  private String fate(List<Decision> about, Decision persons) {
    if (persons.kind() == Kind.DISMISS) {
      return "";
    }
    String fate =
        persons.kind() == Kind.LEFT
            ? "left"
            : standing(about, d -> true).orElseThrow().kind().code();
    seen.add(fate);
    return fate;
  }

  private Duration delay(History history, Decision persons) {
    Decision origin =
        history.decisions().stream()
            .filter(d -> d.id().equals(persons.ofPerson()))
            .findFirst()
            .orElseThrow();
    Set<UUID> undone =
        history.decisions().stream()
            .flatMap(d -> Stream.ofNullable(d.undoes()))
            .collect(Collectors.toSet());
    Instant first =
        history.decisions().stream()
            .filter(d -> d.run().equals(origin.run()) && d.problem().equals(origin.problem()))
            .filter(d -> d.follows() == null && d.kind() != Kind.UNDO)
            .filter(d -> !undone.contains(d.id()))
            .map(Decision::at)
            .findFirst()
            .orElse(origin.at());
    Instant ended =
        db(journal)
            .read(
                tx ->
                    tx.first(
                        "select ended_at from audit where run_id = ?",
                        rs -> Instant.ofEpochMilli(rs.getLong("ended_at")),
                        origin.run().toString()))
            .orElseThrow();
    return Duration.between(ended, first);
  }

  private List<FigureRow> apart(By by, String check) {
    Map<String, Map<Strength, List<Apart>>> groups = new TreeMap<>();
    for (Apart flag : flags) {
      if (check.isEmpty() || flag.groups.get(By.CHECK).equals(check)) {
        groups
            .computeIfAbsent(flag.groups.get(by), g -> new TreeMap<>())
            .computeIfAbsent(flag.strength, s -> new ArrayList<>())
            .add(flag);
      }
    }
    if (by != By.CHECK) {
      checked.forEach(
          c ->
              groups
                  .computeIfAbsent(c.groups.get(by), g -> new TreeMap<>())
                  .computeIfAbsent(Strength.TELL, s -> new ArrayList<>()));
    }
    List<FigureRow> rows = new ArrayList<>();
    groups.forEach(
        (group, strengths) ->
            strengths.forEach(
                (strength, of) ->
                    rows.add(row(by, by == By.CHECK ? group : check, group, strength, of))));
    return rows;
  }

  private FigureRow row(By by, String check, String group, Strength strength, List<Apart> of) {
    List<Duration> delays =
        of.stream().filter(f -> f.decided != null).map(Apart::delay).sorted().toList();
    return new FigureRow(
        group,
        strength,
        (int)
            checked.stream()
                .filter(c -> by == By.CHECK || c.groups.get(by).equals(group))
                .filter(c -> !c.unfinished.contains(check))
                .count(),
        of.size(),
        (int) of.stream().map(Apart::report).distinct().count(),
        new FigureRow.Judged(
            count(of, FlagVerdict.RIGHT),
            count(of, FlagVerdict.WRONG),
            count(of, FlagVerdict.NOT_IMPORTANT)),
        new FigureRow.Agreed(
            (int) of.stream().filter(f -> f.fate.equals("corrected")).count(),
            (int) of.stream().filter(f -> f.fate.equals("left")).count(),
            (int) of.stream().filter(f -> f.fate.equals("unclear")).count(),
            (int) of.stream().filter(f -> !f.fate.isEmpty()).count()),
        new FigureRow.Delay(share(delays, 0.5), share(delays, 0.9)));
  }

  private static @Nullable Duration share(List<Duration> delays, double part) {
    return delays.stream()
        .filter(
            d -> delays.stream().filter(o -> o.compareTo(d) <= 0).count() >= part * delays.size())
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static int count(List<Apart> of, FlagVerdict verdict) {
    return (int)
        of.stream().filter(f -> f.decided != null && f.decided.verdict() == verdict).count();
  }

  private List<VerdictCounts> verdictsApart() {
    List<VerdictCounts> all = new ArrayList<>();
    for (FigureRow row : apart(By.CHECK, "")) {
      int people =
          (int)
              flags.stream()
                  .filter(f -> f.groups.get(By.CHECK).equals(row.group()))
                  .filter(f -> f.strength == row.strength() && f.decided != null)
                  .map(f -> Objects.requireNonNull(f.decided).user())
                  .distinct()
                  .count();
      if (row.judged().all() > 0) {
        all.add(
            new VerdictCounts(
                row.group(),
                row.strength(),
                Footing.CHOSEN,
                row.judged().right(),
                row.judged().wrong(),
                row.judged().notImportant(),
                people));
      }
    }
    return all;
  }

  // the tests

  @Test
  void allFiguresEqualACountMadeApartFromTheSameEvents() {
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      clock.advance(Duration.ofMinutes(random.nextInt(1200)));
      switch (random.nextInt(8)) {
        case 0, 1 -> receive(random, "A" + random.nextInt(12));
        case 2, 3 -> audit(random);
        case 4, 5, 6 -> decide(random);
        default -> {
          if (random.nextInt(6) == 0) {
            merge(random);
          }
        }
      }
      if (i % 30 == 29) {
        assertCountedApart();
      }
    }
    reopen();
    assertCountedApart();
    assertTrue(
        seen.containsAll(List.of("last AGREE", "last open", "earlier AGREE", "corrected", "left")),
        seen::toString);
  }

  private void assertCountedApart() {
    countApart();
    for (By by : By.values()) {
      for (String check : List.of("", SIDE)) {
        assertEquals(
            new FigureTable(apart(by, check), apart(By.ALL, check)),
            journal.quality().table(Selection.ALL, by, check),
            by::code);
      }
    }
    assertEquals(verdictsApart(), journal.quality().verdicts(Selection.ALL));
  }

  private List<FigureRow> figures(By by, String check) {
    return journal.quality().figures(Selection.ALL, by, check);
  }

  @Test
  void aSelectionLeavesTheRestOut() {
    Random random = new Random(7);
    for (int i = 0; i < 12; i++) {
      receive(random, "A" + i);
      audit(random);
      decide(random);
      clock.advance(Duration.ofDays(6));
    }
    Map<String, Integer> months = new TreeMap<>();
    figures(By.MONTH, "").forEach(row -> months.merge(row.group(), row.flags(), Integer::sum));
    assertTrue(months.size() > 2, months::toString);
    months.forEach(
        (group, flags) -> {
          YearMonth month = YearMonth.parse(group.substring(0, 4) + "-" + group.substring(4));
          assertEquals(flags, flags(Selection.of(month)));
        });
    for (FigureRow site : figures(By.SITE, "")) {
      Selection of = new Selection(null, null, site.group(), "");
      assertTrue(journal.quality().figures(of, By.SITE, "").contains(site), "the row of this site");
      assertEquals(
          Set.of(site.group()),
          journal.quality().figures(of, By.SITE, "").stream()
              .map(FigureRow::group)
              .collect(Collectors.toSet()));
    }
    assertEquals(List.of("NORD", "SUED"), journal.quality().values().sites());
    assertEquals(List.of("CT", "MR"), journal.quality().values().modalities());
  }

  @Test
  void byTheTimeOfReceiptEachReportIsInOneSelection() {
    Random random = new Random(8);
    Instant begin = clock.instant();
    for (int i = 0; i < 10; i++) {
      receive(random, "A" + i);
      audit(random);
      decide(random);
      clock.advance(Duration.ofDays(3));
    }
    Instant end = clock.instant();
    for (int days = 0; days <= 30; days += 7) {
      Instant cut = begin.plus(Duration.ofDays(days));
      Selection before = Selection.received(begin, cut);
      Selection after = Selection.received(cut, end);
      assertEquals(flags(Selection.ALL), flags(before) + flags(after));
      assertEquals(
          judged(Selection.ALL), judged(before) + judged(after), "verdicts on " + days + " days");
    }
    List<FigureRow> rows = journal.quality().ofChecks(Selection.ALL, List.of("never", SIDE));
    assertEquals(
        figures(By.CHECK, ""), rows.stream().filter(r -> !r.group().equals("never")).toList());
    FigureRow never =
        rows.stream().filter(r -> r.group().equals("never")).findFirst().orElseThrow();
    assertEquals(figures(By.ALL, "").get(0).reports(), never.reports());
    assertEquals(0, never.flagged());
  }

  private int judged(Selection selection) {
    return journal.quality().verdicts(selection).stream().mapToInt(VerdictCounts::judged).sum();
  }

  private int flags(Selection selection) {
    return journal.quality().figures(selection, By.ALL, "").stream()
        .mapToInt(FigureRow::flags)
        .sum();
  }

  // random samples

  private static final Readings.Sizes SIZES = new Readings.Sizes(3, 2, 2);

  /** Ten reports: three without a flag, three that ask, four with a quiet flag alone. */
  private void week() {
    for (int i = 0; i < 10; i++) {
      Report report = SampleRecords.report("S" + i, FIRST + REST);
      receive(report);
      Waiting waiting = journal.jobs().awaitingImages(clock.instant(), 1).get(0);
      journal.jobs().queue(waiting.version(), new UUID(2, i), List.of(), "", false);
      Job job = journal.jobs().claim(Duration.ofMinutes(5)).orElseThrow();
      Strength strength = i < 6 ? Strength.ASK : Strength.QUIET;
      Audit audit =
          SampleRecords.checkedOnly(job.runId(), job.report()).toBuilder()
              .checks(i < 3 ? List.of() : List.of(flag(SURE, job.report(), "Surely", strength)))
              .build();
      journal
          .jobs()
          .finish(job, audit, stored -> new Publication("{\"entry\":[]}", List.of()), List.of());
    }
    clock.advance(Duration.ofDays(7));
  }

  private List<String> drawn() {
    return db(journal)
        .read(
            tx ->
                tx.list(
                    """
                    select kind, place, run_id, problem from reading_item
                    order by kind, place
                    """,
                    rs ->
                        rs.getString("kind")
                            + rs.getInt("place")
                            + rs.getString("run_id")
                            + rs.getString("problem")));
  }

  @Test
  @Tag("safety")
  void aSampleIsDrawnOnceWhateverTheNodesAndRestarts() throws Exception {
    week();
    Instant now = clock.instant();
    // the process dies before the commit
    assertThrows(
        IllegalStateException.class,
        () ->
            db(journal)
                .write(
                    tx -> {
                      assertEquals(3, new Drawing(tx, now, () -> 1).draw(SIZES));
                      throw new IllegalStateException("killed");
                    }));
    assertEquals(List.of(), drawn());
    List<Journal> nodes = List.of(journal, otherNode(), journal, otherNode());
    ExecutorService threads = Executors.newFixedThreadPool(nodes.size());
    try {
      List<Callable<Integer>> calls = new ArrayList<>();
      nodes.forEach(node -> calls.add(() -> node.readings().draw(now, SIZES)));
      int lists = 0;
      for (Future<Integer> one : threads.invokeAll(calls)) {
        lists += one.get();
      }
      assertEquals(3, lists, "each list by one of them");
    } finally {
      threads.shutdown();
    }
    List<String> first = drawn();
    assertEquals(7, first.size());
    assertEquals(7, new HashSet<>(first).size());
    reopen();
    assertEquals(0, journal.readings().draw(now.plus(Duration.ofHours(1)), SIZES));
    assertEquals(first, drawn());
    assertEquals(
        List.of(
            new Readings.Progress(week(now), Readings.Kind.ASK, 3, 2, 0),
            new Readings.Progress(week(now), Readings.Kind.QUIET, 4, 2, 0),
            new Readings.Progress(week(now), Readings.Kind.REPORT, 7, 3, 0)),
        journal.readings().progress(Readings.Source.WEEK, 9));
    assertEquals(3, journal.readings().draw(now.plus(Duration.ofDays(7)), SIZES), "another week");
    assertEquals(first, drawn(), "in which nothing came");
  }

  private static String week(Instant now) {
    return now.minus(Duration.ofDays(7))
        .atZone(ZoneOffset.UTC)
        .format(DateTimeFormatter.ofPattern("YYYY-'W'ww", Locale.GERMANY));
  }

  /** One answer as a browser sends it. */
  private record Sent(UUID id, Answer answer, @Nullable UUID seen) {}

  @Test
  @Tag("safety")
  void eachAnswerCountsOnceInWhateverOrderAndHoweverOftenItComes() {
    week();
    journal.readings().draw(clock.instant(), SIZES);
    UUID item = journal.readings().next("ann", false).orElseThrow().id();
    Sent wrong = new Sent(new UUID(3, 1), Answer.WRONG, null);
    Sent back = new Sent(new UUID(3, 2), Answer.UNDO, wrong.id);
    Sent right = new Sent(new UUID(3, 3), Answer.RIGHT, back.id);
    Random random = new Random(5);
    List<Sent> sent = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Sent one = List.of(wrong, back, right).get(random.nextInt(3));
      Readings.Outcome outcome = answer("ann", item, one);
      assertEquals(
          outcome == Readings.Outcome.STORED,
          sent.contains(one)
              || Objects.equals(one.seen, sent.isEmpty() ? null : sent.get(sent.size() - 1).id),
          "each follows what its page showed");
      if (outcome == Readings.Outcome.STORED && !sent.contains(one)) {
        sent.add(one);
      }
    }
    assertEquals(List.of(wrong, back, right), sent);
    assertEquals(Optional.of(right.id), journal.readings().last("ann").map(Readings.Given::id));
    assertTrue(journal.readings().next("ann", false).filter(i -> i.id().equals(item)).isEmpty());
    assertEquals(item, journal.readings().next("bob", false).orElseThrow().id());
    assertEquals(
        Readings.Outcome.UNKNOWN,
        answer("bob", item, new Sent(right.id, Answer.RIGHT, null)),
        "an id is one person's");
  }

  private Readings.Outcome answer(String user, UUID item, Sent sent) {
    return journal.readings().answer(sent.id, item, user, sent.answer, sent.seen);
  }

  @Test
  void whatWasSampledStandsApartAndCountsOnce() {
    week();
    journal.readings().draw(clock.instant(), SIZES);
    List<Answer> answers = List.of(Answer.WRONG, Answer.RIGHT);
    for (String user : List.of("ann", "bob")) {
      Optional<Readings.Item> next = journal.readings().next(user, false);
      int n = 0;
      while (next.isPresent()) {
        clock.advance(Duration.ofSeconds(1));
        // bob says the opposite: the first person's answer counts
        Answer answer = answers.get((n++ + (user.equals("bob") ? 1 : 0)) % 2);
        answer(user, next.get().id(), new Sent(UUID.randomUUID(), answer, null));
        next = journal.readings().next(user, false);
      }
      assertEquals(7, n);
    }
    assertEquals(
        List.of(
            new VerdictCounts(SURE, Strength.ASK, Footing.SAMPLED, 1, 1, 0, 1),
            new VerdictCounts(SURE, Strength.QUIET, Footing.SAMPLED, 1, 1, 0, 1)),
        journal.quality().verdicts(Selection.ALL));
    assertEquals(new Readings.Missed(3, 2), journal.readings().missed(Selection.ALL));
    List<Readings.MissedReport> missed = journal.readings().missedReports(Selection.ALL, 9);
    assertEquals(2, missed.stream().map(Readings.MissedReport::report).distinct().count());
    assertEquals(missed.subList(0, 1), journal.readings().missedReports(Selection.ALL, 1));
    assertEquals(0, figures(By.ALL, "").get(0).judged().all(), "nobody decided on the worklist");
  }

  @Test
  void whatAPersonPutsLastComesAfterAllOthersInThatOrder() {
    week();
    journal.readings().draw(clock.instant(), new Readings.Sizes(3, 0, 0));
    List<UUID> later = new ArrayList<>();
    List<UUID> order = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      UUID next = journal.readings().next("ann", false, later).orElseThrow().id();
      order.add(next);
      later.remove(next);
      later.add(next);
    }
    assertEquals(3, Set.copyOf(order).size());
    assertEquals(order.subList(0, 3), order.subList(3, 6));
    answer("ann", order.get(0), new Sent(new UUID(3, 9), Answer.RIGHT, null));
    assertEquals(order.get(1), journal.readings().next("ann", false, later).orElseThrow().id());
    assertEquals(
        order.get(0), journal.readings().next("ben", false).orElseThrow().id(), "nobody else's");
  }

  @Test
  void anErasedReportIsInNoListAndInNoFigure() {
    week();
    journal.readings().draw(clock.instant(), new Readings.Sizes(7, 0, 0));
    UUID item = journal.readings().next("ann", false).orElseThrow().id();
    answer("ann", item, new Sent(new UUID(3, 1), Answer.RIGHT, null));
    for (int i = 0; i < 10; i++) {
      UUID erasure =
          journal
              .erasures()
              .request(
                  journal.erasures().report("S" + i), "art. 17", "ann", Erasures.DraftNumbers.NONE);
      journal.erasures().confirm(erasure, "ben", Erasures.DraftNumbers.NONE);
    }
    assertEquals(List.of(), drawn());
    assertEquals(Optional.empty(), journal.readings().last("ann"));
    assertEquals(new Readings.Missed(0, 0), journal.readings().missed(Selection.ALL));
    assertEquals(List.of(), journal.readings().missedReports(Selection.ALL, 9));
    assertEquals(List.of(), figures(By.ALL, ""));
    assertEquals(
        Readings.Outcome.UNKNOWN,
        answer("ann", item, new Sent(new UUID(3, 2), Answer.RIGHT, null)));
  }
}
