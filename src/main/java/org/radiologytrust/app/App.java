package org.radiologytrust.app;

import ca.uhn.fhir.context.FhirContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.auth.users.Operator;
import org.radiologytrust.auth.users.UsersTable;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.ListenerPorts;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.ops.JournalFeature;
import org.radiologytrust.ops.routes.RouteFault;
import org.radiologytrust.process.Folders;
import org.radiologytrust.process.Home;
import org.radiologytrust.process.Ports;
import org.radiologytrust.process.StartupTasks;
import org.radiologytrust.settings.FeatureList;
import org.radiologytrust.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running product: journal, routes and servers of one process.
 *
 * <p>{@link Features} creates the beans that routes call; this class starts and stops them in
 * order.
 */
public final class App implements AutoCloseable {
  // initialises SLF4J here: two threads that do it at once print a warning
  private static final Logger LOG = LoggerFactory.getLogger(App.class);

  /**
   * How the product runs.
   *
   * @param listen whether to open ports and use the configured peers; {@code false} for a command
   *     that feeds in the reports itself
   * @param sinks names of the command's own sinks; used only where {@code listen} is false
   * @param images gives the pixels; used only where {@code listen} is false, otherwise the image
   *     store does
   */
  public record Mode(boolean listen, List<String> sinks, ImageSource images) {
    /** As {@code rtl serve} runs. */
    public static Mode serve() {
      return new Mode(true, List.of(), ImageSource.NONE);
    }
  }

  private final List<AutoCloseable> opened;
  private final Journal journal;
  private final @Nullable Operator operator;
  private final Features features;
  private final org.apache.camel.main.Main camel;
  private final ListenerPorts ports;
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private App(
      List<AutoCloseable> opened,
      Journal journal,
      @Nullable Operator operator,
      Features features,
      org.apache.camel.main.Main camel,
      ListenerPorts ports) {
    this.opened = opened;
    this.journal = journal;
    this.operator = operator;
    this.features = features;
    this.camel = camel;
    this.ports = ports;
  }

  /**
   * Starts everything. When this returns, the product accepts messages.
   *
   * @param operatorPassword value of RTL_OPERATOR_PASSWORD; {@code null} where it is not set
   * @throws Settings.Wrong when a setting, a file or a route cannot be used; the message says what
   *     to do, and everything is closed again
   */
  public static App start(Settings asked, @Nullable String operatorPassword, Mode mode) {
    Settings settings = FeatureList.of(asked).applied(asked);
    List<AutoCloseable> opened = new ArrayList<>();
    try {
      SiteCamelSettings site = SiteCamelSettings.of(settings);
      ListenerPorts ports = mode.listen() ? Ports.of(settings).take() : ListenerPorts.NONE;
      Home home = Home.take(Home.folder(settings));
      opened.add(home);
      StartupTasks tasks = new StartupTasks();
      opened.add(tasks);
      // two slow tasks: hashing a password, and the class scan of HAPI FHIR
      boolean shared = JournalFeature.isShared(settings);
      StartupTasks.Begun<@Nullable Operator> operator =
          tasks.begin(
              () -> mode.listen() && !shared ? Operator.in(home.path(), operatorPassword) : null);
      tasks.begin(() -> FhirContext.forR4Cached().getElementDefinition("string"));
      Features features = Features.of(settings, mode);
      features.checks(SelfCheck.By.START).forEach(App::require);
      Journal journal = features.journal().open(Home.journal(home.path()));
      opened.add(journal);
      if (!journal.leases().shared()) {
        // no other process uses this journal: resume what an earlier one had begun
        journal.jobs().releaseAll();
        journal.outbox().releaseAll();
      }
      opened.add(features);
      org.apache.camel.main.Main camel = new org.apache.camel.main.Main();
      // Camel's default adds a hook to the JVM that stops Camel too, and keeps a closed App in
      // memory
      camel.setShutdownStrategy(new SimpleMainShutdownStrategy());
      @Nullable Operator first =
          mode.listen() && journal.shared().isPresent()
              ? Operator.in(
                  new UsersTable(journal.shared().get().users()), home.path(), operatorPassword)
              : operator.result();
      App app = new App(opened, journal, first, features, camel, ports);
      app.configure(settings, site, home.path(), mode.listen());
      opened.add(camel::stop);
      // opened without Camel, whose binder leaves its listener in the JVM, and with it a closed App
      JvmGcMetrics collections = new JvmGcMetrics();
      opened.add(collections);
      collections.bindTo(app.metrics);
      start(camel, site);
      features.started(app.host(home.path()));
      tasks.close();
      return app;
    } catch (JournalException e) {
      closeAll(opened);
      throw new Settings.Wrong(e.getMessage());
    } catch (IllegalArgumentException e) {
      closeAll(opened);
      throw new Settings.Wrong(e.getMessage());
    } catch (FailedToCreateRouteException | FailedToStartRouteException e) {
      closeAll(opened);
      throw routes(settings, e);
    } catch (RuntimeException e) {
      closeAll(opened);
      throw e;
    } catch (IOException e) {
      closeAll(opened);
      throw new Settings.Wrong("rtl.home: " + e.getMessage());
    } catch (Exception e) {
      closeAll(opened);
      throw routes(settings, e);
    }
  }

  private static void start(org.apache.camel.main.Main camel, SiteCamelSettings site)
      throws Exception {
    try {
      camel.start();
    } catch (Exception e) {
      throw site.refusal(e).isPresent() ? site.refusal(e).get() : e;
    }
  }

  private static Settings.Wrong routes(Settings settings, Exception e) {
    return new Settings.Wrong(
        RouteFault.routeId(e).map(id -> "the route " + id).orElse("a route")
            + " of "
            + settings.text("rtl.routes")
            + " does not start: "
            + RouteFault.text(e));
  }

  private static void require(SelfCheck check) {
    for (SelfCheckResult answer : check.ask()) {
      if (answer.isBroken()) {
        throw new Settings.Wrong(answer.message());
      }
    }
  }

  private Host host(Path home) {
    return new Host(camel.getCamelContext(), journal, metrics, home, ports);
  }

  private void configure(Settings settings, SiteCamelSettings site, Path home, boolean listen) {
    // application.properties on the class path holds our defaults, not Camel's
    camel.setDefaultPropertyPlaceholderLocation("false");
    // Settings reads the environment and checks it; Camel would take CAMEL_SERVER_HOST unchecked
    camel.configure().setAutoConfigurationEnvironmentVariablesEnabled(false);
    camel.configure().setAutoConfigurationSystemPropertiesEnabled(false);
    site.values().forEach(camel::addInitialProperty);
    settings.forRoutes().forEach(camel::addInitialProperty);
    camel.addInitialProperty("rtl.mllp.port", "" + mllpPort());
    camel.addInitialProperty("rtl.http.port", "" + httpPort());
    camel.addInitialProperty("rtl.management.port", "" + managementPort());
    features.placeholders().forEach(camel::addInitialProperty);
    CamelSettings.of(settings, Folders.routes(settings), listen, ports)
        .forEach(camel::addInitialProperty);
    camel.addMainListener(
        new MainListenerSupport() {
          @Override
          public void beforeInitialize(BaseMainSupport main) {
            main.getCamelContext()
                .getRegistry()
                .bind(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class, metrics);
            features.bind(host(home));
            site.refuseTakenNames(main.getCamelContext().getRegistry());
          }
        });
  }

  public Journal journal() {
    return journal;
  }

  /**
   * The login of the user operator.
   *
   * @throws IllegalStateException when this process does not listen
   */
  public Operator operator() {
    if (operator == null) {
      throw new IllegalStateException("no ports are open, so nobody can log in");
    }
    return operator;
  }

  /**
   * An address of the review page that logs a user in once, within ten minutes.
   *
   * @throws IllegalStateException when this process does not listen
   */
  public String oneTimeLink(Settings settings, String user) {
    return http(settings) + httpPort() + features.links().pathFor(user);
  }

  public CamelContext camel() {
    return camel.getCamelContext();
  }

  public FhirContext fhir() {
    return FhirContext.forR4Cached();
  }

  /** The port in use, also where 0 is set; 0 when this process does not listen. */
  public int mllpPort() {
    return ports.mllp();
  }

  public int httpPort() {
    return ports.http();
  }

  public int managementPort() {
    return ports.management();
  }

  /** Addresses of the servers by name, for people; only when this process listens. */
  public Map<String, String> addresses(Settings settings) {
    Map<String, String> all = new java.util.LinkedHashMap<>();
    String http = http(settings);
    FeatureList listed = FeatureList.of(settings);
    if (listed.has(FeatureList.Name.MLLP)) {
      all.put("HL7 over MLLP", settings.text("rtl.mllp.host") + ":" + mllpPort());
    }
    if (listed.has(FeatureList.Name.PAGE)) {
      all.put("Review page", http + httpPort() + "/");
    }
    all.put("FHIR", http + httpPort() + "/fhir");
    all.put("Hawtio", http + managementPort() + "/hawtio/");
    all.put("Health", http + managementPort() + "/observe/health");
    all.put("Metrics", http + managementPort() + "/observe/metrics");
    return all;
  }

  private String http(Settings settings) {
    return features.scheme() + "://" + settings.text("rtl.http.host") + ":";
  }

  @Override
  public void close() {
    closeAll(opened);
  }

  /** Closes the last opened first. A failure is logged and the rest are closed all the same. */
  private static void closeAll(List<AutoCloseable> opened) {
    for (int i = opened.size() - 1; i >= 0; i--) {
      closeQuietly(opened.get(i));
    }
  }

  static void closeQuietly(AutoCloseable open) {
    try {
      open.close();
    } catch (Exception e) {
      LOG.warn("closing: {}", e.getClass().getSimpleName());
    }
  }
}
