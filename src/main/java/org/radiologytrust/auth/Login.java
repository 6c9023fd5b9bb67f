package org.radiologytrust.auth;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who is logged in.
 *
 * @param roles of a token there may be several; empty where it gives none of ours
 */
record Login(String name, Set<Role> roles) {
  Login {
    roles = Set.copyOf(roles);
  }

  boolean has(Right right) {
    return roles.stream().anyMatch(r -> r.has(right));
  }

  /** The roles, to be shown. */
  String roleCodes() {
    return roles.isEmpty()
        ? "none"
        : roles.stream().sorted().map(Role::code).collect(Collectors.joining(","));
  }
}
