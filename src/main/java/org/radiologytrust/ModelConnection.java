package org.radiologytrust;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.radiologytrust.llm.ModelCatalog;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.llm.ModelObserver;
import org.radiologytrust.settings.Settings;

/** The route that audits ask models by, alone: for commands that ask without auditing. */
final class ModelConnection implements AutoCloseable {
  private final ModelSettings model;
  private final ModelCatalog catalog;
  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
  private final DefaultCamelContext camel = new DefaultCamelContext();

  private ModelConnection(ModelSettings model, ModelCatalog catalog) {
    this.model = model;
    this.catalog = catalog;
  }

  /**
   * @param routes folder of the routes
   * @throws Settings.Wrong when the route does not start
   */
  static ModelConnection open(
      Settings settings, ModelSettings model, ModelCatalog catalog, Path routes) {
    ModelConnection connection = new ModelConnection(model, catalog);
    try {
      connection.start(settings, routes);
      return connection;
    } catch (Exception e) {
      connection.close();
      throw new Settings.Wrong("the route model-call in " + routes + " does not start: " + e);
    }
  }

  private void start(Settings settings, Path routes) throws Exception {
    model.bind(camel.getRegistry(), watch);
    Properties properties = new Properties();
    properties.putAll(settings.forRoutes());
    properties.putAll(model.placeholders());
    camel.getPropertiesComponent().setInitialProperties(properties);
    camel.setStreamCaching(false);
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.resolveResource(camel, "file:" + routes.resolve("model.yaml")));
    camel.start();
  }

  /** A client that asks these servers. */
  ModelClient client(List<String> servers) {
    return new ModelClient(
        camel.createProducerTemplate(),
        model.servers(servers),
        model.options(),
        ModelObserver.NONE,
        catalog::digest);
  }

  @Override
  public void close() {
    camel.stop();
    watch.shutdownNow();
  }
}
