package org.radiologytrust.fhirread;

import java.util.Optional;
import org.radiologytrust.settings.Settings;

/**
 * The settings {@code rtl.search.*} and {@code rtl.fhir.base}.
 *
 * @param base URL of {@code /fhir} as clients reach it; empty means this machine's own address
 * @param host the address that the server listens on
 */
record ReadSettings(SearchBounds bounds, Optional<String> base, String host) {
  static ReadSettings of(Settings settings) {
    String base = settings.url("rtl.fhir.base");
    return new ReadSettings(
        new SearchBounds(
            settings.number("rtl.search.count", 1, 100_000),
            settings.number("rtl.search.max-count", 1, 100_000),
            settings.number("rtl.search.max-values", 1, 10_000),
            settings.number("rtl.search.max-included", 1, 100_000),
            settings.number("rtl.search.parallel", 1, 40)
                + settings.number("rtl.search.waiting", 0, 40)),
        base.isEmpty() ? Optional.empty() : Optional.of(base),
        settings.required("rtl.http.host"));
  }
}
