package org.radiologytrust.textfirst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.radiologytrust.correlate.CorrelateSettings;
import org.radiologytrust.correlate.Correlator;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.SampleMessages;
import org.radiologytrust.journal.results.Outbox.Delivery;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.work.JobQueue.Held;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.ChecksMade;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Study;
import org.radiologytrust.publish.Publisher;
import org.radiologytrust.publish.resources.DecisionPublisher;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.ShownFlag;
import org.radiologytrust.review.ShownFlags;

/**
 * One report at a site, to which random things happen: versions and images come, people decide,
 * processes die before and after each commit. Each sink keeps what it was sent, as a server does.
 */
final class TextFirstSite {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final FhirContext R4 = FhirContext.forR4Cached();
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Duration HOLD = Duration.ofMinutes(30);
  private static final String ENGINE = "0.1.0";
  private static final String SUPERSEDED_BY = "rtl-superseded-by";
  private static final String ACCESSION = "A1";
  private static final String CHECK = "side-order";
  private static final int DEATHS = 100;

  /** A process at the journal. */
  private record Node(Journal journal, Correlator correlator, Publisher publisher) {
    static Node of(Journal journal, SteadyClock clock, List<String> sinks, Set<String> holding) {
      return new Node(
          journal,
          new Correlator(
              journal,
              clock,
              new CorrelateSettings(PATIENCE, true, true, true, false, true, false),
              ENGINE,
              report -> false),
          new Publisher(
              R4,
              journal.jobs(),
              journal.resources(),
              List.of(),
              new Publisher.Options(
                  ENGINE, sinks, true, false, Optional.empty(), new Held(holding, HOLD)),
              resources -> {}));
    }
  }

  private final Random random;
  private final SettableClock clock;
  private final List<Node> nodes = new ArrayList<>();
  private final Reviews.Publisher decisions = new DecisionPublisher(R4, true);
  private final List<String> sinks;

  /** What each sink has, by type and id. */
  private final Map<String, Map<String, JsonNode>> servers = new HashMap<>();

  /** The runs of which a delivery was handed out. */
  private final Set<UUID> out = new HashSet<>();

  /** The runs of a text alone. */
  private final Set<UUID> texts = new HashSet<>();

  private final List<String> story = new ArrayList<>();
  private final boolean allHold;
  private int versions;
  private int images;
  private boolean withdrawn;

  TextFirstSite(long seed, SettableClock clock, List<Journal> journals, SteadyClock steady) {
    this.random = new Random(seed);
    this.clock = clock;
    this.sinks = List.of("fhir", "kafka");
    Set<String> holding = new TreeSet<>(sinks);
    allHold = random.nextBoolean();
    if (!allHold) {
      holding.remove("kafka");
    }
    journals.forEach(journal -> nodes.add(Node.of(journal, steady, sinks, holding)));
    for (String sink : sinks) {
      servers.put(sink, new LinkedHashMap<>());
    }
    story.add("holding " + holding);
  }

  /** What happened, in its order. */
  List<String> story() {
    return story;
  }

  private Node node() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  void step() {
    switch (random.nextInt(12)) {
      case 0 -> report();
      case 1, 2 -> images();
      case 3 -> pass(Duration.ofMinutes(1 + random.nextInt(20)));
      case 4, 5, 6 -> correlate(node());
      case 7, 8 -> work(node());
      case 9, 10 -> deliver(node());
      default -> decide(node());
    }
  }

  private void pass(Duration time) {
    story.add(time.toMinutes() + " min pass");
    clock.advance(time);
  }

  private void report() {
    if (versions == 3 || withdrawn) {
      return;
    }
    versions++;
    withdrawn = versions > 1 && random.nextInt(5) == 0;
    ReportStatus status =
        withdrawn
            ? ReportStatus.CANCELLED
            : versions == 1
                ? random.nextBoolean() ? ReportStatus.PRELIMINARY : ReportStatus.FINAL
                : ReportStatus.CORRECTED;
    story.add("version " + versions + " " + status);
    Report report =
        SampleRecords.report(
            "HOSP",
            ACCESSION,
            "MRN1",
            "Right knee normal. " + versions,
            status,
            SampleRecords.ISSUED.plusSeconds(versions));
    clock.advance(Duration.ofSeconds(1));
    node().journal.inbox().receive(SampleMessages.report("m" + versions, report));
  }

  private void images() {
    boolean whole = random.nextInt(3) > 0;
    Patient patient =
        random.nextInt(5) == 0 ? SampleRecords.otherPatient() : SampleRecords.patient("MRN1");
    images += random.nextInt(2);
    List<Instance> all = new ArrayList<>();
    for (int i = 0; i <= images; i++) {
      all.add(SampleRecords.instance("1.2.3." + i));
    }
    story.add(all.size() + " images, whole " + whole + ", of " + patient.familyName());
    images(whole, patient, all);
  }

  private void images(boolean whole, Patient patient, List<Instance> all) {
    Study study =
        new Study("1.2.3", ACCESSION, patient, LocalDate.of(2026, 11, 24), "CHEST", whole, all);
    node().journal.studies().storeStudy(study, "orthanc", "" + clock.instant());
  }

  private static void correlate(Node node) {
    node.correlator.correlate();
  }

  /** Claims a run and ends it, puts it off, or dies on the way. */
  private void work(Node node) {
    Optional<Job> claimed = claim(node);
    if (claimed.isEmpty()) {
      return;
    }
    Job job = claimed.get();
    String what = (job.textOnly() ? "text " : "full ") + job.runId();
    switch (random.nextInt(5)) {
      case 0 -> {
        story.add(what + " dies");
        clock.advance(LEASE);
      }
      case 1 -> {
        story.add(what + " is put off: the model is away");
        node.journal.jobs().postpone(job, Duration.ofMinutes(2), false);
      }
      case 2 -> {
        story.add(what + " ends, and dies after the commit");
        publish(node, job);
        publish(node, job);
      }
      default -> {
        story.add(what + " ends");
        publish(node, job);
      }
    }
  }

  private Optional<Job> claim(Node node) {
    node.journal.jobs().endLost(DEATHS, "it ended its process");
    return node.journal
        .jobs()
        .claim(LEASE)
        .or(() -> node.journal.jobs().claimAlone(LEASE, DEATHS, true));
  }

  private void publish(Node node, Job job) {
    if (job.textOnly()) {
      texts.add(job.runId());
    }
    node.publisher.publish(audit(job), job);
  }

  private static Audit audit(Job job) {
    if (!job.refusal().isEmpty()) {
      return SampleRecords.failed(job.runId(), job.report(), job.refusal()).toBuilder()
          .otherPatient(job.other())
          .build();
    }
    List<Instance> shown = job.studies().stream().flatMap(s -> s.instances().stream()).toList();
    assertTrue(!job.textOnly() || shown.isEmpty(), "a run of the text has no image");
    Audit audit =
        shown.isEmpty()
            ? SampleRecords.checkedOnly(job.runId(), job.report())
            : SampleRecords.audit(job.runId(), job.report(), shown);
    return audit.toBuilder()
        .checks(List.of(flag(job.report())))
        .made(new ChecksMade("words", List.of(CHECK)))
        .build();
  }

  /** What the rules say of every version, with and without images. */
  private static CheckResult flag(Report report) {
    return new CheckResult(
        CHECK,
        Label.NEEDS_REVIEW,
        Evidence.of(new Span(0, 10), report.text()),
        Evidence.field("OBR-4", "Left knee"),
        "The order is for the left side, the report names the right.");
  }

  /** Sends a delivery, or dies before or after the server has it. */
  private void deliver(Node node) {
    String sink = sinks.get(random.nextInt(sinks.size()));
    Optional<Delivery> claimed = node.journal.outbox().claim(sink, LEASE);
    if (claimed.isEmpty()) {
      return;
    }
    Delivery delivery = claimed.get();
    out.add(delivery.runId());
    int dies = random.nextInt(6);
    story.add(delivery.id() + " to " + sink + (dies < 2 ? ", and dies" : ""));
    if (dies == 0) {
      clock.advance(LEASE);
      return;
    }
    take(sink, delivery);
    if (dies == 1) {
      clock.advance(LEASE);
    } else {
      node.journal.outbox().sent(delivery);
    }
  }

  private void take(String sink, Delivery delivery) {
    for (JsonNode entry : json(delivery.bundle()).path("entry")) {
      JsonNode resource = entry.path("resource");
      servers
          .get(sink)
          .put(
              resource.path("resourceType").asText() + "/" + resource.path("id").asText(),
              resource);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void decide(Node node) {
    Optional<Reviews.History> history = history(node);
    Optional<Audit> audit = history.flatMap(Reviews.History::audit);
    if (audit.isEmpty()) {
      return;
    }
    Decided decided = Decided.of(audit.get(), history.get().decisions());
    Optional<Problem> open =
        ShownFlags.of(audit.get(), history.get().decisions()).open().stream()
            .map(ShownFlag::first)
            .filter(problem -> !problem.ofPatient())
            .findFirst();
    if (open.isEmpty()) {
      return;
    }
    story.add("somebody dismisses a flag of " + audit.get().runId());
    clock.advance(Duration.ofSeconds(1));
    Decision decision =
        Decision.of(
                UUID.nameUUIDFromBytes(("d" + story.size()).getBytes()),
                audit.get().runId(),
                open.get().key(),
                Decision.Kind.DISMISS,
                "ann")
            .reason("meant")
            .at(clock.instant())
            .build();
    node.journal.reviews().decide(history.get().id(), decision, null, decisions, sinks);
  }

  private static Optional<Reviews.History> history(Node node) {
    return node.journal.worklist().page(Worklist.Filter.ALL, 0, 1).rows().stream()
        .findFirst()
        .flatMap(row -> node.journal.reviews().find(row.report()));
  }

  /** Lets everything end that can end: nobody dies any more, and the images are complete. */
  void settle() {
    if (versions == 0) {
      report();
    }
    for (int i = 0; i < 12; i++) {
      Node node = node();
      clock.advance(Duration.ofMinutes(10));
      correlate(node);
      for (Optional<Job> job = claim(node); job.isPresent(); job = claim(node)) {
        publish(node, job.get());
      }
      for (String sink : sinks) {
        for (Optional<Delivery> next = node.journal.outbox().claim(sink, LEASE);
            next.isPresent();
            next = node.journal.outbox().claim(sink, LEASE)) {
          out.add(next.get().runId());
          take(sink, next.get());
          node.journal.outbox().sent(next.get());
        }
      }
    }
  }

  /** Exactly one audit stands, everywhere, and nothing is on its way or was given up. */
  void check() {
    Node node = nodes.get(0);
    var counts = node.journal.counters().counts();
    assertEquals(
        0, counts.open().values().stream().mapToLong(n -> n).sum(), "nothing is in flight");
    assertEquals(
        versions, counts.reports().values().stream().mapToLong(n -> n).sum(), "each has ended");
    counts
        .deliveries()
        .forEach(
            (sink, states) ->
                assertTrue(
                    Set.of("sent", "overtaken").containsAll(states.keySet()), sink + states));
    Reviews.History history = history(node).orElseThrow();
    Audit newest = history.audit().orElseThrow();
    for (Reviews.Version version : history.versions()) {
      long distinct = version.audits().stream().map(Audit::runId).distinct().count();
      assertEquals(version.audits().size(), distinct);
    }
    assertCarried(history, newest);
    for (String sink : sinks) {
      assertServer(sink, newest.runId());
    }
  }

  /** A decision about the text of a version holds for its full audit: the rules say the same. */
  private static void assertCarried(Reviews.History history, Audit newest) {
    List<Audit> audits = history.current().audits();
    for (Audit earlier : audits.subList(1, audits.size())) {
      boolean person = history.decisions().stream().anyMatch(d -> d.run().equals(earlier.runId()));
      if (person && !newest.failed() && !earlier.failed()) {
        assertTrue(
            ShownFlags.of(newest, history.decisions()).open().stream()
                .allMatch(flag -> flag.problem().ofPatient()),
            "people are not asked twice");
      }
    }
  }

  private void assertServer(String sink, UUID newest) {
    Map<String, JsonNode> server = servers.get(sink);
    List<String> standing = new ArrayList<>();
    for (Map.Entry<String, JsonNode> one : server.entrySet()) {
      JsonNode resource = one.getValue();
      if (isSummary(resource) && !isSuperseded(resource)) {
        standing.add(resource.path("id").asText());
      }
      if (isSummary(resource) && allHold) {
        assertKnown(sink, resource);
      }
    }
    assertEquals(List.of(newest.toString()), standing, "at " + sink);
  }

  /** Where all sinks wait, none hears of the audit of a text that none was sent. */
  private void assertKnown(String sink, JsonNode summary) {
    UUID run = UUID.fromString(summary.path("id").asText());
    assertTrue(
        !texts.contains(run) || out.contains(run), sink + " has " + run + ", which was never sent");
  }

  private static boolean isSummary(JsonNode resource) {
    return resource.path("resourceType").asText().equals("Observation")
        && resource.path("code").toString().contains("report-audit");
  }

  private static boolean isSuperseded(JsonNode resource) {
    for (JsonNode extension : resource.path("extension")) {
      if (extension.path("url").asText().endsWith(SUPERSEDED_BY)) {
        return true;
      }
    }
    return false;
  }
}
