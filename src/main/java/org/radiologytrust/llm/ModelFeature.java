package org.radiologytrust.llm;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.exam.ImageMixExam;
import org.radiologytrust.llm.exam.ReuseExam;
import org.radiologytrust.llm.server.ModelCatalog;
import org.radiologytrust.llm.server.ModelServers;
import org.radiologytrust.llm.server.ServersFileReader;

/** The model servers. */
public final class ModelFeature implements Feature {
  private static final String PEER = "model";

  private final ModelSettings settings;
  private final ModelCatalog catalog;
  private final ModelCallRoute route;
  private final ModelServers servers;
  private final Supplier<ModelConnection> connection;
  private final BiFunction<Host, ModelServers, ModelObserver> observer;
  private Optional<ModelHealth> health = Optional.empty();
  private Optional<ServersFileReader> file = Optional.empty();
  private @Nullable ModelClient client;
  private volatile ImageReuse reuse = ImageReuse.NONE;
  private volatile Map<String, List<ChatRequest>> questions = Map.of();

  /**
   * @param placeholders all settings, as placeholders for the route
   * @param routes the folder with the route files
   * @param observer makes the object that is informed of each call
   */
  public ModelFeature(
      ModelSettings settings,
      Map<String, String> placeholders,
      Path routes,
      BiFunction<Host, ModelServers, ModelObserver> observer) {
    this.settings = settings;
    this.route = new ModelCallRoute(settings);
    this.servers = route.servers(settings.urls());
    this.catalog = settings.catalog(servers::urls);
    this.connection = () -> ModelConnection.open(placeholders, settings, catalog, routes);
    this.observer = observer;
  }

  public ModelSettings settings() {
    return settings;
  }

  public ModelCatalog catalog() {
    return catalog;
  }

  public ModelServers servers() {
    return servers;
  }

  /**
   * The client for audits. It sends images only to servers that keep them apart. Call this after
   * {@link #bind}.
   */
  public ModelClient client() {
    return Objects.requireNonNull(client);
  }

  /**
   * Names the questions about images that audits ask. Without them, each call about an image is
   * read anew by the server.
   *
   * @param byModel questions by the model's name, all with one example image, about no patient
   */
  public void asks(Map<String, List<ChatRequest>> byModel) {
    questions = Map.copyOf(byModel);
  }

  /** What the test of reuse told of each model at each server. */
  public List<ReuseResult> imageReuse() {
    return reuse.results();
  }

  /**
   * Readiness as far as the model goes.
   *
   * @param lacking why audits go without a model; empty once the models were seen
   */
  public Optional<SelfCheck> readiness(Supplier<Optional<String>> lacking, Clock clock) {
    if (catalog.isNone()) {
      return Optional.empty();
    }
    List<String> models = settings.models();
    ModelHealth check =
        new ModelHealth(
            lacking, () -> catalog.missing(models, models), servers::states, this::doubts, clock);
    health = Optional.of(check);
    return Optional.of(SelfCheck.health(PEER, check::ask));
  }

  private List<String> doubts() {
    return Stream.concat(
            file.flatMap(ServersFileReader::problem).stream(), catalog.doubts().stream())
        .toList();
  }

  /**
   * Whether audits could ask a model when readiness was last asked for.
   *
   * @return empty where no model is configured, and before the first time
   */
  public Optional<Boolean> available() {
    return health.flatMap(ModelHealth::available);
  }

  @Override
  public Map<String, String> placeholders() {
    Map<String, String> all = new HashMap<>(route.placeholders());
    all.put("rtl.model.warm-up.enabled", "" + (!catalog.isNone() && settings.warmUp()));
    all.put("rtl.model.servers.enabled", "" + readsFile());
    all.put("rtl.model.look", "" + settings.look().toMillis());
    return all;
  }

  private boolean readsFile() {
    return !catalog.isNone() && settings.file().isPresent();
  }

  @Override
  public List<SelfCheck> checks() {
    return List.of(
        catalog.isNone()
            ? SelfCheck.unused(
                PEER,
                "rtl.model.wire=none or rtl.images.use=never: reports are checked only, by rules;"
                    + " no score")
            : SelfCheck.slow(PEER, new ModelDoctor(settings, catalog, connection)::ask));
  }

  @Override
  public void bind(Host host) {
    ProducerTemplate template = host.camel().createProducerTemplate();
    ImageGuard guard = guard(template);
    reuse = reuse(template);
    client =
        new ModelClient(
                template,
                servers,
                settings.options(),
                observer.apply(host, servers),
                catalog::digest)
            .guarded(guard)
            .reusing(reuse);
    route.bind(host.camel().getRegistry());
    Supplier<List<String>> list =
        settings.file().<Supplier<List<String>>>map(f -> f::read).orElse(servers::urls);
    ServersFileReader reader =
        new ServersFileReader(
            list,
            servers,
            server -> {
              guard.forget(server);
              reuse.forget(server);
            });
    file = Optional.of(reader);
    host.bind("modelServers", reader);
    host.bind("warmUp", new WarmUp(template, servers, guard, reuse, settings.models()));
  }

  private ImageGuard guard(ProducerTemplate template) {
    return catalog.isNone()
        ? ImageGuard.NONE
        : new ImageGuard(
            (server, model) -> imageMixExam(template, server, model).ask(),
            catalog::digest,
            catalog::found);
  }

  private ImageReuse reuse(ProducerTemplate template) {
    return catalog.isNone()
        ? ImageReuse.NONE
        : new ImageReuse(
            (server, model) -> {
              List<ChatRequest> asked = questions.getOrDefault(model, List.of());
              return !asked.isEmpty() && new ReuseExam(alone(template, server), asked).holds();
            },
            catalog::digest,
            Clock.systemUTC());
  }

  private ImageMixExam imageMixExam(ProducerTemplate template, String server, String model) {
    return new ImageMixExam(alone(template, server), model, settings.isLora(model));
  }

  /**
   * A client for the tests of one server. They run within a waiting call or at intervals, where
   * somebody else decides about retries, so it makes none itself.
   */
  private ModelClient alone(ProducerTemplate template, String server) {
    return new ModelClient(
        template,
        route.servers(List.of(server)),
        settings.options().withoutRetries(),
        ModelObserver.NONE,
        (at, asked) -> "");
  }

  @Override
  public void close() {
    route.close();
  }
}
