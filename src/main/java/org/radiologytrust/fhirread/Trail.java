package org.radiologytrust.fhirread;

import io.vertx.ext.auth.User;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;
import org.radiologytrust.fhirread.Parameters.Pair;
import org.radiologytrust.journal.logins.Access;
import org.radiologytrust.journal.results.ResourceStore.Page;
import org.radiologytrust.journal.results.ResourceStore.Versioned;
import org.radiologytrust.model.Texts;

/** Records who receives data about patients, before the answer is sent. */
final class Trail {
  /** The other types describe only the engine. */
  private static final Set<String> OF_PATIENTS = Set.of("Observation", "Provenance");

  private final Consumer<Access> accesses;
  private final Clock clock;

  Trail(Consumer<Access> accesses, Clock clock) {
    this.accesses = accesses;
    this.clock = clock;
  }

  /** The logged-in user, as Camel's HTTP server passes it to the routes. */
  static String user(Message request) {
    Object user = request.getHeader(VertxPlatformHttpConstants.AUTHENTICATED_USER);
    String name = user instanceof User known ? known.principal().getString("username") : "";
    return Texts.orEmpty(name).isBlank() ? "unknown" : name;
  }

  void read(String user, String type, String id) {
    leave(user, "read", type, List.of(), List.of(id));
  }

  /** The versions of all resources of a type. */
  void history(String user, String type, List<String> parameters, List<Versioned> versions) {
    if (!versions.isEmpty()) {
      leave(user, "search", type, parameters, ids(versions).stream().distinct().toList());
    }
  }

  /** A count of matches also reveals something about patients. */
  void search(String user, SearchRequest request, ExtendedPage extended) {
    Page page = extended.page();
    List<String> parameters = request.used().pairs().stream().map(Pair::name).distinct().toList();
    if (!page.matches().isEmpty() || page.total().orElse(0) > 0) {
      leave(user, "search", request.query().type(), parameters, ids(page.matches()));
    }
    extended.included().stream()
        .collect(
            Collectors.groupingBy(one -> one.resource().type(), TreeMap::new, Collectors.toList()))
        .forEach((type, some) -> leave(user, "search", type, parameters, ids(some)));
  }

  private static List<String> ids(List<Versioned> resources) {
    return resources.stream().map(one -> one.resource().id()).toList();
  }

  private void leave(
      String user, String kind, String type, List<String> parameters, List<String> ids) {
    if (OF_PATIENTS.contains(type)) {
      accesses.accept(new Access(clock.instant(), user, kind, type, parameters, ids));
    }
  }
}
