package org.radiologytrust.llm;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.radiologytrust.llm.server.ModelCatalog;
import org.radiologytrust.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs only the route {@code model-call}, for commands that ask models without making audits. Close
 * it to stop the route.
 */
public final class ModelConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelConnection.class);

  private final ModelSettings model;
  private final ModelCatalog catalog;
  private final ModelCallRoute route;
  private final DefaultCamelContext camel = new DefaultCamelContext();

  private ModelConnection(ModelSettings model, ModelCatalog catalog) {
    this.model = model;
    this.catalog = catalog;
    this.route = new ModelCallRoute(model);
  }

  /**
   * Starts the route.
   *
   * @param settings all settings, as placeholders for the route
   * @param routes the folder with the route files
   * @throws Settings.Wrong when the route cannot be started
   */
  public static ModelConnection open(
      Map<String, String> settings, ModelSettings model, ModelCatalog catalog, Path routes) {
    ModelConnection connection = new ModelConnection(model, catalog);
    try {
      connection.start(settings, routes);
      return connection;
    } catch (Exception e) {
      connection.close();
      LOG.error("the route model-call cannot be started: {}", e.toString());
      throw new Settings.Wrong(
          "the route model-call in "
              + routes
              + " cannot be started: correct its file; the log says"
              + " more");
    }
  }

  private void start(Map<String, String> settings, Path routes) throws Exception {
    route.bind(camel.getRegistry());
    Properties properties = new Properties();
    properties.putAll(settings);
    properties.putAll(route.placeholders());
    camel.getPropertiesComponent().setInitialProperties(properties);
    camel.setStreamCaching(false);
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.resolveResource(camel, "file:" + routes.resolve("model.yaml")));
    camel.start();
  }

  /** A client for these servers. */
  public ModelClient client(List<String> servers) {
    return new ModelClient(
        camel.createProducerTemplate(),
        route.servers(servers),
        model.options(),
        ModelObserver.NONE,
        catalog::digest);
  }

  @Override
  public void close() {
    camel.stop();
    route.close();
  }
}
