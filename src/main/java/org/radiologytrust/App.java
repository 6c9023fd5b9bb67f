package org.radiologytrust;

import ca.uhn.fhir.context.FhirContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.radiologytrust.auth.AuthSettings;
import org.radiologytrust.auth.Authentication;
import org.radiologytrust.auth.Bodies;
import org.radiologytrust.auth.BoundedVertx;
import org.radiologytrust.auth.GuardedServers;
import org.radiologytrust.auth.Operator;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.journal.SearchLimits;
import org.radiologytrust.journal.SqliteJournal;
import org.radiologytrust.journal.SteadyClock;
import org.radiologytrust.model.ImageSource;
import org.radiologytrust.ops.HawtioConsole;
import org.radiologytrust.ops.HealthMetrics;
import org.radiologytrust.ops.RoutesCheck;
import org.radiologytrust.process.Home;
import org.radiologytrust.process.Ports;
import org.radiologytrust.process.StartupTasks;
import org.radiologytrust.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running product: journal, routes and servers of one process.
 *
 * <p>{@link Beans} makes what the routes call; this class starts and stops it in the right order.
 */
public final class App implements AutoCloseable {
  // made before the start's second thread: two that meet in the making have SLF4J say so on stderr
  private static final Logger LOG = LoggerFactory.getLogger(App.class);

  /**
   * How a command wants the product to run.
   *
   * @param listen whether to open ports; without, only what the command feeds in is audited
   * @param sinks sinks of the command's own, beside those that are configured
   * @param images where pixels come from; {@code null} for the configured Orthanc
   */
  public record Mode(boolean listen, List<String> sinks, ImageSource images) {
    /** As {@code rtl serve} runs. */
    public static Mode serve() {
      return new Mode(true, List.of(), null);
    }
  }

  static final List<Ports.Wanted> LISTENERS =
      List.of(
          new Ports.Wanted("rtl.mllp.host", "rtl.mllp.port"),
          new Ports.Wanted("rtl.http.host", "rtl.http.port"),
          new Ports.Wanted("rtl.http.host", "rtl.management.port"));

  private final List<AutoCloseable> opened;
  private final Journal journal;
  private final Operator operator;
  private final Beans beans;
  private final org.apache.camel.main.Main camel;
  private final int[] ports;
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private App(
      List<AutoCloseable> opened,
      Journal journal,
      Operator operator,
      Beans beans,
      org.apache.camel.main.Main camel,
      int[] ports) {
    this.opened = opened;
    this.journal = journal;
    this.operator = operator;
    this.beans = beans;
    this.camel = camel;
    this.ports = ports;
  }

  /**
   * Starts everything; when this returns, messages are taken.
   *
   * @param operatorPassword value of RTL_OPERATOR_PASSWORD, or {@code null}
   * @throws Settings.Wrong when the settings cannot be used; the message says what to do
   */
  public static App start(Settings settings, String operatorPassword, Mode mode) {
    if (!settings.text("rtl.journal.url").isEmpty()) {
      throw new Settings.Wrong(
          "rtl.journal.url: this version keeps its journal in SQLite in rtl.home: leave it empty");
    }
    Path routes = routes(settings);
    int[] ports = mode.listen() ? Ports.take(settings, LISTENERS) : new int[] {0, 0, 0};
    List<AutoCloseable> opened = new ArrayList<>();
    try {
      Home home = Home.take(Home.folder(settings));
      opened.add(home);
      StartupTasks meanwhile = new StartupTasks();
      opened.add(meanwhile);
      // a password's hash takes long on purpose, HAPI's look at its classes without one
      StartupTasks.Begun<Operator> operator =
          meanwhile.begin(() -> mode.listen() ? Operator.in(home.path(), operatorPassword) : null);
      meanwhile.begin(() -> FhirContext.forR4Cached().getElementDefinition("string"));
      Journal journal =
          SqliteJournal.open(
              Home.journal(home.path()),
              SteadyClock.system(),
              settings.required("rtl.site"),
              new SearchLimits(
                  settings.duration("rtl.search.time"),
                  settings.number("rtl.search.parallel", 1, 40)));
      opened.add(journal);
      // no other process runs on this journal: what an earlier one had begun is due now
      journal.jobs().releaseAll();
      Beans beans = new Beans(settings, journal, mode, ports[1]);
      opened.add(beans);
      org.apache.camel.main.Main camel = new org.apache.camel.main.Main();
      App app = new App(opened, journal, operator.result(), beans, camel, ports);
      app.configure(settings, routes, mode, mode.listen() ? vertx(settings, opened) : null);
      GuardedServers servers = null;
      if (mode.listen()) {
        Authentication logins = new AuthSettings(settings).open(home.path(), app.metrics);
        opened.add(logins);
        servers =
            new GuardedServers(
                logins,
                new Bodies(
                    settings.number("rtl.http.max-body", 1024, Integer.MAX_VALUE),
                    settings.duration("rtl.http.body-time")));
        camel.bind("httpServers", servers);
      }
      opened.add(camel::stop);
      camel.start();
      if (mode.listen()) {
        servers.requireGuards();
        beans.manage(camel.getCamelContext());
        beans.tls().check(camel.getCamelContext());
        HawtioConsole.serve(camel.getCamelContext(), app.managementPort());
        RoutesCheck.watch(camel.getCamelContext());
        HealthMetrics.watch(
            camel.getCamelContext(), app.metrics.getPrometheusRegistry(), journal.clock());
      }
      meanwhile.close();
      return app;
    } catch (JournalException e) {
      closeAll(opened);
      throw new Settings.Wrong(e.getMessage());
    } catch (IllegalArgumentException e) {
      closeAll(opened);
      throw new Settings.Wrong(e.getMessage());
    } catch (RuntimeException e) {
      closeAll(opened);
      throw e;
    } catch (IOException e) {
      closeAll(opened);
      throw new Settings.Wrong("rtl.home: " + e.getMessage());
    } catch (Exception e) {
      closeAll(opened);
      throw new Settings.Wrong("the routes in " + routes + " do not start: " + rootCause(e));
    }
  }

  /**
   * The folder of the routes.
   *
   * @throws Settings.Wrong when there is none
   */
  static Path routes(Settings settings) {
    Path routes = settings.path(settings.required("rtl.routes"));
    if (!Files.isDirectory(routes)) {
      throw new Settings.Wrong("rtl.routes: there is no folder " + routes);
    }
    return routes;
  }

  private static String rootCause(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }

  /** What the HTTP servers are made by; closed after them. */
  private static Vertx vertx(Settings settings, List<AutoCloseable> opened) {
    Vertx vertx =
        new BoundedVertx(
            settings.number("rtl.http.max-connections", 1, 1_000_000),
            settings.duration("rtl.http.idle"));
    opened.add(
        () -> vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS));
    return vertx;
  }

  private void configure(Settings settings, Path routes, Mode mode, Vertx vertx) {
    // the application.properties on the class path are our defaults, not Camel's
    camel.setDefaultPropertyPlaceholderLocation("false");
    settings.forRoutes().forEach(camel::addInitialProperty);
    camel.addInitialProperty("rtl.mllp.port", "" + mllpPort());
    camel.addInitialProperty("rtl.http.port", "" + httpPort());
    camel.addInitialProperty("rtl.management.port", "" + managementPort());
    beans.placeholders().forEach(camel::addInitialProperty);
    CamelSettings.of(settings, routes, mode.listen(), ports).forEach(camel::addInitialProperty);
    camel.addMainListener(
        new MainListenerSupport() {
          @Override
          public void beforeInitialize(BaseMainSupport main) {
            CamelContext context = main.getCamelContext();
            context
                .getRegistry()
                .bind(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class, metrics);
            beans.bind(context, metrics, vertx);
          }
        });
  }

  public Journal journal() {
    return journal;
  }

  /** Of one that listens. */
  public Operator operator() {
    return operator;
  }

  /** What reads messages. */
  public Beans beans() {
    return beans;
  }

  public CamelContext camel() {
    return camel.getCamelContext();
  }

  public FhirContext fhir() {
    return beans.fhir();
  }

  public int mllpPort() {
    return ports[0];
  }

  public int httpPort() {
    return ports[1];
  }

  public int managementPort() {
    return ports[2];
  }

  /** Where everything is, for people. */
  public Map<String, String> addresses(Settings settings) {
    Map<String, String> all = new java.util.LinkedHashMap<>();
    String http = beans.tls().scheme() + "://" + settings.text("rtl.http.host") + ":";
    all.put("HL7 over MLLP", settings.text("rtl.mllp.host") + ":" + mllpPort());
    all.put("FHIR", http + httpPort() + "/fhir");
    all.put("Hawtio", http + managementPort() + "/hawtio/");
    all.put("Health", http + managementPort() + "/observe/health");
    all.put("Metrics", http + managementPort() + "/observe/metrics");
    return all;
  }

  @Override
  public void close() {
    closeAll(opened);
  }

  /** Last opened, first closed; one that fails does not keep the others open. */
  private static void closeAll(List<AutoCloseable> opened) {
    for (int i = opened.size() - 1; i >= 0; i--) {
      try {
        opened.get(i).close();
      } catch (Exception e) {
        LOG.warn("closing: {}", e.getClass().getSimpleName());
      }
    }
  }
}
