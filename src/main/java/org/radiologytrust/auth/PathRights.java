package org.radiologytrust.auth;

import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.radiologytrust.session.Right;

/**
 * The right that a request needs, for each HTTP port. Paths that are not listed need {@link
 * Right#OPERATE}.
 */
enum PathRights {
  API {
    @Override
    boolean isPage(String path) {
      return PAGE.matcher(path).matches();
    }

    @Override
    boolean isOutside(String path) {
      return !isPage(path) && !PROGRAMS.matcher(path).matches();
    }

    @Override
    Optional<Right> right(HttpMethod method, String path) {
      boolean reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
      if (HEALTH.contains(path) && reads) {
        return Optional.empty();
      }
      if (CHECKS.contains(path) && method.equals(HttpMethod.POST)) {
        return Optional.of(Right.CHECK_DRAFTS);
      }
      if (!path.equals("/fhir") && !path.startsWith("/fhir/")) {
        return Optional.of(Right.OPERATE);
      }
      if (path.equals("/fhir/metadata") && reads) {
        // says what the server can do, and nothing about patients
        return Optional.empty();
      }
      if (reads || method.equals(HttpMethod.OPTIONS)) {
        return Optional.of(Right.READ_AUDITS);
      }
      if (method.equals(HttpMethod.POST)) {
        return Optional.of(path.endsWith("/_search") ? Right.READ_AUDITS : Right.SEND_REPORTS);
      }
      boolean report = method.equals(HttpMethod.PUT) && REPORT.matcher(path).matches();
      return Optional.of(report ? Right.SEND_REPORTS : Right.OPERATE);
    }
  },
  MANAGEMENT {
    @Override
    boolean isPage(String path) {
      return false;
    }

    @Override
    boolean isOutside(String path) {
      return false;
    }

    @Override
    Optional<Right> right(HttpMethod method, String path) {
      boolean open =
          path.equals("/observe/metrics")
              || path.equals("/observe/health")
              || path.startsWith("/observe/health/");
      return open ? Optional.empty() : Optional.of(Right.OPERATE);
    }
  };

  /** What programs ask for. */
  private static final Pattern PROGRAMS = Pattern.compile("/(fhir|api|v1|health)(/.*)?");

  /** Where reports are checked that are still open. */
  private static final Set<String> CHECKS =
      Set.of("/v1/process", "/api/check", "/fhir/DiagnosticReport/$check");

  /** What reporting systems ask before they send a report. */
  private static final Set<String> HEALTH = Set.of("/health/liveness", "/health/readiness");

  private static final Pattern REPORT = Pattern.compile("/fhir/DiagnosticReport/[^/]+");
  private static final Pattern PAGE =
      Pattern.compile(
          "/|/favicon\\.ico|/(quality|pilot)\\.csv"
              + "|/(worklist|check|reports|n|open|changes|quality|trial|pilot|duty|help|login|logout|preferences|session|assets)(/.*)?");

  /**
   * Whether the path belongs to the pages, which check the rights of the visitor themselves.
   *
   * @param path normalized path, as the router sees it
   */
  abstract boolean isPage(String path);

  /**
   * Whether the path belongs neither to the pages nor to what programs ask for. A site's own route
   * may have it, and asks for a login in a header.
   *
   * @param path normalized path, as the router sees it
   */
  abstract boolean isOutside(String path);

  /**
   * @param path normalized path, as the router sees it
   * @return empty when no login is needed
   */
  abstract Optional<Right> right(HttpMethod method, String path);
}
