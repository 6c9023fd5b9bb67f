package org.radiologytrust.camel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.radiologytrust.settings.Settings;

/** The routes that take the deliveries of sinks. */
final class SinkRoutes {
  private static final Pattern EARLIER = Pattern.compile("\\b(fhirSink|kafkaSink)\\b");

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

  /**
   * Routes of a version before this one: their timers call what are steps of a route now.
   *
   * @throws Settings.Wrong naming the file, and what to do
   */
  static void refuseEarlier(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        String text = Files.readString(file);
        if (EARLIER.matcher(text).find() && !text.contains("journal:outbox")) {
          throw new Settings.Wrong(
              file
                  + " is of an earlier version: deliveries come from journal:outbox now, by the"
                  + " routes publish-fhir and publish-kafka. Take the shipped routes/publish.yaml"
                  + " in its place, and bring your changes over (docs/change.md, A new sink)");
        }
      }
    } catch (IOException e) {
      throw new Settings.Wrong(
          "rtl.routes: " + folder + " cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }
}
