package org.radiologytrust.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.stub.StubComponent;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.ListenerPorts;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.launch.Product;
import org.radiologytrust.settings.Settings;

/** All of routes/ under Camel Main, with the placeholders that settings give them. */
class RoutesTest {
  private static final Set<String> ALWAYS =
      Set.of(
          "audit",
          "audit-steps",
          "audit-text",
          "bands",
          "checks",
          "correlate",
          "fhir-in",
          "fhir-in-report",
          "fhir-in-update",
          "fhir-read",
          "fhir-receive",
          "hl7-in",
          "known-errors",
          "model-call",
          "operator-api",
          "presign-api",
          "presign-dragon",
          "presign-fhir",
          "presign-liveness",
          "presign-readiness",
          "publish",
          "reminders",
          "retention",
          "samples",
          "score",
          "step-alignment",
          "step-blank",
          "step-claims",
          "step-findings",
          "step-rewrite");

  /** With the beans of the product; peers and ports are stubs. */
  abstract static class Started extends CamelMainTestSupport {
    final Path home;
    private final TemporaryJournal journal = new TemporaryJournal();
    private Features features;

    // made while the constructor above runs, filled when the test has its folder
    private Properties properties;

    Started(Path home) {
      this.home = home;
    }

    abstract Map<String, String> settings();

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
      super.configureContext(configuration);
      properties = new Properties();
      configuration.withUseOverridePropertiesWithPropertiesComponent(properties);
    }

    @Override
    protected void configure(MainConfigurationProperties configuration) {
      Settings settings = Settings.load(null, Map.of(), Product.settings(home, settings()));
      features = Features.of(settings, App.Mode.serve());
      properties.putAll(settings.forRoutes());
      properties.putAll(features.placeholders());
      configuration.withRoutesIncludePattern("file:routes/*.yaml");
      configuration.addConfiguration(
          new CamelConfiguration() {
            @Override
            public void configure(CamelContext camel) {
              features.bind(
                  new Host(
                      camel,
                      journal.journal(),
                      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                      home,
                      ListenerPorts.NONE));
              // afterwards, since features set options of the real ones
              for (String peer :
                  List.of("platform-http", "netty", "kafka", "timer", "journal", "http")) {
                camel.removeComponent(peer);
                StubComponent stub = new StubComponent();
                // so often its consumer looks whether it should stop
                stub.setDefaultPollTimeout(20);
                camel.addComponent(peer, stub);
              }
            }
          });
    }

    @AfterEach
    void close() {
      context.stop();
      features.close();
      journal.close();
    }

    Set<String> started() {
      return context.getRoutes().stream()
          .map(Route::getRouteId)
          .filter(id -> context.getRouteController().getRouteStatus(id) == ServiceStatus.Started)
          .collect(Collectors.toCollection(TreeSet::new));
    }

    static Set<String> and(String... more) {
      Set<String> all = new TreeSet<>(ALWAYS);
      all.addAll(Set.of(more));
      return all;
    }
  }

  /** With a journal alone. */
  @Nested
  class WithoutPeers extends Started {
    WithoutPeers(@TempDir Path home) {
      super(home);
    }

    @Override
    Map<String, String> settings() {
      return Map.of("rtl.files", "");
    }

    @Test
    void whatNeedsAPeerIsLeftOut() {
      assertEquals(and(), started());
      assertEquals(
          and().size(),
          context.getRoutesSize(),
          "a route that a setting turns off is not there, so that no console shows it as stopped");
    }
  }

  /** With all of them. */
  @Nested
  class WithPeers extends Started {
    WithPeers(@TempDir Path home) {
      super(home);
    }

    @Override
    Map<String, String> settings() {
      Map<String, String> all = Product.ollama("http://127.0.0.1:1");
      all.put("rtl.model.warm-up", "true");
      all.put("rtl.model.servers-file", servers(home));
      all.put("rtl.files", files(home));
      all.put("rtl.orthanc.url", "http://127.0.0.1:1");
      all.put("rtl.images.source", "dicomweb");
      all.put("rtl.images.archive.url", "http://127.0.0.1:1/dicom-web");
      all.put("rtl.fhir.server", "http://127.0.0.1:1/fhir");
      all.put("rtl.kafka.brokers", "127.0.0.1:1");
      all.put("rtl.kafka.reports", "reports");
      all.put("rtl.kafka.audits", "audits");
      all.put("rtl.oru.host", "127.0.0.1");
      all.put("rtl.oru.port", "1");
      all.put("rtl.fhir.reports.url", "http://127.0.0.1:1/fhir");
      return all;
    }

    private static String files(Path home) {
      try {
        return Files.createDirectories(home.resolve("files")).toString();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String servers(Path home) {
      try {
        return Files.writeString(home.resolve("servers"), "http://127.0.0.1:1").toString();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Test
    void allStartAndSayWhatTheyDo() {
      assertEquals(
          and(
              "archive",
              "dicom-changes",
              "fhir-look",
              "fhir-poll",
              "kafka-in",
              "model-servers",
              "model-warm-up",
              "publish-fhir",
              "publish-kafka",
              "publish-oru",
              "site-mappings"),
          started());
      for (Route route : context.getRoutes()) {
        String description = String.valueOf(route.getDescription());
        assertTrue(description.matches("[A-Z].{10,90}"), route.getRouteId() + ": " + description);
      }
    }
  }
}
