package org.radiologytrust.llm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.component.http.CompositeHttpConfigurer;
import org.apache.camel.spi.Registry;
import org.radiologytrust.feature.CamelTls;
import org.radiologytrust.llm.server.ModelServers;
import org.radiologytrust.llm.server.ServersFile;
import org.radiologytrust.llm.wire.AbortingHttpClient;
import org.radiologytrust.llm.wire.BearerToken;
import org.radiologytrust.llm.wire.ModelOptions;
import org.radiologytrust.llm.wire.ModelWire;
import org.radiologytrust.llm.wire.OllamaWire;
import org.radiologytrust.llm.wire.OpenAiWire;

/** The beans and placeholders of the route {@code model-call}. */
final class ModelCallRoute implements AutoCloseable {
  private final ModelSettings settings;

  /** Runs the deadlines of calls. */
  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();

  ModelCallRoute(ModelSettings settings) {
    this.settings = settings;
  }

  /** The slots and circuit breakers of these servers. */
  ModelServers servers(List<String> urls) {
    return new ModelServers(urls, settings.limits());
  }

  Map<String, String> placeholders() {
    String firstToken = "" + settings.options().firstToken().toMillis();
    Map<String, String> all = new HashMap<>();
    // slots limit the calls, so the client's connections need not
    all.put("rtl.model.connections", "" + ServersFile.MOST * settings.limits().slots());
    all.put("rtl.model.connect-ms", "" + settings.connect().toMillis());
    all.put("rtl.model.first-token-ms", firstToken);
    settings.trust().ifPresent(context -> all.put("rtl.model.tls.context", "#modelTls"));
    return all;
  }

  void bind(Registry registry) {
    ModelOptions options = settings.options();
    registry.bind("modelWire", wire(options));
    settings.trust().ifPresent(context -> registry.bind("modelTls", new CamelTls(context)));
    registry.bind(
        "modelHttp",
        CompositeHttpConfigurer.combineConfigurers(
            new AbortingHttpClient(watch, options.firstToken()),
            new BearerToken(settings.token())));
  }

  private ModelWire wire(ModelOptions options) {
    return switch (settings.wire()) {
      case OPENAI -> new OpenAiWire(options, watch, settings.adapter());
      // without a model the route needs a wire, too, and nothing calls it
      case OLLAMA, NONE -> new OllamaWire(options, watch);
    };
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
