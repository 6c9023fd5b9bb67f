package org.radiologytrust.auth.login;

import java.util.Set;
import java.util.stream.Collectors;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.session.Right;

/**
 * Who is logged in.
 *
 * @param roles a user has one, a token may have several; empty when a token names none of ours
 */
public record Login(String name, Set<Role> roles) {
  public Login {
    roles = Set.copyOf(roles);
  }

  public boolean has(Right right) {
    return roles.stream().anyMatch(r -> r.has(right));
  }

  public Set<Right> rights() {
    return roles.stream()
        .flatMap(role -> role.rights().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The roles as text for logs. */
  String roleCodes() {
    return roles.isEmpty()
        ? "none"
        : roles.stream().sorted().map(Role::code).collect(Collectors.joining(","));
  }
}
