package org.radiologytrust.llm;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.radiologytrust.llm.server.ModelCatalog;
import org.radiologytrust.llm.server.ModelName;
import org.radiologytrust.llm.server.ModelServers;
import org.radiologytrust.llm.server.ServersFile;
import org.radiologytrust.llm.wire.ModelOptions;
import org.radiologytrust.settings.ImageUse;
import org.radiologytrust.settings.Settings;

/**
 * The settings {@code rtl.model.*}.
 *
 * @param wire protocol of the servers
 * @param urls base URLs of the servers, as they were at the start
 * @param file the file that lists the servers; empty when a setting lists them
 * @param base name of the model for steps marked base
 * @param lora name of the model for steps marked lora; may be the same
 * @param pins the only digest that a model may have, by its name
 * @param token bearer token; empty for none
 * @param adapter id of the adapter at llama-server; empty to choose none
 * @param options options of every call
 * @param limits limits of the queue and the breakers
 * @param connect longest wait for a connection
 * @param look interval at which servers are checked for missing models
 * @param warmUp whether the servers load their models at the start
 * @param trust the certificates to trust; empty for the JVM's CAs
 */
public record ModelSettings(
    Wire wire,
    List<String> urls,
    Optional<ServersFile> file,
    String base,
    String lora,
    Map<String, String> pins,
    String token,
    OptionalInt adapter,
    ModelOptions options,
    ModelServers.Limits limits,
    Duration connect,
    Duration look,
    boolean warmUp,
    Optional<SSLContext> trust) {
  private static final String BASE = "rtl.model.base";
  private static final String LORA = "rtl.model.lora";

  /** The protocol of a server. */
  public enum Wire {
    OLLAMA,
    OPENAI,
    NONE;

    /** The word for it in the settings. */
    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @throws Settings.Wrong when a setting is not valid
   */
  public static ModelSettings of(Settings settings, Optional<SSLContext> trust) {
    Wire configured = configured(settings);
    Wire wire = asksNone(settings) ? Wire.NONE : configured;
    Optional<ServersFile> file = settings.file(ServersFile.SETTING).map(ServersFile::new);
    ModelName base = ModelName.of(settings, BASE);
    ModelName lora = ModelName.of(settings, LORA);
    return new ModelSettings(
        wire,
        urls(settings, wire, file),
        file,
        base.name(),
        lora.name(),
        pins(base, lora, configured),
        token(settings),
        adapter(settings, configured),
        options(settings),
        limits(settings),
        settings.interval("rtl.model.connect"),
        settings.interval("rtl.model.look"),
        settings.flag("rtl.model.warm-up"),
        trust);
  }

  private static Wire configured(Settings settings) {
    String[] wires = Stream.of(Wire.values()).map(Wire::code).toArray(String[]::new);
    return Wire.valueOf(settings.oneOf("rtl.model.wire", wires).toUpperCase(Locale.ROOT));
  }

  /**
   * Whether no model is asked: none is configured, or images are never used. A model is asked what
   * images show, so without them none is asked at all.
   */
  public static boolean asksNone(Settings settings) {
    return configured(settings) == Wire.NONE || ImageUse.of(settings) == ImageUse.NEVER;
  }

  private static List<String> urls(Settings settings, Wire wire, Optional<ServersFile> file) {
    List<String> urls = settings.urls("rtl.model.urls");
    if (wire == Wire.NONE) {
      return List.of();
    }
    if (file.isPresent()) {
      return file.get().read();
    }
    if (urls.isEmpty()) {
      throw new Settings.Wrong(
          "rtl.model.urls is empty: set it, rtl.model.servers-file, or rtl.model.wire=none");
    }
    return urls;
  }

  private static Map<String, String> pins(ModelName base, ModelName lora, Wire wire) {
    Map<String, String> pins = new HashMap<>();
    for (ModelName model : List.of(base, lora)) {
      String other = model.digest().isEmpty() ? null : pins.put(model.name(), model.digest());
      if (other != null && !other.equals(model.digest())) {
        throw new Settings.Wrong(BASE + " and " + LORA + " name one model with two digests");
      }
    }
    if (!pins.isEmpty() && wire == Wire.OPENAI) {
      throw new Settings.Wrong(
          BASE + " and " + LORA + ": with rtl.model.wire=openai no server reports a digest");
    }
    return pins;
  }

  private static String token(Settings settings) {
    String token = settings.text("rtl.model.token");
    // checked here, because the HTTP client's own error message would contain the token
    if (!token.matches("[!-~]*")) {
      throw new Settings.Wrong("rtl.model.token: its value is not visible ASCII without spaces");
    }
    return token;
  }

  private static OptionalInt adapter(Settings settings, Wire wire) {
    if (settings.text("rtl.model.adapter").isEmpty()) {
      return OptionalInt.empty();
    }
    int adapter = settings.number("rtl.model.adapter", 0, 1000);
    if (wire != Wire.OPENAI) {
      throw new Settings.Wrong("rtl.model.adapter: only rtl.model.wire=openai chooses one");
    }
    return OptionalInt.of(adapter);
  }

  private static ModelOptions options(Settings settings) {
    return new ModelOptions(
        settings.number("rtl.model.context", 512, 1 << 20),
        settings.required("rtl.model.keep-alive"),
        settings.number("rtl.model.seed", 0, Integer.MAX_VALUE),
        settings.interval("rtl.model.first-token"),
        settings.interval("rtl.model.between-tokens"),
        settings.interval("rtl.model.total"),
        settings.number("rtl.model.retries", 0, 100),
        settings.duration("rtl.model.pause"));
  }

  private static ModelServers.Limits limits(Settings settings) {
    return new ModelServers.Limits(
        settings.number("rtl.model.slots", 1, 1000),
        settings.number("rtl.model.queue", 1, 100_000),
        settings.duration("rtl.model.patience"),
        settings.interval("rtl.model.rest"),
        settings.interval("rtl.model.rest-most"));
  }

  /** A catalog of the models of the servers that were there at the start. */
  public ModelCatalog catalog() {
    return catalog(() -> urls);
  }

  /**
   * A catalog of the servers' models.
   *
   * @param servers current base URLs
   */
  ModelCatalog catalog(Supplier<List<String>> servers) {
    return switch (wire) {
      case OLLAMA -> ModelCatalog.ollama(servers, options.context(), pins, token, trust);
      case OPENAI -> ModelCatalog.openAi(servers, options.context(), token, trust);
      case NONE -> ModelCatalog.NONE;
    };
  }

  /** The names of both models; a single name when they are the same. */
  public List<String> models() {
    return List.of(base, lora).stream().distinct().toList();
  }

  /** Whether only steps marked lora use a model. A model that is used for both counts as base. */
  boolean isLora(String model) {
    return model.equals(lora) && !model.equals(base);
  }
}
