package org.radiologytrust.ingest.ehr;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.radiologytrust.CapturedLog;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.ListenerPorts;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.ingest.fhir.FhirInSettings;
import org.radiologytrust.ingest.fhir.FhirInbox;
import org.radiologytrust.journal.Inbox.Outcome;
import org.radiologytrust.journal.Inbox.Receipt;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.ops.RouteExceptionHandler;
import org.radiologytrust.settings.Settings;

/**
 * The product's route that polls, with the FHIR inbox and a journal, and nothing else. It can be
 * stopped and started again, with the journal as it is.
 */
final class PolledSite implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Nothing that a test waits for takes as long, however busy the machine is. */
  static final Duration LONG = Duration.ofSeconds(60);

  private final FakeEhr ehr;
  private final TemporaryJournal journal = new TemporaryJournal();
  private final List<Receipt> receipts = new CopyOnWriteArrayList<>();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private Optional<DefaultCamelContext> running = Optional.empty();
  private Feature feature;

  PolledSite(FakeEhr ehr) {
    this.ehr = ehr;
  }

  /** Polls often, with small limits. A test can change both: name, value, name, value. */
  void start(String... more) throws Exception {
    Map<String, String> all = new HashMap<>();
    all.put("rtl.fhir.reports.url", ehr.base());
    all.put("rtl.fhir.reports.poll", "50ms");
    all.put("rtl.fhir.reports.since", "2000-01-01T00:00:00Z");
    all.put("rtl.fhir.reports.max-reply", "" + (1 << 20));
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    Settings settings = Settings.load(null, Map.of(), all);
    FhirInSettings messagesOf = FhirInSettings.of(settings);
    FhirInbox inbox =
        new FhirInbox(
            FakeEhr.FHIR,
            journal.inbox(),
            TemporaryJournal.SITE,
            messagesOf.messages(FakeEhr.FHIR, SiteFiles.shipped()),
            Clock.systemUTC(),
            messagesOf.maxBytes());
    feature =
        EhrFeature.of(
            EhrSettings.of(settings, Optional.empty()),
            (body, type, place) -> {
              Receipt receipt = inbox.store(body, type, place);
              messages.add(new String(body, StandardCharsets.UTF_8));
              receipts.add(receipt);
              return receipt;
            });
    DefaultCamelContext camel = new DefaultCamelContext();
    Properties properties = new Properties();
    properties.putAll(settings.forRoutes());
    properties.putAll(feature.placeholders());
    camel.getPropertiesComponent().setInitialProperties(properties);
    camel.getShutdownStrategy().setTimeout(TimeUnit.MINUTES.toSeconds(1));
    camel.getRegistry().bind(RouteExceptionHandler.NAME, new RouteExceptionHandler());
    feature.bind(
        new Host(
            camel,
            journal.journal(),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            Path.of("target"),
            ListenerPorts.NONE));
    running = Optional.of(camel);
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(
            ResourceHelper.resolveResource(camel, "file:" + Path.of("routes/fhir-poll.yaml")));
    camel.start();
  }

  TemporaryJournal journal() {
    return journal;
  }

  /** That many passes begin and end from here on. */
  void passes(int number) {
    int before = ehr.searches().size();
    await().atMost(LONG).until(() -> ehr.searches().size() > before + number);
  }

  /** The report ids of all that was stored. */
  Set<String> accessions() {
    return journal.storedReports().stream()
        .map(Report::reportId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Nothing of a patient, and no answer, is in any line or stack trace. */
  static void assertNothingDisclosed(CapturedLog log) {
    for (ILoggingEvent event : log.events()) {
      IThrowableProxy thrown = event.getThrowableProxy();
      String line =
          event.getFormattedMessage() + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown));
      assertFalse(line.toLowerCase(Locale.ROOT).contains("canary"), line);
    }
  }

  /** What readiness says. */
  Optional<String> problem() {
    return feature.checks().stream()
        .filter(check -> check.isAskedBy(SelfCheck.By.HEALTH))
        .flatMap(check -> check.ask().stream())
        .filter(SelfCheckResult::isBroken)
        .map(SelfCheckResult::message)
        .findFirst();
  }

  String cursor() {
    return journal.journal().feedCursors().cursor("fhir-reports");
  }

  /** The watermark in the cursor; empty if there is none. */
  String watermark() {
    try {
      JsonNode cursor = JSON.readTree(cursor());
      return cursor.path("watermark").asText("");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The reasons of the messages in quarantine. */
  List<String> quarantined() {
    return receipts.stream()
        .filter(receipt -> receipt.outcome() == Outcome.QUARANTINED)
        .map(Receipt::reason)
        .toList();
  }

  /** What the inbox took, in order. */
  List<String> messages() {
    return List.copyOf(messages);
  }

  /** Stops; the journal stays open. */
  void stop() {
    running.ifPresent(
        camel -> {
          camel.stop();
          feature.close();
        });
    running = Optional.empty();
  }

  @Override
  public void close() {
    stop();
    journal.close();
  }
}
