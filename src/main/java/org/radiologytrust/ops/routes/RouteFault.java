package org.radiologytrust.ops.routes;

import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.ResolveEndpointFailedException;

/** Says why a route could not be created or started. */
public final class RouteFault {
  private RouteFault() {}

  /** Id of the route that failed; empty where the exception names none. */
  public static Optional<String> routeId(Throwable failure) {
    for (Throwable e : chain(failure)) {
      String id =
          e instanceof FailedToCreateRouteException created
              ? created.getRouteId()
              : e instanceof FailedToStartRouteException started ? started.getRouteId() : null;
      if (id != null) {
        return Optional.of(id);
      }
    }
    return Optional.empty();
  }

  /** A sentence of ours. Quotes nothing of the exception's text, so anybody may read it. */
  public static String reason(Throwable failure) {
    return chain(failure).stream()
        .map(RouteFault::sentence)
        .filter(s -> !s.isEmpty())
        .findFirst()
        .orElse("the log says more");
  }

  /** First line of the cause's text: it quotes the route file. For the log. */
  public static String text(Throwable failure) {
    return String.valueOf(cause(failure).getMessage()).lines().findFirst().orElse("");
  }

  /** What everything else follows from. */
  static Throwable cause(Throwable failure) {
    List<Throwable> chain = chain(failure);
    return chain.get(chain.size() - 1);
  }

  private static String sentence(Throwable e) {
    if (e instanceof BindException) {
      return "its port is in use, or its host is not this machine";
    }
    if (e instanceof NoSuchBeanException) {
      return "it calls a bean that does not exist";
    }
    if (e instanceof ResolveEndpointFailedException || e instanceof NoSuchEndpointException) {
      return "it names an endpoint or an option that does not exist";
    }
    // of the YAML parser, which is no dependency of ours
    return e.getClass().getName().startsWith("org.snakeyaml.")
            || e.getClass().getName().startsWith("org.apache.camel.dsl.yaml.")
        ? "the file is no valid route file"
        : "";
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> all = new ArrayList<>();
    for (Throwable e = failure; e != null && !all.contains(e); e = e.getCause()) {
      all.add(e);
    }
    return all;
  }
}
