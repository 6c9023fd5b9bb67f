package org.radiologytrust.journal.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.Rounds;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.inbox.ExpectedReports.Expected;
import org.radiologytrust.journal.inbox.ExpectedReports.Sent;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.journal.search.Counters;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Texts;

/**
 * Random sequences of messages about one accession number: new reports, corrections, withdrawals,
 * addenda, late and early times and none, repeats, merges, two feeds, releases from quarantine.
 * What stands after each step is what {@link ExpectedReports} says. A failing sequence is printed
 * with its seed, shortened to the steps that it needs.
 *
 * <p>{@code -Dsequences.seed=5 -Dsequences.count=100000} runs others.
 */
@Tag("safety")
@Tag("long")
@Tag("rounds")
class ReportSequencesTest {
  private static final long SEED = Long.getLong("sequences.seed", 37);
  private static final int COUNT = Integer.getInteger("sequences.count", Rounds.of(400, 4_000));
  private static final int THREADS = 8;
  private static final int MOST_STEPS = 12;
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String AUTHORITY = "urn:oid:1.2.3";

  @TempDir Path folder;

  /** A clock that moves on by a millisecond whenever it is read, so that nothing is equal. */
  private static final class TickingClock extends Clock {
    private final AtomicLong ticks = new AtomicLong();

    @Override
    public Instant instant() {
      return NOW.plusMillis(ticks.incrementAndGet());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  // what happens

  /** One thing that happens to a report. */
  private sealed interface Step permits Message, Merge, Release {}

  /** An examination of a patient, with its own order numbers. */
  private enum Exam {
    CHEST(1),
    ABDOMEN(1),
    /** Under the same accession number. */
    OF_ANOTHER(2);

    private final int patient;

    Exam(int patient) {
      this.patient = patient;
    }
  }

  /** Which numbers a message has. */
  private enum Feed {
    HL7,
    /** Without OBR-18: the filler number is in its place. */
    HL7_WITHOUT_ACCESSION,
    HL7_WITH_ACCESSION_ALONE,
    FHIR,
    FHIR_WITH_ID;

    boolean hl7() {
      return ordinal() < FHIR.ordinal();
    }
  }

  /**
   * @param later whether it names the patient, once it is merged, by the id that survives
   */
  private record Message(
      Exam exam,
      Feed feed,
      ReportStatus status,
      boolean addendum,
      String words,
      @Nullable Integer minute,
      boolean later)
      implements Step {}

  private record Merge() implements Step {}

  /** A person releases a message, if it is in quarantine. */
  private record Release(Message message) implements Step {}

  private static List<Step> steps(Random random) {
    List<Step> steps = new ArrayList<>();
    List<Message> messages = new ArrayList<>();
    int length = 2 + random.nextInt(MOST_STEPS - 1);
    while (steps.size() < length) {
      int what = random.nextInt(20);
      if (what == 0) {
        steps.add(new Merge());
      } else if (what < 4 && !messages.isEmpty()) {
        steps.add(new Release(messages.get(random.nextInt(messages.size()))));
      } else if (what < 8 && !messages.isEmpty()) {
        steps.add(messages.get(random.nextInt(messages.size())));
      } else {
        Message message = message(random);
        messages.add(message);
        steps.add(message);
      }
    }
    return steps;
  }

  private static final List<ReportStatus> STATUSES =
      List.of(
          ReportStatus.PRELIMINARY,
          ReportStatus.FINAL,
          ReportStatus.FINAL,
          ReportStatus.FINAL,
          ReportStatus.CORRECTED,
          ReportStatus.CORRECTED,
          ReportStatus.APPENDED,
          ReportStatus.CANCELLED,
          ReportStatus.ENTERED_IN_ERROR);

  private static Message message(Random random) {
    int exam = random.nextInt(8);
    Feed feed = Feed.values()[random.nextInt(Feed.values().length)];
    boolean addendum = feed.hl7() && random.nextInt(6) == 0;
    ReportStatus status = STATUSES.get(random.nextInt(STATUSES.size()));
    if (addendum) {
      status = random.nextInt(8) == 0 ? ReportStatus.CANCELLED : ReportStatus.APPENDED;
    }
    boolean empty = !addendum && ExpectedReports.stage(status) == 4 && random.nextBoolean();
    int word = random.nextInt(4);
    int when = random.nextInt(8);
    Integer minute = when == 0 ? (Integer) 120 + random.nextInt(2) : -10 * (1 + random.nextInt(4));
    return new Message(
        exam < 5 ? Exam.CHEST : exam < 7 ? Exam.ABDOMEN : Exam.OF_ANOTHER,
        feed,
        status,
        addendum,
        empty ? "" : (addendum ? "Addition " : "Words ") + word + ".",
        when == 1 && !feed.hl7() ? null : minute,
        random.nextBoolean());
  }

  // the messages as the product gets them

  /** One run of a sequence, with numbers of its own. */
  private final class Run {
    private final String name;
    private final ExpectedReports expected = new ExpectedReports();
    private final Map<Message, Held> held = new HashMap<>();
    private final List<String> told = new ArrayList<>();
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private final Map<IntakeAlarm, Integer> alarms = new EnumMap<>(IntakeAlarm.class);
    private int sent;
    private boolean merged;

    Run(String name) {
      this.name = name;
    }

    /** A message in quarantine. */
    private record Held(String key, int arrived, ReportRule rule) {}

    /** The first difference; empty if there is none. */
    Optional<String> run(List<Step> steps) {
      for (Step step : steps) {
        String wrong = step(step);
        told.add(step + " -> " + wrong);
        if (!wrong.startsWith("ok")) {
          return Optional.of(String.join("\n", told));
        }
      }
      return Optional.empty();
    }

    private String step(Step step) {
      if (step instanceof Merge) {
        return compared(merge(), expected.merge(), false);
      }
      if (step instanceof Release release) {
        Held one = held.remove(release.message);
        return one == null ? "ok, not in quarantine" : released(release.message, one);
      }
      Message message = (Message) step;
      String key = name + "-" + ++sent;
      Receipt receipt =
          journal.inbox().receive(SampleMessages.message("HOSP", key, disposition(message)));
      Expected what = expected.receive(sent(message), expected.step() + 1, null);
      if (what.outcome() == Outcome.QUARANTINED) {
        held.put(message, new Held(key, expected.step(), what.rules().get(0)));
      }
      return compared(receipt, what, true);
    }

    private String released(Message message, Held one) {
      String id = new MessageKey("hl7", "HOSP", one.key, Texts.sha256(bytes(one.key))).id();
      Receipt receipt =
          journal
              .messages()
              .decideAgain(id, disposition(message), (outcome, reason) -> new byte[0])
              .orElseThrow();
      outcomes.merge(Outcome.QUARANTINED, -1, Integer::sum);
      Expected what = expected.receive(sent(message), one.arrived, one.rule);
      if (what.outcome() == Outcome.QUARANTINED) {
        held.put(message, new Held(one.key, one.arrived, what.rules().get(0)));
      }
      return compared(receipt, what, false);
    }

    private String compared(Receipt receipt, Expected what, boolean counted) {
      outcomes.merge(what.outcome(), 1, Integer::sum);
      if (counted) {
        what.rules().stream()
            .flatMap(rule -> rule.alarm().stream())
            .distinct()
            .forEach(alarm -> alarms.merge(alarm, 1, Integer::sum));
      }
      String reason =
          what.rules().stream().map(rule -> rule.words).collect(Collectors.joining("; "));
      if (receipt.outcome() != what.outcome() || !receipt.reason().equals(reason)) {
        return "%s (%s), not %s (%s)"
            .formatted(receipt.outcome(), receipt.reason(), what.outcome(), reason);
      }
      List<String> stand = stand();
      return stand.equals(expected.texts())
          ? "ok, " + receipt.outcome() + " " + what.rules()
          : "%s stand, not %s".formatted(stand, expected.texts());
    }

    /** The current versions of the accession number's reports. */
    private List<String> stand() {
      return OpenedJournal.db(journal)
          .read(
              tx ->
                  tx
                      .list(
                          """
                      select report from report_version where superseded = 0
                      and report_id > ? and report_id < ?
                      """,
                          rs -> StoredJson.read(rs.getString(1), Report.class),
                          name + "-",
                          name + ".")
                      .stream()
                      .map(r -> patient(r) + ": " + r.text())
                      .sorted()
                      .toList());
    }

    private int patient(Report report) {
      return report.patient().identifiers().stream().anyMatch(id -> id.value().equals(name + "-M2"))
          ? 2
          : 1;
    }

    private Receipt merge() {
      merged = true;
      Patient survivor = patient(name + "-M1new");
      return journal
          .inbox()
          .receive(
              SampleMessages.message(
                  "HOSP",
                  name + "-" + ++sent,
                  new Inbox.PatientChange(
                      survivor,
                      List.of(new Identifier(AUTHORITY, name + "-M1", "MR")),
                      NOW.minusSeconds(1))));
    }

    private Patient patient(String mrn) {
      return SampleRecords.patient(mrn);
    }

    private String filler(Message message) {
      boolean has = message.feed == Feed.HL7 || message.feed == Feed.HL7_WITHOUT_ACCESSION;
      return has ? name + "-F" + message.exam.ordinal() : "";
    }

    private String placer(Message message) {
      return filler(message).isEmpty() ? "" : name + "-P" + message.exam.ordinal();
    }

    private Coding procedure(Message message) {
      return message.feed.hl7()
          ? new Coding("L", message.exam.name(), "")
          : new Coding("http://loinc.org", "18748-4", "");
    }

    private String reference(Message message) {
      return message.feed == Feed.FHIR_WITH_ID
          ? "DiagnosticReport/" + name + message.exam.ordinal()
          : "";
    }

    private Inbox.Disposition disposition(Message message) {
      String accession = name + "-A";
      String filler = filler(message);
      boolean lost = message.feed == Feed.HL7_WITHOUT_ACCESSION;
      String mrn = name + "-M" + message.exam.patient + (isLater(message) ? "new" : "");
      List<String> ids = new ArrayList<>();
      if (!filler.isEmpty() && !lost) {
        ids.add("filler:" + filler);
      }
      if (!filler.isEmpty()) {
        ids.add("placer:" + placer(message));
      }
      Integer minute = message.minute;
      return new Inbox.Parsed(
          Report.of("HOSP", lost ? filler : accession)
              .patient(patient(mrn))
              .order(
                  new Order(
                      placer(message),
                      filler,
                      List.of(lost ? filler : accession),
                      List.of(),
                      procedure(message),
                      "CT",
                      "",
                      ""))
              .text(message.words)
              .status(message.status)
              .issued(minute == null ? null : NOW.plusSeconds(60L * minute))
              .reference(reference(message))
              .otherIds(ids)
              .addendum(message.addendum)
              .build());
    }

    private boolean isLater(Message message) {
      return merged && message.later && message.exam.patient == 1;
    }

    private Sent sent(Message message) {
      Set<String> ids = new HashSet<>();
      for (String id : List.of(filler(message), placer(message), reference(message))) {
        if (!id.isEmpty()) {
          ids.add(id);
        }
      }
      Coding procedure = procedure(message);
      return new Sent(
          message.exam.patient,
          message.feed != Feed.HL7_WITHOUT_ACCESSION,
          ids,
          filler(message),
          procedure.system(),
          procedure.code(),
          message.status,
          message.addendum,
          message.words,
          message.minute);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  // the test

  private SqlJournal journal;

  @Test
  void whatStandsIsWhatTheRulesSay() throws Exception {
    TickingClock clock = new TickingClock();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (SqlJournal opened =
        SqlJournal.open(folder.resolve("journal.db"), new SteadyClock(clock, () -> 0), "main")) {
      journal = opened;
      AtomicInteger next = new AtomicInteger();
      List<Callable<List<Run>>> work = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        work.add(() -> runs(next));
      }
      Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
      Map<IntakeAlarm, Integer> alarms = new EnumMap<>(IntakeAlarm.class);
      for (Future<List<Run>> done : threads.invokeAll(work)) {
        for (Run run : done.get()) {
          run.outcomes.forEach((outcome, n) -> outcomes.merge(outcome, n, Integer::sum));
          run.alarms.forEach((alarm, n) -> alarms.merge(alarm, n, Integer::sum));
        }
      }
      assertCounts(outcomes, alarms);
    } finally {
      threads.shutdownNow();
    }
  }

  private List<Run> runs(AtomicInteger next) {
    List<Run> runs = new ArrayList<>();
    for (int n = next.getAndIncrement(); n < COUNT; n = next.getAndIncrement()) {
      List<Step> steps = steps(new Random(SEED * 1_000_003 + n));
      Run run = new Run("S" + n);
      Optional<String> wrong = run.run(steps);
      if (wrong.isPresent()) {
        fail(shortened("S" + n, steps));
      }
      runs.add(run);
    }
    return runs;
  }

  /** The failing sequence, without the steps that it does not need. */
  private String shortened(String name, List<Step> steps) {
    List<Step> needed = new ArrayList<>(steps);
    int tries = 0;
    boolean shorter = true;
    while (shorter) {
      shorter = false;
      for (int i = 0; i < needed.size() && !shorter; i++) {
        List<Step> without = new ArrayList<>(needed);
        without.remove(i);
        if (new Run(name + "x" + ++tries).run(without).isPresent()) {
          needed = without;
          shorter = true;
        }
      }
    }
    return "seed %d, sequence %s:\n%s"
        .formatted(SEED, name, new Run(name + "y").run(needed).orElse("passes when repeated"));
  }

  /** The counts of messages and alarms add up to what the sequences expect. */
  private void assertCounts(Map<Outcome, Integer> outcomes, Map<IntakeAlarm, Integer> alarms) {
    Counters.Counts counts = journal.counters().counts();
    assertTrue(counts.conserved());
    Map<String, Long> expected = new HashMap<>();
    for (Outcome outcome : Outcome.values()) {
      long n = outcomes.getOrDefault(outcome, 0);
      assertTrue(n > COUNT / 50, "too few are " + outcome + ": " + n);
      expected.put(outcome.code(), n);
    }
    assertEquals(expected, new HashMap<>(counts.messages()));
    for (IntakeAlarm alarm :
        List.of(IntakeAlarm.NUMBER_SHARED, IntakeAlarm.VERSION_ORDER, IntakeAlarm.TIME_IN_FUTURE)) {
      long n = alarms.getOrDefault(alarm, 0);
      assertTrue(n > COUNT / 50, "too few raise " + alarm + ": " + n);
      assertEquals(n, journal.intakeAlarms().get(alarm), alarm.code());
    }
  }
}
