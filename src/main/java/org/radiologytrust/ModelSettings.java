package org.radiologytrust;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLContext;
import org.apache.camel.component.http.CompositeHttpConfigurer;
import org.apache.camel.spi.Registry;
import org.radiologytrust.llm.AbortingHttpClient;
import org.radiologytrust.llm.BearerToken;
import org.radiologytrust.llm.ModelCatalog;
import org.radiologytrust.llm.ModelOptions;
import org.radiologytrust.llm.ModelServers;
import org.radiologytrust.llm.ModelWire;
import org.radiologytrust.llm.OllamaWire;
import org.radiologytrust.llm.OpenAiWire;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.tls.CamelTls;

/** What {@code rtl.model.*} says, as what calls to the model servers are made of. */
final class ModelSettings {
  private final Settings settings;
  private final ModelOptions options;
  private final String token;

  private final Optional<SSLContext> trust;

  /**
   * @param trust whose certificates are taken; empty = those of the JVM's CAs
   * @throws Settings.Wrong when a setting cannot be used
   */
  ModelSettings(Settings settings, Optional<SSLContext> trust) {
    this.settings = settings;
    this.trust = trust;
    this.options =
        new ModelOptions(
            settings.number("rtl.model.context", 512, 1 << 20),
            settings.required("rtl.model.keep-alive"),
            settings.number("rtl.model.seed", 0, Integer.MAX_VALUE),
            settings.duration("rtl.model.first-token"),
            settings.duration("rtl.model.between-tokens"),
            settings.duration("rtl.model.total"),
            settings.number("rtl.model.retries", 0, 100),
            settings.duration("rtl.model.pause"));
    this.token = settings.text("rtl.model.token");
    // checked here, for the HTTP client's own refusal would show it
    if (!token.matches("[!-~]*")) {
      throw new Settings.Wrong("rtl.model.token: its value is not visible ASCII without spaces");
    }
  }

  /** What the servers have; {@code null} when none is wanted. */
  ModelCatalog catalog() {
    String wire = wire();
    if (wire.equals("none")) {
      return null;
    }
    List<String> urls = settings.urls("rtl.model.urls");
    if (urls.isEmpty()) {
      throw new Settings.Wrong("rtl.model.urls is empty: set it, or rtl.model.wire=none");
    }
    return wire.equals("ollama")
        ? ModelCatalog.ollama(urls, options.context(), token, trust)
        : ModelCatalog.openAi(urls, options.context(), token, trust);
  }

  private String wire() {
    return settings.oneOf("rtl.model.wire", "ollama", "openai", "none");
  }

  ModelOptions options() {
    return options;
  }

  /** These servers, with the slots and rests of each. */
  ModelServers servers(List<String> urls) {
    return new ModelServers(
        urls,
        new ModelServers.Limits(
            settings.number("rtl.model.slots", 1, 1000),
            settings.number("rtl.model.queue", 1, 100_000),
            settings.duration("rtl.model.patience"),
            rest("rtl.model.rest"),
            rest("rtl.model.rest-most")));
  }

  private Duration rest(String key) {
    Duration rest = settings.duration(key);
    if (rest.toMillis() < 1) {
      throw new Settings.Wrong(key + ": a server that failed needs some rest, such as 2s");
    }
    return rest;
  }

  /** What the route {@code model-call} asks for beyond the settings. */
  Map<String, String> placeholders() {
    int servers = Math.max(1, settings.urls("rtl.model.urls").size());
    Map<String, String> all = new HashMap<>();
    all.put("rtl.model.connections", "" + servers * settings.number("rtl.model.slots", 1, 1000));
    all.put("rtl.model.connect-ms", "" + settings.duration("rtl.model.connect").toMillis());
    all.put("rtl.model.first-token-ms", "" + options.firstToken().toMillis());
    trust.ifPresent(context -> all.put("rtl.model.tls.context", "#modelTls"));
    return all;
  }

  /**
   * Binds the beans of the route {@code model-call}.
   *
   * @param watch runs the deadlines
   */
  void bind(Registry registry, ScheduledExecutorService watch) {
    registry.bind("modelWire", wire(watch));
    trust.ifPresent(context -> registry.bind("modelTls", new CamelTls(context)));
    registry.bind(
        "modelHttp",
        CompositeHttpConfigurer.combineConfigurers(
            new AbortingHttpClient(watch, options.firstToken()), new BearerToken(token)));
  }

  private ModelWire wire(ScheduledExecutorService watch) {
    String adapter = settings.text("rtl.model.adapter");
    if (wire().equals("openai")) {
      return new OpenAiWire(
          options,
          watch,
          adapter.isEmpty()
              ? OptionalInt.empty()
              : OptionalInt.of(settings.number("rtl.model.adapter", 0, 1000)));
    }
    if (!adapter.isEmpty()) {
      throw new Settings.Wrong("rtl.model.adapter: only rtl.model.wire=openai chooses one");
    }
    return new OllamaWire(options, watch);
  }
}
