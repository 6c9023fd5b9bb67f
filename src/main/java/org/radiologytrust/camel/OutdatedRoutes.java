package org.radiologytrust.camel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.radiologytrust.runtime.Faults;
import org.radiologytrust.settings.Settings;

/** Recognises a site's route files of an earlier version, which call beans that no longer exist. */
final class OutdatedRoutes {
  private static final Pattern SINK_BY_TIMER =
      Pattern.compile("(fhirSink|kafkaSink)\\W+(parameters:\\s+)?method\\W+deliver");

  private static final Pattern AUDIT_BY_SEDA =
      Pattern.compile("seda:audit|\\bref: steps\\b|#caseMerge");

  private static final String SUMMARIES = "step-summaries";

  private OutdatedRoutes() {}

  /**
   * Refuses to start with outdated route files.
   *
   * @param folder the folder of the route files
   * @throws Settings.Wrong naming the file and what to do
   */
  static void refuse(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        Optional<String> change = change(Files.readString(file));
        if (change.isPresent()) {
          throw new Settings.Wrong(
              file
                  + " was written for an earlier version: "
                  + change.get()
                  + ", and copy your changes into it");
        }
      }
    } catch (IOException e) {
      throw new Settings.Wrong(
          "rtl.routes: " + folder + " cannot be read (" + Faults.ofFile(e) + ")");
    }
  }

  private static Optional<String> change(String routes) {
    if (SINK_BY_TIMER.matcher(routes).find()) {
      return Optional.of(
          "deliveries now come from journal:outbox, in the routes publish-fhir and publish-kafka."
              + " Replace it with the shipped routes/publish.yaml (docs/change.md, A new sink)");
    }
    if (AUDIT_BY_SEDA.matcher(routes).find()) {
      return Optional.of(
          "runs now come from journal:jobs, and each step is a separate bean. Replace it with the"
              + " shipped routes/audit.yaml (docs/change.md, A new step)");
    }
    if (routes.contains(SUMMARIES)) {
      return Optional.of(
          "no model writes the summaries any more, so the step summaries is gone. Replace it with"
              + " the shipped routes/audit.yaml (docs/change.md, A new step)");
    }
    return Optional.empty();
  }
}
