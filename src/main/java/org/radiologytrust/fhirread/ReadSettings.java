package org.radiologytrust.fhirread;

import java.nio.file.Path;
import java.util.Optional;
import org.radiologytrust.settings.Settings;

/**
 * The settings {@code rtl.search.*}, {@code rtl.access.*} and {@code rtl.fhir.base}.
 *
 * @param base URL of {@code /fhir} as clients reach it; empty means this machine's own address
 * @param host the address that the server listens on
 * @param accessLog the file that records who read what; empty if none
 * @param maxWaiting most bytes of lines that wait to be written
 */
record ReadSettings(
    SearchBounds bounds,
    Optional<String> base,
    String host,
    Optional<Path> accessLog,
    int maxWaiting) {
  /**
   * @param home the folder of the access log
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
