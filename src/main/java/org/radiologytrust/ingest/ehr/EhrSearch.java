package org.radiologytrust.ingest.ehr;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** The addresses of the searches: relative to the base URL, encoded. */
final class EhrSearch {
  private static final String INCLUDES =
      "&_include=DiagnosticReport:subject&_include=DiagnosticReport:based-on";

  private final URI base;
  private final EhrSettings.Search search;

  EhrSearch(String base, EhrSettings.Search search) {
    this.base = URI.create(base + "/");
    this.search = search;
  }

  /** The first page of the reports that were changed at this time or later, oldest first. */
  String changedSince(Instant time) {
    return since(time) + "&_sort=_lastUpdated&_count=" + search.count() + INCLUDES + query();
  }

  /** The newest report that was changed at this time or later. */
  String newestSince(Instant time) {
    return since(time) + "&_sort=-_lastUpdated&_count=1" + query();
  }

  /** How many reports were changed at this time or later. */
  String countSince(Instant time) {
    return since(time) + "&_summary=count" + INCLUDES + query();
  }

  private String since(Instant time) {
    return "DiagnosticReport?_lastUpdated=ge"
        + time.truncatedTo(ChronoUnit.MILLIS)
        + (search.category().isEmpty()
            ? ""
            : "&category=" + URLEncoder.encode(search.category(), StandardCharsets.UTF_8));
  }

  private String query() {
    return search.query().isEmpty() ? "" : "&" + search.query();
  }

  /**
   * The address of a link to the next page. It must be at the configured server: the log-in is sent
   * with it.
   *
   * @throws EhrFailure if it is elsewhere
   */
  String next(String link) throws EhrFailure {
    try {
      URI next = base.resolve(new URI(link));
      if (next.getUserInfo() == null && origin(next).equals(origin(base))) {
        return next.toString();
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // reported below
    }
    throw new EhrFailure(
        "the FHIR server's link to the next page is not at scheme, host and port of"
            + " rtl.fhir.reports.url: set there the address that the server uses for itself");
  }

  private static String origin(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
  }
}
