package org.radiologytrust.month;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.correlate.CorrelateSettings;
import org.radiologytrust.correlate.Correlator;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.JobQueue.Publishing;
import org.radiologytrust.lab.checks.SeededReports;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ChecksMade;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.UnfinishedCheck;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.FlagVerdict;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.Problems;
import org.radiologytrust.score.Scorer;

/**
 * Plays some weeks of a hospital into a journal: reports come, some first as a draft, some twice,
 * some are withdrawn; the product's checks audit them; people decide about flags minutes to days
 * later, change their mind, and correct reports; and each Monday a sample is drawn and read. Keeps
 * what happened, in order. For one thread.
 */
final class PlayedMonth {
  private static final Duration LEASE = Duration.ofHours(1);
  private static final String REASON = "r";

  /**
   * How it is played.
   *
   * @param readersRight how many of a hundred judgements are true
   * @param sizes how much is drawn each week; 0 reports for no sample
   */
  record Options(long seed, int readersRight, Readings.Sizes sizes) {
    private boolean sampled() {
      return sizes.reports() > 0;
    }
  }

  private record Planned(Instant at, long order, Runnable action) {}

  private final Journal journal;
  private final SettableClock clock;
  private final Engine engine;
  private final List<SeededReports.One> reports;
  private final Options options;
  private final Random random;
  private final Readers readers;
  private final Correlator correlator;
  private final PriorityQueue<Planned> plan =
      new PriorityQueue<>(Comparator.comparing(Planned::at).thenComparing(Planned::order));
  private final List<Happened> happened = new ArrayList<>();
  private final Map<Integer, UUID> ids = new HashMap<>();
  private long orders;
  private int messages;

  PlayedMonth(
      Journal journal,
      SettableClock clock,
      Engine engine,
      List<SeededReports.One> reports,
      Options options) {
    this.journal = journal;
    this.clock = clock;
    this.engine = engine;
    this.reports = List.copyOf(reports);
    this.options = options;
    this.random = new Random(options.seed);
    this.readers = new Readers(options.seed, options.readersRight);
    this.correlator =
        new Correlator(
            journal,
            new SteadyClock((Clock) clock, clock::nanos),
            new CorrelateSettings(Duration.ZERO, false, false, false, false, false, false),
            Engine.VERSION,
            report -> false);
  }

  /**
   * Plays all.
   *
   * @param monday the first moment of the first week
   * @param morning is called on each day of these weeks before others work, and on the day after
   * @return what happened, in order
   */
  List<Happened> play(Instant monday, int weeks, Runnable morning) {
    for (SeededReports.One one : reports) {
      at(monday.plus(Duration.ofMinutes(random.nextInt(weeks * 7 * 24 * 60))), () -> arrive(one));
    }
    for (int week = 1; week <= weeks && options.sampled(); week++) {
      Instant eight = monday.plus(Duration.ofDays(7L * week)).plus(Duration.ofHours(8));
      at(eight, this::draw);
      at(eight.plus(Duration.ofHours(2)), this::read);
    }
    for (int day = 1; day <= weeks * 7; day++) {
      at(monday.plus(Duration.ofDays(day)), morning);
    }
    while (!plan.isEmpty()) {
      Planned next = plan.poll();
      if (next.at.isAfter(clock.instant())) {
        clock.advance(Duration.between(clock.instant(), next.at));
      }
      next.action.run();
    }
    return List.copyOf(happened);
  }

  private void at(Instant at, Runnable action) {
    plan.add(new Planned(at, orders++, action));
  }

  private void in(Duration time, Runnable action) {
    at(clock.instant().plus(time), action);
  }

  /** Minutes to days: the half within two hours. */
  private Duration later() {
    return Duration.ofSeconds((long) (60 * 120 * Math.exp(1.6 * random.nextGaussian())));
  }

  private boolean percent(int chance) {
    return random.nextInt(100) < chance;
  }

  // reports

  private void arrive(SeededReports.One one) {
    Report signed = one.report().toBuilder().status(ReportStatus.FINAL).build();
    if (percent(15)) {
      receive(one, signed.toBuilder().status(ReportStatus.PRELIMINARY).build());
      in(Duration.ofMinutes(20 + random.nextInt(600)), () -> receive(one, later(signed, 60)));
    } else {
      receive(one, signed);
    }
    if (random.nextInt(150) == 0) {
      in(
          Duration.ofHours(30 + random.nextInt(60)),
          () ->
              receive(
                  one, later(signed, 90_000).toBuilder().status(ReportStatus.CANCELLED).build()));
    }
  }

  private static Report later(Report report, long seconds) {
    return report.toBuilder()
        .issued(Objects.requireNonNull(report.issued()).plusSeconds(seconds))
        .build();
  }

  private void receive(SeededReports.One one, Report version) {
    var message = SampleMessages.report("m" + one.number() + "-" + ++messages, version);
    journal.inbox().receive(message);
    happened.add(new Happened.Received(clock.instant(), one.number(), version));
    if (percent(2)) {
      // the engine sends it once more
      journal.inbox().receive(message);
    }
    clock.advance(Duration.ofSeconds(2));
    correlator.correlate();
    Optional<Job> job = journal.jobs().claim(LEASE);
    while (job.isPresent()) {
      clock.advance(Duration.ofSeconds(1 + random.nextInt(20)));
      finish(one, job.get());
      job = journal.jobs().claim(LEASE);
    }
  }

  private void finish(SeededReports.One one, Job job) {
    Audit audit = audit(job);
    if (!journal.jobs().finish(job, audit, Publishing.of("{}", List.of()), List.of())) {
      throw new IllegalStateException("the run was not stored");
    }
    happened.add(
        new Happened.Audited(
            clock.instant(),
            one.number(),
            audit.runId(),
            audit.report(),
            Flags.of(audit),
            audit.unfinished().stream().map(UnfinishedCheck::check).toList(),
            audit.failed()));
    for (Problem problem : Decided.of(audit, List.of()).all()) {
      boolean tells = problem.checks().get(0).strength() == Strength.TELL;
      if (percent(tells ? 85 : 30)) {
        in(later(), () -> decide(one, audit.runId(), problem));
      }
    }
  }

  private Audit audit(Job job) {
    Engine.Begun begun =
        new Engine.Begun(job.runId(), job.report(), journal.earlier().of(job), clock.instant());
    if (random.nextInt(200) == 0) {
      return begun.audit().failed("it could not be read", false).ended(clock.instant()).build();
    }
    Audit checked = engine.checked(begun);
    return new Scorer()
        .score(random.nextInt(100) == 0 ? cut(checked) : checked).toBuilder()
            .ended(clock.instant())
            .build();
  }

  /** One check had no time left. */
  private Audit cut(Audit audit) {
    ChecksMade made = Objects.requireNonNull(audit.made());
    String late = made.finished().get(random.nextInt(made.finished().size()));
    return audit.toBuilder()
        .checks(audit.checks().stream().filter(c -> !c.check().equals(late)).toList())
        .unfinished(List.of(new UnfinishedCheck(late, UnfinishedCheck.Reason.TIME)))
        .made(
            new ChecksMade(
                made.data(), made.finished().stream().filter(c -> !c.equals(late)).toList()))
        .build();
  }

  // decisions

  private History history(SeededReports.One one) {
    UUID id =
        ids.computeIfAbsent(
            one.number(),
            number ->
                journal.lookup().stories().find("M" + number).reports().get(0).id().orElseThrow());
    return journal.reviews().find(id).orElseThrow();
  }

  /** Decides unless there is a newer audit, or somebody has decided. */
  private void decide(SeededReports.One one, UUID run, Problem problem) {
    History history = history(one);
    if (history.audit().filter(a -> a.runId().equals(run)).isEmpty()) {
      return;
    }
    Decided decided = Decided.of(history.audit().orElseThrow(), history.decisions());
    if (decided.standing(problem.key()).isPresent()) {
      return;
    }
    String user = Readers.NAMES.get(random.nextInt(Readers.NAMES.size()));
    FlagVerdict verdict = readers.say(user, one, Readers.Flagged.of(problem));
    Decision decision = decision(run, problem, user, verdict);
    store(one, history, decision, decided);
    if (percent(4)) {
      in(
          Duration.ofMinutes(1 + random.nextInt(90)),
          () -> changeMind(one, problem, decision, user));
    } else if (decision.kind().agrees() && percent(80)) {
      in(later(), () -> correct(one, run, problem));
    } else if (decision.kind().agrees() && percent(50)) {
      in(later(), () -> leave(one, problem, decision));
    }
  }

  private Decision decision(UUID run, Problem problem, String user, FlagVerdict verdict) {
    Decision.Kind kind =
        verdict != FlagVerdict.RIGHT
            ? Decision.Kind.DISMISS
            : percent(75) ? Decision.Kind.AGREE : Decision.Kind.REWORD;
    Decision.Builder decision =
        Decision.of(new UUID(random.nextLong(), random.nextLong()), run, problem.key(), kind, user)
            .verdict(verdict);
    switch (kind) {
      case DISMISS -> decision.reason(REASON);
      case REWORD -> decision.text("Other words.");
      default -> {}
    }
    return decision.build();
  }

  /** Takes the decision back, and decides anew. */
  private void changeMind(SeededReports.One one, Problem problem, Decision decision, String user) {
    follow(one, problem, decision, Decision.Kind.UNDO, b -> b.undoes(decision.id()));
    in(Duration.ofMinutes(3), () -> decide(one, decision.run(), problem));
  }

  /** Leaves the report as it is. */
  private void leave(SeededReports.One one, Problem problem, Decision decision) {
    follow(one, problem, decision, Decision.Kind.LEFT, b -> b.text("As it is."));
  }

  /** Decides once more, unless there is a newer audit. */
  private void follow(
      SeededReports.One one,
      Problem problem,
      Decision before,
      Decision.Kind kind,
      UnaryOperator<Decision.Builder> more) {
    History history = history(one);
    if (history.audit().filter(a -> a.runId().equals(before.run())).isPresent()) {
      UUID id = new UUID(random.nextLong(), random.nextLong());
      store(
          one,
          history,
          more.apply(Decision.of(id, before.run(), problem.key(), kind, before.user())).build(),
          Decided.of(history.audit().orElseThrow(), history.decisions()));
    }
  }

  private void store(SeededReports.One one, History history, Decision decision, Decided decided) {
    UUID newest = decided.newest(decision.problem()).map(Decision::id).orElse(null);
    Reviews.Outcome outcome =
        journal
            .reviews()
            .decide(
                history.id(),
                decision,
                newest,
                (audit, decisions, stored) -> new Reviews.Publication("{}", List.of()),
                List.of());
    if (outcome != Reviews.Outcome.STORED) {
      throw new IllegalStateException("the decision was not stored: " + outcome);
    }
    happened.add(
        new Happened.Decided(
            clock.instant(),
            one.number(),
            decision.run(),
            decision.problem(),
            decision.id(),
            decision.kind(),
            decision.verdict(),
            decision.user(),
            decision.undoes()));
  }

  /** Sends the report without what was seeded, or without the words that were flagged. */
  private void correct(SeededReports.One one, UUID run, Problem problem) {
    History history = history(one);
    Report now = history.current().report();
    if (history.audit().filter(a -> a.runId().equals(run)).isEmpty() || now.status().withdrawn()) {
      return;
    }
    boolean seeded = !one.error().isEmpty() || !one.habit().isEmpty();
    String text =
        seeded
            ? one.mended().text()
            : Flags.LACKING.contains(problem.type())
                ? with(now.text(), problem)
                : without(now.text(), problem);
    Report.Builder mended = later(now, 3600).toBuilder().text(text).status(ReportStatus.CORRECTED);
    if (seeded) {
      mended
          .order(one.mended().order())
          .patient(one.mended().patient())
          .hints(one.mended().hints());
    }
    receive(one, mended.build());
  }

  /** Adds what was flagged to the impression, which is the last section. */
  private static String with(String text, Problem problem) {
    String words = problem.places().get(0).in(text);
    return problem.type().equals("no-impression")
        ? text + "\n\nIMPRESSION: " + words
        : text + " " + words;
  }

  /** Takes the sentence of the first flagged words out, but no heading before it. */
  private static String without(String text, Problem problem) {
    int[] points = text.codePoints().toArray();
    Span place = problem.places().get(0);
    int start = place.start();
    int end = place.end();
    while (start > 0 && ".:\n".indexOf(points[start - 1]) < 0) {
      start--;
    }
    while (end < points.length && points[end] != '.' && points[end] != '\n') {
      end++;
    }
    return Report.canonicalText(
        new String(points, 0, start) + " Amended." + new String(points, end, points.length - end));
  }

  // samples

  private void draw() {
    journal.readings().draw(clock.instant(), options.sizes);
    happened.add(new Happened.Drawn(clock.instant()));
  }

  /** Ann reads all, bob the first third of what is open, eve is not sure of herself. */
  private void read() {
    read("bob", 25);
    read("ann", Integer.MAX_VALUE);
    read("eve", 10);
  }

  private void read(String user, int most) {
    for (int i = 0; i < most; i++) {
      Optional<Readings.Item> item = journal.readings().next(user, false);
      if (item.isEmpty()) {
        return;
      }
      clock.advance(Duration.ofSeconds(5));
      Readings.Answer answer = said(user, item.get());
      UUID id = answer(item.get(), user, answer, null);
      if (percent(3)) {
        UUID undone = answer(item.get(), user, Readings.Answer.UNDO, id);
        answer(item.get(), user, answer, undone);
      }
    }
  }

  private Readings.Answer said(String user, Readings.Item item) {
    SeededReports.One one = one(item.audit().report());
    if (item.kind() == Readings.Kind.REPORT) {
      return readers.say(user, one);
    }
    Problem problem =
        Problems.every(item.audit()).stream()
            .filter(p -> p.key().equals(item.problem()))
            .findFirst()
            .orElseThrow();
    return Readers.answer(readers.say(user, one, Readers.Flagged.of(problem)));
  }

  private SeededReports.One one(Report report) {
    int number = Integer.parseInt(report.reportId().substring(1));
    return reports.stream().filter(o -> o.number() == number).findFirst().orElseThrow();
  }

  private UUID answer(
      Readings.Item item, String user, Readings.Answer answer, @Nullable UUID seen) {
    UUID id = new UUID(random.nextLong(), random.nextLong());
    Readings.Outcome outcome = journal.readings().answer(id, item.id(), user, answer, seen);
    if (outcome != Readings.Outcome.STORED) {
      throw new IllegalStateException("the answer was not stored: " + outcome);
    }
    happened.add(
        new Happened.Answered(
            clock.instant(),
            item.id(),
            item.list(),
            item.kind(),
            one(item.audit().report()).number(),
            item.audit().runId(),
            item.problem(),
            user,
            answer));
    return id;
  }
}
