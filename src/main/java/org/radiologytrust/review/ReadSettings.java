package org.radiologytrust.review;

import java.nio.file.Path;
import java.util.Optional;
import org.radiologytrust.settings.Settings;

/**
 * What {@code rtl.search.*}, {@code rtl.access.*} and {@code rtl.fhir.base} say.
 *
 * @param base of {@code /fhir} as clients reach it; empty = as this machine is reached
 * @param host that the server listens on
 * @param accessLog who read what; empty = none
 * @param maxWaiting bytes of its lines that may wait
 */
record ReadSettings(
    SearchBounds bounds,
    Optional<String> base,
    String host,
    Optional<Path> accessLog,
    int maxWaiting) {
  /**
   * @param home that the access log is in
   */
  static ReadSettings of(Settings settings, Path home) {
    String base = settings.url("rtl.fhir.base");
    String log = settings.text("rtl.access.log");
    return new ReadSettings(
        new SearchBounds(
            settings.number("rtl.search.count", 1, 100_000),
            settings.number("rtl.search.max-count", 1, 100_000),
            settings.number("rtl.search.max-values", 1, 10_000),
            settings.number("rtl.search.parallel", 1, 40)
                + settings.number("rtl.search.waiting", 0, 40)),
        base.isEmpty() ? Optional.empty() : Optional.of(base),
        settings.required("rtl.http.host"),
        log.isEmpty() ? Optional.empty() : Optional.of(home.resolve(log).normalize()),
        settings.number("rtl.access.max-waiting", 1024, 1 << 30));
  }
}
