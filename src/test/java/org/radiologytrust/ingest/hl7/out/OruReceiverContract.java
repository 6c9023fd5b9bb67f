package org.radiologytrust.ingest.hl7.out;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.hl7.HL7MLLPNettyEncoderFactory;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.camel.DeliveryPasses;
import org.radiologytrust.camel.LeaseCheck;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.ListenerPorts;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.hl7.Hl7Samples;
import org.radiologytrust.ingest.hl7.message.Charsets;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.peers.hl7.Receiver;
import org.radiologytrust.peers.hl7.Receiver.Fault;
import org.radiologytrust.publish.SinkJournal;
import org.radiologytrust.publish.SinkJournal.State;
import org.radiologytrust.retry.DeliveryRules;
import org.radiologytrust.settings.Settings;

/** The route publish-oru, and a receiver that does as the test says. */
abstract class OruReceiverContract {
  static final Duration SHORT = Duration.ofSeconds(1);

  /** For a busy machine. */
  static final Duration LONG = Duration.ofMinutes(2);

  private static final int AUDITS = 500;
  private static final int SILENCES = 4;
  private static final int MOST_PASSES = 20_000;

  @TempDir Path folder;
  final SettableClock clock = new SettableClock();
  @AutoClose final SinkJournal outbox = new SinkJournal(clock, OruSink.NAME);
  @AutoClose private final DefaultCamelContext camel = new DefaultCamelContext();
  final Deque<Fault> faults = new ArrayDeque<>();
  private final Map<Fault, Integer> made = new EnumMap<>(Fault.class);
  Receiver receiver;
  DeliveryPasses sink;

  void start(Duration timeout) throws Exception {
    receiver =
        receiver(
            () -> {
              Fault next = faults.isEmpty() ? Fault.NONE : faults.pop();
              made.merge(next, 1, Integer::sum);
              return next;
            });
    Map<String, String> set =
        Map.of(
            "rtl.oru.host", "127.0.0.1",
            "rtl.oru.port", "" + receiver.port(),
            "rtl.oru.timeout", timeout.toMillis() + "ms");
    SiteFiles files = SiteFiles.shipped();
    Feature feature =
        OruFeature.of(
            OruSettings.of(Settings.load(null, Map.of(), set), Optional.empty()),
            files,
            new Charsets(files),
            Hl7Samples.READER::message);
    feature.bind(
        new Host(
            camel,
            outbox.journal(),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            folder,
            ListenerPorts.NONE));
    camel.getRegistry().bind("mllpEncoder", new HL7MLLPNettyEncoderFactory());
    camel.getRegistry().bind("lease", new LeaseCheck());
    Properties properties = new Properties();
    properties.putAll(Map.of("rtl.fhir.enabled", "false", "rtl.kafka.audits.enabled", "false"));
    properties.putAll(set);
    properties.putAll(feature.placeholders());
    camel.getPropertiesComponent().setInitialProperties(properties);
    Resource routes =
        PluginHelper.getResourceLoader(camel)
            .resolveResource("file:" + Path.of("routes/publish.yaml").toAbsolutePath());
    PluginHelper.getRoutesLoader(camel).loadRoutes(routes);
    AdviceWith.adviceWith(camel, "publish-oru", route -> route.replaceFromWith("direct:oru"));
    camel.start();
    ProducerTemplate template = camel.createProducerTemplate();
    sink =
        new DeliveryPasses(
            OruSink.NAME,
            outbox.outbox(),
            DeliveryRules.standard(),
            clock,
            exchange -> template.send("direct:oru", exchange));
  }

  @AfterEach
  void stop() throws Exception {
    receiver.close();
  }

  static Report report(int number, ReportStatus status, int minute) {
    return SampleRecords.report("ACC" + number, "Version " + minute + " has an opacity.")
        .toBuilder()
        .status(status)
        .issued(SampleRecords.ISSUED.plus(Duration.ofMinutes(minute)))
        .build();
  }

  /** Passes until all are sent, whatever happens on the way. */
  void deliver(List<UUID> runs) {
    List<UUID> waiting = new ArrayList<>(runs);
    for (int pass = 0; !waiting.isEmpty(); pass++) {
      assertTrue(pass < MOST_PASSES, () -> waiting.size() + " are not sent");
      sink.pass();
      waiting.removeIf(run -> outbox.state(run) == State.SENT);
      clock.advance(Duration.ofMinutes(15));
    }
  }

  /** The receiver, started. */
  abstract Receiver receiver(Supplier<Fault> plan) throws Exception;

  @Test
  void fiveHundredAuditsArriveInOrderAndOnceEachWhateverTheReceiverDoes() throws Exception {
    // a slow answer counts as none: then the message comes again
    start(SHORT);
    Random random = new Random(47);
    List<Fault> kinds = List.of(Fault.values());
    for (int i = 0; i < 2 * AUDITS; i++) {
      Fault fault = random.nextInt(10) < 7 ? Fault.NONE : kinds.get(random.nextInt(kinds.size()));
      faults.add(fault == Fault.SILENCE ? Fault.LOST_ANSWER : fault);
    }
    Map<Integer, List<UUID>> runs = new HashMap<>();
    int[] reports = {200, 180, 120};
    List<ReportStatus> states =
        List.of(ReportStatus.FINAL, ReportStatus.CORRECTED, ReportStatus.CANCELLED);
    for (int version = 0; version < reports.length; version++) {
      List<UUID> round = new ArrayList<>();
      for (int number = 0; number < reports[version]; number++) {
        UUID run = outbox.add("{}", report(number, states.get(version), version));
        runs.computeIfAbsent(number, n -> new ArrayList<>()).add(run);
        round.add(run);
      }
      receiver.stop();
      sink.pass();
      assertEquals(State.PENDING, outbox.state(round.get(0)), "nobody listened");
      clock.advance(Duration.ofMinutes(15));
      receiver.start();
      for (int i = 0; i < SILENCES; i++) {
        faults.addFirst(Fault.SILENCE);
      }
      deliver(round);
    }
    assertEquals(AUDITS, runs.values().stream().mapToInt(List::size).sum());
    assertEquals(kinds.size(), made.size(), () -> "each fault happened: " + made);
    Map<String, String> stored = receiver.stored();
    assertEquals(AUDITS, stored.size(), "each audit under one control id");
    assertEquals(List.of(), receiver.changed(), "the same bytes at each try");
    List<String> order = List.copyOf(stored.keySet());
    Set<String> fillers = new HashSet<>();
    for (Map.Entry<Integer, List<UUID>> one : runs.entrySet()) {
      List<Integer> places =
          one.getValue().stream().map(run -> order.indexOf(OruWriter.controlId(run))).toList();
      assertFalse(places.contains(-1), "lost");
      assertEquals(places.stream().sorted().toList(), places, "in order");
      String filler = OruWriter.filler(report(one.getKey(), ReportStatus.FINAL, 0));
      fillers.add(filler);
      Set<String> chart = new HashSet<>(receiver.chart(filler).values());
      switch (one.getValue().size()) {
        case 1 -> assertEquals(Set.of("P"), chart);
        // what is new in the correction has no line that it replaces
        case 2 -> assertTrue(chart.contains("C") && !chart.contains("W"), chart::toString);
        default -> assertEquals(Set.of("W"), chart, "nothing of a withdrawn report stands");
      }
    }
    assertEquals(reports[0], fillers.size(), "each report has its own");
  }
}
