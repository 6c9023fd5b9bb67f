package org.radiologytrust.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.acceptance.SampleBands;
import org.radiologytrust.auth.login.LoginMeters;
import org.radiologytrust.camel.NodesFeature;
import org.radiologytrust.feature.ConnectionPlaces;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.ListenerPorts;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.ingest.dicom.OrthancLog;
import org.radiologytrust.ingest.ehr.PollAge;
import org.radiologytrust.ingest.hl7.mllp.Senders;
import org.radiologytrust.ingest.hl7.out.OwnMessages;
import org.radiologytrust.ingest.kafka.ReadPositions;
import org.radiologytrust.ingest.kafka.ShortRecords;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.drafts.DraftFlags;
import org.radiologytrust.journal.search.Counters;
import org.radiologytrust.journal.search.Overview;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.knownerrors.KnownErrorMeters;
import org.radiologytrust.llm.ModelObserver.Figures;
import org.radiologytrust.llm.ReuseResult;
import org.radiologytrust.llm.ask.ModelFailure.Reason;
import org.radiologytrust.llm.server.ServerState;
import org.radiologytrust.llm.wire.TokenCounts;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.notify.NotifyMeters;
import org.radiologytrust.presign.PresignMeters;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.tls.RefusedHandshakes;

/** The dashboard, the alerts and their documents speak of what the product shows. */
class MonitoringFilesTest {
  private static final Path CONFIG = Path.of("config");
  private static final Path DASHBOARD = CONFIG.resolve("grafana/dashboards/rtl.json");
  private static final Pattern NAME = Pattern.compile("\\brtl_[a-z_]+");
  private static final Pattern OF_A_TIMER = Pattern.compile("_seconds_(count|sum|max)$");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @TempDir Path folder;

  /** What every registry of ours shows, by name: the names of the labels. */
  private Map<String, Set<String>> shown() throws Exception {
    Journal journal = SqlJournal.open(folder.resolve("journal.db"), SteadyClock.system(), "main");
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Counters.Counts counts =
        new Counters.Counts(
            Map.of("parsed", 1L),
            Map.of("audited", 1L),
            Map.of("ready", 0L),
            Map.of("open", 0L),
            Map.of(),
            new Counters.Outcomes(0, 0, 0, Duration.ZERO, 0));
    registry.getPrometheusRegistry().register(new JournalMetrics(() -> counts, List.of("fhir")));
    registry.getPrometheusRegistry().register(new HomeMetrics(journal, folder, 1));
    registry
        .getPrometheusRegistry()
        .register(new QueueAge(journal.jobs(), journal.clock(), Optional.of(Duration.ofHours(1))));
    registry.getPrometheusRegistry().register(new RunsGivenUp(journal.jobs()));
    registry
        .getPrometheusRegistry()
        .register(
            new DraftOutcomes(
                () ->
                    List.of(
                        new DraftFlags.Outcome("sex-organ", Strength.TELL, DraftFlags.LEFT, 1))));
    registry.getPrometheusRegistry().register(new NotificationsUnread(journal.notifications()));
    registry.getPrometheusRegistry().register(new ErasedCopiesOpen(journal.erasedCopies()));
    registry
        .getPrometheusRegistry()
        .register(
            new RefusedDeliveries(
                () -> List.of(new Overview.Refused("oru", "207", 1, 0, Instant.EPOCH)),
                journal.clock()));
    NotifyMeters.register(registry);
    KnownErrorMeters.register(registry);
    SampleBands.register(registry);
    new PresignMeters(registry);
    new ConnectionPlaces("mllp", 1, 1).bindTo(registry);
    new Senders(1, 1).bindTo(registry);
    new OwnMessages().bindTo(registry);
    new ReadPositions().bindTo(registry);
    new ShortRecords(Clock.systemUTC()).bindTo(registry);
    ModelMetrics models = new ModelMetrics(registry, Clock.systemUTC());
    ServerState server =
        new ServerState(
            "http://a",
            ServerState.Breaker.CLOSED,
            Duration.ZERO,
            true,
            true,
            new ServerState.Load(0, 1, 1, false));
    registry
        .getPrometheusRegistry()
        .register(
            new ModelServerMetrics(
                () -> List.of(server),
                () -> 0,
                () -> List.of(new ReuseResult(server.server(), "m", true))));
    models.watchAvailability(() -> Optional.of(true));
    AuditMetrics audits = new AuditMetrics(registry, List.of("denied"));
    audits.committed(AuditMetricsTest.judged(Label.NEEDS_REVIEW, Verdict.Basis.MODEL_WITH_IMAGE));
    audits.committed(AuditMetricsTest.asked());
    audits.committed(AuditMetricsTest.quiet());
    long second = ModelMetrics.LOADED.toNanos();
    models.received(
        "claims", "m", "http://a", new Figures(second, second, second, new TokenCounts(1, 1, 1)));
    models.answered("claims", "m");
    models.refused("claims", "m", Reason.BUSY);
    models.retried("claims", "m");
    LoginMeters.register(folder, registry);
    new RefusedHandshakes("http", registry);
    new PollAge(registry, Clock.systemUTC());
    new OrthancLog(folder.resolve("Orthanc.log"), registry);
    HealthMetrics health = new HealthMetrics(Clock.systemUTC());
    registry.getPrometheusRegistry().register(health);
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      org.apache.camel.health.HealthCheckRegistry.get(context)
          .register(new PeerCheck(SelfCheck.running("journal", java.util.Optional::empty)));
      new NodesFeature(Settings.load(null, Map.of(), Map.of()))
          .bind(new Host(context, journal, registry, folder, ListenerPorts.NONE));
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:feed").routeId("feed").routePolicyRef("oneNode").to("mock:feed");
            }
          });
      context.start();
      health.look(context);
    }
    Map<String, Set<String>> all = new TreeMap<>();
    String scraped = registry.scrape();
    journal.close();
    scraped
        .lines()
        .filter(line -> line.startsWith("rtl_"))
        .forEach(
            line -> {
              Matcher labels = Pattern.compile("(\\w+)=\"").matcher(line);
              Set<String> names =
                  all.computeIfAbsent(line.split("[{ ]")[0], name -> new TreeSet<>());
              labels.results().forEach(label -> names.add(label.group(1)));
            });
    return all;
  }

  private static List<String> dashboardExpressions() throws IOException {
    return JSON.readTree(DASHBOARD.toFile()).findValuesAsText("expr");
  }

  private static JsonNode alerts() throws IOException {
    return YAML.readTree(CONFIG.resolve("alerts.yml").toFile()).at("/groups/0/rules");
  }

  private static Set<String> names(List<String> texts) {
    return texts.stream()
        .flatMap(text -> NAME.matcher(text).results())
        .map(found -> found.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void whatIsDrawnAndWatchedIsShown() throws Exception {
    Set<String> shown = shown().keySet();
    List<String> expressions = new ArrayList<>(dashboardExpressions());
    expressions.addAll(alerts().findValuesAsText("expr"));
    Set<String> unknown = names(expressions);
    assertTrue(unknown.size() > 10, unknown::toString);
    unknown.removeAll(shown);
    assertEquals(Set.of(), unknown);
  }

  @Test
  void labelsInExpressionsAreThoseOfTheMetrics() throws Exception {
    Set<String> known =
        shown().values().stream()
            .flatMap(Set::stream)
            .collect(Collectors.toCollection(HashSet::new));
    // labels of the targets
    known.addAll(List.of("instance", "job", "journal"));
    List<String> expressions = new ArrayList<>(dashboardExpressions());
    expressions.addAll(alerts().findValuesAsText("expr"));
    for (String expression : expressions) {
      Matcher by = Pattern.compile("by \\(([^)]*)\\)|[{,](\\w+)[!=~]+\"").matcher(expression);
      while (by.find()) {
        for (String label : (by.group(1) == null ? by.group(2) : by.group(1)).split(", *")) {
          assertTrue(known.contains(label), label + " in " + expression);
        }
      }
    }
  }

  @Test
  void everyMetricIsDocumentedAndNoOther() throws Exception {
    Set<String> documented = names(Files.readAllLines(Path.of("docs/metrics.md")));
    Set<String> shown =
        shown().keySet().stream()
            .map(name -> OF_A_TIMER.matcher(name).replaceAll("_seconds"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(shown, documented);
  }

  @Test
  void everyLabelIsDocumentedBesideItsMetric() throws Exception {
    List<String> lines = Files.readAllLines(Path.of("docs/metrics.md"));
    shown()
        .forEach(
            (name, labels) -> {
              String cell = "`" + OF_A_TIMER.matcher(name).replaceAll("_seconds") + "`";
              String row = lines.stream().filter(l -> l.startsWith("| " + cell)).findFirst().get();
              labels.forEach(label -> assertTrue(row.contains("`" + label + "`"), row));
            });
  }

  @Test
  void everyPanelHasATitleAUnitAndTheProvisionedDatasource() throws Exception {
    String uid =
        YAML.readTree(CONFIG.resolve("grafana/provisioning/datasources/prometheus.yml").toFile())
            .at("/datasources/0/uid")
            .asText();
    Set<Integer> ids = new HashSet<>();
    Set<String> places = new HashSet<>();
    JsonNode panels = JSON.readTree(DASHBOARD.toFile()).path("panels");
    assertTrue(panels.size() > 10);
    for (JsonNode panel : panels) {
      String title = panel.path("title").asText();
      assertFalse(title.isBlank(), panel::toString);
      assertFalse(panel.path("description").asText().isBlank(), title);
      assertFalse(panel.at("/fieldConfig/defaults/unit").asText().isBlank(), title);
      assertEquals(uid, panel.at("/datasource/uid").asText(), title);
      assertFalse(panel.path("targets").isEmpty(), title);
      panel
          .path("targets")
          .forEach(target -> assertEquals(uid, target.at("/datasource/uid").asText(), title));
      assertTrue(ids.add(panel.path("id").asInt()), title);
      JsonNode at = panel.path("gridPos");
      for (int x = 0; x < at.path("w").asInt(); x++) {
        for (int y = 0; y < at.path("h").asInt(); y++) {
          String place = (at.path("x").asInt() + x) + " " + (at.path("y").asInt() + y);
          assertTrue(places.add(place), title + " covers another at " + place);
        }
      }
    }
  }

  @Test
  void everyAlertSaysWhatItIsAndWhatToDoIsWritten() throws Exception {
    String doc = Files.readString(Path.of("docs/operate.md"));
    for (JsonNode alert : alerts()) {
      String name = alert.path("alert").asText();
      assertTrue(
          List.of("critical", "warning", "info").contains(alert.at("/labels/severity").asText()),
          name);
      assertFalse(alert.at("/annotations/summary").asText().isBlank(), name);
      assertEquals(
          "docs/operate.md#" + name.toLowerCase(java.util.Locale.ROOT),
          alert.at("/annotations/runbook").asText());
      assertTrue(doc.contains("\n### " + name + "\n"), name);
    }
  }

  /** DeploymentTest has promtool run the file. */
  @Test
  void everyAlarmIsTried() throws Exception {
    String tried = Files.readString(Path.of("src/test/resources/monitoring/alerts-test.yml"));
    for (JsonNode alert : alerts()) {
      String name = alert.path("alert").asText();
      assertTrue(
          Stream.of(tried.split("- "))
              .anyMatch(test -> test.contains(name + "\n") && test.contains("exp_alerts:")),
          name);
    }
  }
}
