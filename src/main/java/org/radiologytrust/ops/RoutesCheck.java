package org.radiologytrust.ops;

import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.health.HealthCheckRegistry;
import org.radiologytrust.feature.SelfCheck;

/**
 * Readiness fails when a route that ran at start is gone: a route file that was changed at run time
 * and can be read, but not started, takes its old routes away.
 */
public final class RoutesCheck {
  private RoutesCheck() {}

  /**
   * @param context has started
   */
  public static void watch(CamelContext context) {
    List<String> wanted = context.getRoutes().stream().map(Route::getRouteId).toList();
    HealthCheckRegistry.get(context)
        .register(new PeerCheck(SelfCheck.running("routes", () -> missing(context, wanted))));
  }

  private static Optional<String> missing(CamelContext context, List<String> wanted) {
    List<String> gone = wanted.stream().filter(id -> context.getRoute(id) == null).toList();
    return gone.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join(", ", gone)
                + " does not run since a route file was changed: mend the file, or restart");
  }
}
