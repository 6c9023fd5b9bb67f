package org.radiologytrust.ingest.dicom;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.camel.NodesFeature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.ListenerPorts;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.ops.RouteExceptionHandler;
import org.radiologytrust.settings.Settings;

/** The route file as it is deployed. */
@Tag("integration")
class DicomRouteTest {
  @AutoClose private final TemporaryJournal journal = new TemporaryJournal();

  private DefaultCamelContext context(ChangesFeed feed, String enabled) throws Exception {
    DefaultCamelContext context = new DefaultCamelContext();
    Properties properties = new Properties();
    properties.setProperty("rtl.images.enabled", enabled);
    properties.setProperty("rtl.orthanc.poll", "50ms");
    context.getPropertiesComponent().setInitialProperties(properties);
    Host host =
        new Host(
            context,
            journal.journal(),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            Path.of("."),
            ListenerPorts.NONE);
    new NodesFeature(Settings.load(null, Map.of(), Map.of())).bind(host);
    host.bind("changesFeed", feed);
    host.bind(RouteExceptionHandler.NAME, new RouteExceptionHandler());
    context.start();
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(
            PluginHelper.getResourceLoader(context).resolveResource("file:routes/dicom.yaml"));
    return context;
  }

  @Test
  void polls() throws Exception {
    try (FakeOrthanc orthanc = new FakeOrthanc()) {
      orthanc.study(1, true);
      orthanc.change("NewInstance", 1);
      ChangesFeed feed =
          new ChangesFeed(
              orthanc.client(Duration.ofSeconds(2)),
              journal.studies(),
              journal.feedCursors(),
              Clock.systemUTC(),
              ChangesFeed.Limits.DEFAULT,
              SiteFiles.shipped());
      try (DefaultCamelContext context = context(feed, "true")) {
        await().atMost(60, TimeUnit.SECONDS).until(() -> journal.storedStudies().size() == 1);
        assertTrue(context.getRoute("dicom-changes").getDescription().startsWith("Reads"));
      }
    }
  }

  @Test
  void doesNotStartWithoutImages() throws Exception {
    try (FakeOrthanc orthanc = new FakeOrthanc()) {
      ChangesFeed feed =
          new ChangesFeed(
              orthanc.client(Duration.ofSeconds(2)),
              journal.studies(),
              journal.feedCursors(),
              Clock.systemUTC(),
              ChangesFeed.Limits.DEFAULT,
              SiteFiles.shipped());
      try (DefaultCamelContext context = context(feed, "false")) {
        assertNull(context.getRoute("dicom-changes"));
        assertTrue(orthanc.asked.isEmpty());
      }
    }
  }
}
