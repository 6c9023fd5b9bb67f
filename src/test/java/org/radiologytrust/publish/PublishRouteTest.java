package org.radiologytrust.publish;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.camel.JournalComponent;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ops.RouteExceptionHandler;
import org.radiologytrust.publish.sink.FhirSink;
import org.radiologytrust.publish.sink.FhirSinkFixture;
import org.radiologytrust.retry.DeliveryRules;
import org.radiologytrust.retry.RetryTable;

class PublishRouteTest {
  @Test
  @Tag("integration")
  void deliversWhatIsDue() throws Exception {
    try (FhirSinkFixture f = new FhirSinkFixture();
        DefaultCamelContext camel = new DefaultCamelContext()) {
      camel.getRegistry().bind("fhirSink", f.sink.sink());
      camel.getRegistry().bind(RouteExceptionHandler.NAME, new RouteExceptionHandler());
      camel
          .getRegistry()
          .bind(
              "journal",
              new JournalComponent(f.outbox.journal())
                  .outbox(
                      List.of(FhirSink.NAME),
                      new RetryTable(SiteFiles.shipped()),
                      DeliveryRules.standard()));
      load(camel, Map.of("rtl.fhir.enabled", "true"));
      camel.start();
      UUID run = f.outbox.add(FhirSinkFixture.json(FhirSinkFixture.audit("r1", 1)));
      await().until(() -> f.outbox.state(run) == SinkJournal.State.SENT);
      assertFalse(camel.getRoute("publish-fhir").getDescription().isBlank());
    }
  }

  @Test
  void staysOffWithoutAServer() throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      load(camel, Map.of());
      camel.start();
      assertTrue(camel.isStarted());
      assertNull(camel.getRoute("publish-fhir"));
    }
  }

  /** The routes of routes/publish.yaml, none of them enabled unless said otherwise. */
  static void load(DefaultCamelContext camel, Map<String, String> placeholders) throws Exception {
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "rtl.fhir.enabled", "false",
            "rtl.fhir.poll", "100",
            "rtl.oru.enabled", "false",
            "rtl.kafka.audits.enabled", "false",
            "rtl.kafka.audits", "audits",
            "rtl.kafka.poll", "100",
            "rtl.kafka.max-record", "1048576"));
    properties.putAll(placeholders);
    camel.getPropertiesComponent().setInitialProperties(properties);
    Resource routes =
        PluginHelper.getResourceLoader(camel)
            .resolveResource("file:" + Path.of("routes/publish.yaml").toAbsolutePath());
    PluginHelper.getRoutesLoader(camel).loadRoutes(routes);
  }
}
