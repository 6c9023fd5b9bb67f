package org.radiologytrust.ingest.ehr;

import ca.uhn.fhir.context.FhirContext;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.radiologytrust.camel.NodesFeature;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.ListenerPorts;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.document.TestDocuments;
import org.radiologytrust.ingest.fhir.FhirInFeature;
import org.radiologytrust.ingest.fhir.FhirInSettings;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.ops.RouteExceptionHandler;
import org.radiologytrust.settings.Settings;

/** The route file as it is deployed, with the real beans and a journal. */
final class EhrRoute implements AutoCloseable {
  private static final FhirContext FHIR = FhirContext.forR4Cached();

  final DefaultCamelContext context = new DefaultCamelContext();
  final Feature feature;
  private final FhirInFeature inbox;

  /**
   * @param own settings beside the server's address; polls every 50 ms
   */
  EhrRoute(String server, TemporaryJournal journal, Map<String, String> own) throws Exception {
    this(server, journal, own, UnaryOperator.identity());
  }

  /**
   * @param around what is put before the inbox
   */
  EhrRoute(
      String server,
      TemporaryJournal journal,
      Map<String, String> own,
      UnaryOperator<MessageInbox> around)
      throws Exception {
    Settings settings = settings(server, own);
    inbox =
        new FhirInFeature(
            FhirInSettings.of(settings), FHIR, SiteFiles.shipped(), TestDocuments.reader());
    feature = EhrFeature.of(EhrSettings.of(settings, Optional.empty()), around.apply(inbox::store));
    Properties properties = new Properties();
    properties.putAll(settings.forRoutes());
    properties.putAll(feature.placeholders());
    context.getPropertiesComponent().setInitialProperties(properties);
    Host host =
        new Host(
            context,
            journal.journal(),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            Path.of("."),
            ListenerPorts.NONE);
    inbox.bind(host);
    feature.bind(host);
    new NodesFeature(settings).bind(host);
    host.bind(RouteExceptionHandler.NAME, new RouteExceptionHandler());
    context.getShutdownStrategy().setTimeout(TimeUnit.MINUTES.toSeconds(1));
    context.start();
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(
            PluginHelper.getResourceLoader(context).resolveResource("file:routes/fhir-poll.yaml"));
  }

  static Settings settings(String server, Map<String, String> own) {
    Map<String, String> all = new HashMap<>(Map.of("rtl.fhir.reports.poll", "50ms"));
    all.put("rtl.fhir.reports.url", server);
    all.putAll(own);
    return Settings.load(null, Map.of(), all);
  }

  @Override
  public void close() throws java.io.IOException {
    context.close();
    feature.close();
  }
}
