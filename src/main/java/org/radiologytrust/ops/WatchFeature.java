package org.radiologytrust.ops;

import java.util.Optional;
import java.util.function.Function;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.settings.Settings;

/** Traces, Jolokia with its MBeans, Hawtio's console, and readiness as metrics. */
public final class WatchFeature implements Feature {
  private final String collector;
  private final String version;
  private final Function<Host, ManagedBeans> managed;
  private Optional<Tracing> tracing = Optional.empty();

  /**
   * @param version of this software
   * @param managed what an operator may see and do
   * @throws Settings.Wrong when a setting cannot be used
   */
  public WatchFeature(Settings settings, String version, Function<Host, ManagedBeans> managed) {
    this.collector = settings.url("rtl.tracing.endpoint");
    this.version = version;
    this.managed = managed;
  }

  @Override
  public void bind(Host host) {
    if (!collector.isEmpty()) {
      Tracing traces = new Tracing(collector, version);
      tracing = Optional.of(traces);
      host.camel().addRoutePolicyFactory(traces);
    }
    host.bind(Jolokia.NAME, new Jolokia());
    host.bind(RouteFaults.NAME, new RouteFaults());
  }

  @Override
  public void started(Host host) {
    managed.apply(host).register(host.camel());
    HawtioConsole.serve(host.camel(), host.listeners().management());
    RoutesCheck.watch(host.camel());
    HealthMetrics.watch(
        host.camel(), host.meters().getPrometheusRegistry(), host.journal().clock());
  }

  @Override
  public void close() {
    tracing.ifPresent(Tracing::close);
  }
}
