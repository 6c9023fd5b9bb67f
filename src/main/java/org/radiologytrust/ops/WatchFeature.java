package org.radiologytrust.ops;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.ops.routes.ClockSteps;
import org.radiologytrust.ops.routes.RouteFiles;
import org.radiologytrust.runtime.Faults;
import org.radiologytrust.settings.Settings;

/** Tracing, Jolokia, Hawtio's console, readiness as metrics, and health for a load balancer. */
public final class WatchFeature implements Feature {
  private final String collector;
  private final String version;
  private final Path routes;
  private Optional<Tracing> tracing = Optional.empty();

  /**
   * @param version version of this software
   * @param routes folder of the route files
   * @throws Settings.Wrong when a value is invalid
   */
  public WatchFeature(Settings settings, String version, Path routes) {
    this.collector = settings.url("rtl.tracing.endpoint");
    this.version = version;
    this.routes = routes;
  }

  @Override
  public void bind(Host host) {
    if (!collector.isEmpty()) {
      Tracing traces = new Tracing(collector, version);
      tracing = Optional.of(traces);
      host.camel().addRoutePolicyFactory(traces);
    }
    host.bind(Jolokia.NAME, new Jolokia());
    host.bind(RouteExceptionHandler.NAME, new RouteExceptionHandler());
  }

  @Override
  public void started(Host host) {
    int management = host.listeners().management();
    HawtioConsole.serve(host.camel(), management);
    HealthPages.serve(host.camel(), management, host.journal().clock());
    IntakeHealth.serve(host.camel(), management, host.journal().writeHealth());
    watchRoutes(host.camel());
    ClockSteps.watch(host.camel());
    HealthMetrics.watch(
        host.camel(), host.meters().getPrometheusRegistry(), host.journal().clock());
  }

  private void watchRoutes(CamelContext camel) {
    try {
      RouteFiles files = RouteFiles.watch(camel, routes);
      HealthCheckRegistry.get(camel).register(new PeerCheck(files.check()));
    } catch (IOException e) {
      throw new Settings.Wrong(
          "rtl.routes: " + routes + " cannot be read (" + Faults.ofFile(e) + ")");
    }
  }

  @Override
  public void close() {
    tracing.ifPresent(Tracing::close);
  }
}
