package org.radiologytrust.camel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.radiologytrust.settings.Settings;

/** A site's own routes of a version before this one, which call beans that are no more. */
final class OutdatedRoutes {
  private static final Pattern SINK_BY_TIMER =
      Pattern.compile("(fhirSink|kafkaSink)\\W+(parameters:\\s+)?method\\W+deliver");

  private static final Pattern AUDIT_BY_SEDA =
      Pattern.compile("seda:audit|\\bref: steps\\b|#caseMerge");

  private OutdatedRoutes() {}

  /**
   * @param folder of the routes
   * @throws Settings.Wrong naming the file, and what to do
   */
  static void refuse(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        Optional<String> change = change(Files.readString(file));
        if (change.isPresent()) {
          throw new Settings.Wrong(
              file
                  + " is of an earlier version: "
                  + change.get()
                  + ", and bring your changes over");
        }
      }
    } catch (IOException e) {
      throw new Settings.Wrong(
          "rtl.routes: " + folder + " cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static Optional<String> change(String routes) {
    if (SINK_BY_TIMER.matcher(routes).find()) {
      return Optional.of(
          "deliveries come from journal:outbox now, by the routes publish-fhir and publish-kafka."
              + " Take the shipped routes/publish.yaml in its place (docs/change.md, A new sink)");
    }
    if (AUDIT_BY_SEDA.matcher(routes).find()) {
      return Optional.of(
          "runs come from journal:jobs now, and each step is a bean of its own. Take the shipped"
              + " routes/audit.yaml in its place (docs/change.md, A new step)");
    }
    return Optional.empty();
  }
}
