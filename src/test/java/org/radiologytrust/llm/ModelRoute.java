package org.radiologytrust.llm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.radiologytrust.llm.ask.ModelFailure.Reason;
import org.radiologytrust.llm.server.ModelServers;
import org.radiologytrust.llm.wire.AbortingHttpClient;
import org.radiologytrust.llm.wire.ModelOptions;
import org.radiologytrust.llm.wire.ModelWire;
import org.radiologytrust.llm.wire.OllamaWire;
import org.radiologytrust.llm.wire.TokenCounts;

/** The product's own route {@code model-call}, with clients that use it. */
public final class ModelRoute implements AutoCloseable {
  /** Deadlines that no call of a test reaches, however busy the machine is. */
  public static final Duration LONG = Duration.ofMinutes(2);

  private final List<Duration> watched = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService watch = new Watch();
  private final List<Reason> refusals = new CopyOnWriteArrayList<>();
  private final List<String> servers = new CopyOnWriteArrayList<>();
  private final List<TokenCounts> counts = new CopyOnWriteArrayList<>();
  private final AtomicInteger answers = new AtomicInteger();
  private final AtomicInteger retries = new AtomicInteger();
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final ModelOptions options;

  /** No deadline is ever reached. */
  public ModelRoute() {
    this(LONG, LONG, LONG);
  }

  public ModelRoute(Duration firstToken, Duration betweenTokens, Duration total) {
    options =
        new ModelOptions(
            4096, "30m", 1, firstToken, betweenTokens, total, 2, Duration.ofMillis(20));
  }

  public void start() throws Exception {
    start(OllamaWire::new);
  }

  public void start(BiFunction<ModelOptions, ScheduledExecutorService, ModelWire> wire)
      throws Exception {
    camel.getRegistry().bind("modelWire", wire.apply(options, watch));
    camel.getRegistry().bind("modelHttp", new AbortingHttpClient(watch, options.firstToken()));
    Properties properties = new Properties();
    properties.setProperty("rtl.model.connect-ms", "60000");
    properties.setProperty("rtl.model.slots", "16");
    properties.setProperty("rtl.model.connections", "64");
    properties.setProperty("rtl.model.first-token-ms", "" + options.firstToken().toMillis());
    camel.getPropertiesComponent().setInitialProperties(properties);
    camel.setStreamCaching(false);
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.resolveResource(camel, "file:" + Path.of("routes/model.yaml")));
    camel.start();
  }

  DefaultCamelContext camel() {
    return camel;
  }

  /** Rests that a test can wait for. */
  public static ModelServers servers(List<String> urls, int slots, int queue, Duration patience) {
    return new ModelServers(
        urls,
        new ModelServers.Limits(
            slots, queue, patience, Duration.ofMillis(20), Duration.ofMillis(100)));
  }

  public ModelClient client(ModelServers modelServers) {
    return new ModelClient(
        camel.createProducerTemplate(),
        modelServers,
        options,
        new ModelObserver() {
          @Override
          public void received(String step, String model, String server, Figures figures) {
            servers.add(server);
            counts.add(figures.counts());
          }

          @Override
          public void answered(String step, String model) {
            answers.incrementAndGet();
          }

          @Override
          public void refused(String step, String model, Reason reason) {
            refusals.add(reason);
          }

          @Override
          public void retried(String step, String model) {
            retries.incrementAndGet();
          }
        },
        (server, model) -> "");
  }

  /**
   * How far off each deadline was when its timer was set, in order: for each call that of the
   * response's head, that of the first token, and so on.
   */
  List<Duration> watched() {
    return watched;
  }

  private final class Watch extends ScheduledThreadPoolExecutor {
    Watch() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
      watched.add(Duration.of(delay, unit.toChronoUnit()));
      return super.schedule(command, delay, unit);
    }
  }

  /** What the observer was told. */
  List<Reason> refusals() {
    return refusals;
  }

  /** The tokens of whole answers, in order. */
  public List<TokenCounts> counts() {
    return counts;
  }

  /** Who gave whole answers, in order. */
  public List<String> servers() {
    return servers;
  }

  int answers() {
    return answers.get();
  }

  int retries() {
    return retries.get();
  }

  @Override
  public void close() {
    camel.stop();
    watch.shutdownNow();
  }
}
