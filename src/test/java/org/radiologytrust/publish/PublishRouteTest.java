package org.radiologytrust.publish;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;

class PublishRouteTest {
  @Test
  void deliversOnATimer() throws Exception {
    try (FhirSinkFixture f = new FhirSinkFixture();
        DefaultCamelContext camel = new DefaultCamelContext()) {
      camel.getRegistry().bind("fhirSink", f.sink);
      start(camel, true);
      UUID run = f.outbox.add(FhirSinkFixture.json(FhirSinkFixture.audit("r1", 1)));
      await().until(() -> f.outbox.state(run) == SinkJournal.State.SENT);
      assertFalse(camel.getRoute("publish-fhir").getDescription().isBlank());
    }
  }

  @Test
  void staysOffWithoutAServer() throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      start(camel, false);
      assertTrue(camel.isStarted());
      assertNull(camel.getRoute("publish-fhir"));
    }
  }

  private static void start(DefaultCamelContext camel, boolean enabled) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("rtl.fhir.enabled", Boolean.toString(enabled));
    properties.setProperty("rtl.fhir.poll", "100");
    properties.setProperty("rtl.kafka.audits.enabled", "false");
    camel.getPropertiesComponent().setInitialProperties(properties);
    Resource routes =
        PluginHelper.getResourceLoader(camel)
            .resolveResource("file:" + Path.of("routes/publish.yaml").toAbsolutePath());
    PluginHelper.getRoutesLoader(camel).loadRoutes(routes);
    camel.start();
  }
}
