package org.radiologytrust.knownerrors;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;

/** Shows the metric to tests of other packages. */
public final class KnownErrorMeters {
  private KnownErrorMeters() {}

  public static void register(PrometheusMeterRegistry registry) {
    registry.getPrometheusRegistry().register(KnownErrorsFeature.metric(() -> Map.of("age", 0)));
  }
}
