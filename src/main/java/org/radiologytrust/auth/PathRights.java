package org.radiologytrust.auth;

import io.vertx.core.http.HttpMethod;
import java.util.Optional;

/**
 * The right that a request needs, for each HTTP port. Paths that are not listed need {@link
 * Right#OPERATE}. {@link StartPage} is answered before this.
 */
enum PathRights {
  API {
    @Override
    Optional<Right> right(HttpMethod method, String path) {
      if (!path.equals("/fhir") && !path.startsWith("/fhir/")) {
        return Optional.of(Right.OPERATE);
      }
      if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
        return Optional.of(Right.READ_AUDITS);
      }
      if (method.equals(HttpMethod.POST)) {
        return Optional.of(path.endsWith("/_search") ? Right.READ_AUDITS : Right.SEND_REPORTS);
      }
      return Optional.of(Right.OPERATE);
    }
  },
  MANAGEMENT {
    @Override
    Optional<Right> right(HttpMethod method, String path) {
      boolean open =
          path.equals("/observe/metrics")
              || path.equals("/observe/health")
              || path.startsWith("/observe/health/");
      return open ? Optional.empty() : Optional.of(Right.OPERATE);
    }
  };

  /**
   * @param path normalized path, as the router sees it
   * @return empty when no login is needed
   */
  abstract Optional<Right> right(HttpMethod method, String path);
}
