package org.radiologytrust.camel;

import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;

/** Finds the routes that send the deliveries of the sinks. */
final class SinkRoutes {
  private SinkRoutes() {}

  /**
   * Names the sinks without a running route and says what to do, in one line; empty if there are
   * none.
   */
  static Optional<String> missing(CamelContext context, List<String> sinks) {
    List<String> missing =
        sinks.stream()
            .filter(sink -> context.getRoutes().stream().noneMatch(r -> takes(context, r, sink)))
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "no running route sends the deliveries of "
                + String.join(", ", missing)
                + " (rtl.sinks): start the route from journal:outbox, or correct its file");
  }

  private static boolean takes(CamelContext context, Route route, String sink) {
    return route.getEndpoint() instanceof JournalEndpoint journal
        && journal.getSink().equals(sink)
        && context.getRouteController().getRouteStatus(route.getRouteId()).isStarted();
  }
}
