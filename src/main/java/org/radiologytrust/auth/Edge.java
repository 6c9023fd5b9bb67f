package org.radiologytrust.auth;

import io.vertx.core.http.HttpMethod;
import java.util.Optional;

/** The HTTP ports, and the least role that a request there needs. What is not named needs most. */
enum Edge {
  API {
    @Override
    Optional<Role> least(HttpMethod method, String path) {
      boolean fhir = path.equals("/fhir") || path.startsWith("/fhir/");
      boolean reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
      boolean searches = method.equals(HttpMethod.POST) && path.endsWith("/_search");
      return Optional.of(fhir && (reads || searches) ? Role.VIEWER : Role.OPERATOR);
    }
  },
  MANAGEMENT {
    @Override
    Optional<Role> least(HttpMethod method, String path) {
      boolean open =
          path.equals("/observe/metrics")
              || path.equals("/observe/health")
              || path.startsWith("/observe/health/");
      return open ? Optional.empty() : Optional.of(Role.OPERATOR);
    }
  };

  /**
   * @param path normalised, as the router takes it
   * @return empty where nobody has to log in
   */
  abstract Optional<Role> least(HttpMethod method, String path);
}
