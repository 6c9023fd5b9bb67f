package org.radiologytrust.camel;

import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;

/** The routes that take the deliveries of sinks. */
final class SinkRoutes {
  private SinkRoutes() {}

  /** Sinks whose deliveries no running route takes, and what to do, in one line; empty if none. */
  static Optional<String> missing(CamelContext context, List<String> sinks) {
    List<String> missing =
        sinks.stream()
            .filter(sink -> context.getRoutes().stream().noneMatch(r -> takes(context, r, sink)))
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "no running route takes the deliveries of "
                + String.join(", ", missing)
                + " (rtl.sinks): start the route from journal:outbox, or mend its file");
  }

  private static boolean takes(CamelContext context, Route route, String sink) {
    return route.getEndpoint() instanceof JournalEndpoint journal
        && journal.getSink().equals(sink)
        && context.getRouteController().getRouteStatus(route.getRouteId()).isStarted();
  }
}
