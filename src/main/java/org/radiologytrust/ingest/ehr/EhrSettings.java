package org.radiologytrust.ingest.ehr;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.radiologytrust.settings.FhirLogin;
import org.radiologytrust.settings.Settings;

/**
 * The settings {@code rtl.fhir.reports.*}.
 *
 * @param base base URL of the FHIR server, without a slash at its end
 * @param login the log-in at that server
 * @param trust the trusted CAs; empty means those of the JVM
 * @param search which reports are read
 * @param schedule when they are read
 * @param limits of one request and one pass
 * @param site name of the sending site; empty if each report says it, as for posted messages
 * @param publishedHere whether audits are sent to the same server, so that ids of its resources are
 *     valid there
 */
public record EhrSettings(
    String base,
    FhirLogin login,
    Optional<SSLContext> trust,
    Search search,
    Schedule schedule,
    Limits limits,
    String site,
    boolean publishedHere) {
  private static final String PREFIX = "rtl.fhir.reports";

  /**
   * Which reports are read.
   *
   * @param category a token of {@code DiagnosticReport.category}, or several with commas; empty for
   *     all
   * @param query further search parameters, encoded as in a URL; may be empty
   * @param count reports per page
   * @param since the oldest {@code meta.lastUpdated}; empty for those from the first start on
   */
  public record Search(String category, String query, int count, Optional<Instant> since) {}

  /**
   * When reports are read.
   *
   * @param poll time between two passes
   * @param overlap how much before the watermark a pass begins
   */
  public record Schedule(Duration poll, Duration overlap) {}

  /**
   * Limits of one request and one pass.
   *
   * @param maxReply most bytes of a page, decompressed
   * @param timeout for one page, from the connection to the last byte
   * @param maxPages most pages of a pass
   */
  public record Limits(int maxReply, Duration timeout, int maxPages) {}

  /**
   * Reads the settings; empty if no server is set.
   *
   * @param trust the trusted CAs; empty means those of the JVM
   * @throws Settings.Wrong if a setting is not valid
   */
  public static Optional<EhrSettings> of(Settings settings, Optional<SSLContext> trust) {
    Search search =
        new Search(
            category(settings),
            query(settings),
            settings.number(PREFIX + ".count", 1, 1000),
            since(settings));
    Schedule schedule =
        new Schedule(settings.interval(PREFIX + ".poll"), settings.duration(PREFIX + ".overlap"));
    Limits limits =
        new Limits(
            settings.number(PREFIX + ".max-reply", 1024, 1 << 30),
            settings.interval(PREFIX + ".timeout"),
            settings.number(PREFIX + ".max-pages", 1, 1_000_000));
    FhirLogin login = FhirLogin.of(settings, PREFIX);
    String site = site(settings);
    String base = base(settings);
    return base.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new EhrSettings(
                base, login, trust, search, schedule, limits, site, publishedHere(settings, base)));
  }

  private static String base(Settings settings) {
    String base = settings.url(PREFIX + ".url");
    if (base.matches(".*[?#].*")) {
      throw new Settings.Wrong(
          PREFIX
              + ".url: give the base URL alone; search parameters belong to "
              + PREFIX
              + ".query");
    }
    return base;
  }

  private static boolean publishedHere(Settings settings, String base) {
    String server = settings.url("rtl.fhir.server");
    return server.isEmpty() || URI.create(server).equals(URI.create(base));
  }

  private static String site(Settings settings) {
    String site = settings.text(PREFIX + ".site");
    if (!site.matches("[^#\\p{Cntrl}]{0,200}")) {
      throw new Settings.Wrong(PREFIX + ".site: use up to 200 characters without #");
    }
    return site;
  }

  private static String category(Settings settings) {
    String category = settings.text(PREFIX + ".category");
    if (!category.matches("[^\\s&#]*")) {
      throw new Settings.Wrong(
          PREFIX + ".category: use SYSTEM|CODE or CODE, several with commas, without blanks");
    }
    return category;
  }

  private static String query(Settings settings) {
    String query = settings.text(PREFIX + ".query");
    if (!query.matches("([\\w:.-]+=[^\\s&=#\"<>\\\\^`{}]*(&(?!$)|$))*")) {
      throw new Settings.Wrong(
          PREFIX + ".query: use NAME=VALUE, several with &, encoded as in a URL");
    }
    if (query.matches("(.*&)?(_lastUpdated|_sort|_count|_format|_summary|_elements)\\b.*")) {
      throw new Settings.Wrong(
          PREFIX
              + ".query: _lastUpdated, _sort, _count, _format, _summary and _elements are not"
              + " allowed, because the product sets them or needs the complete reports");
    }
    return query;
  }

  private static Optional<Instant> since(Settings settings) {
    String since = settings.text(PREFIX + ".since");
    try {
      return since.isEmpty()
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(since).toInstant());
    } catch (DateTimeParseException e) {
      throw new Settings.Wrong(
          PREFIX + ".since: use a time with its offset, such as 2026-01-31T00:00:00Z");
    }
  }
}
