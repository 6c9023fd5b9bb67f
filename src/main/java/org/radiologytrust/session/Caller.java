package org.radiologytrust.session;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and what they may do. A request that the guard did not admit has no rights.
 *
 * @param name of the user or token; {@code unknown} if nobody is logged in
 */
public record Caller(String name, Set<Right> rights) {
  private static final String RIGHTS = "rights";

  public Caller {
    rights = Set.copyOf(rights);
  }

  /** The user whom Camel's HTTP server hands to the routes. */
  public static Caller of(@Nullable Object user) {
    return user instanceof User known ? of(known.principal()) : new Caller("unknown", Set.of());
  }

  private static Caller of(JsonObject principal) {
    String name = principal.getString("username", "");
    JsonArray codes = principal.getJsonArray(RIGHTS, new JsonArray());
    return new Caller(
        name.isBlank() ? "unknown" : name,
        Arrays.stream(Right.values())
            .filter(right -> codes.contains(right.name()))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Adds the rights to what routes see of a user. */
  public static JsonObject with(JsonObject principal, Set<Right> rights) {
    return principal.put(RIGHTS, new JsonArray(rights.stream().map(Right::name).toList()));
  }

  public boolean may(Right right) {
    return rights.contains(right);
  }
}
