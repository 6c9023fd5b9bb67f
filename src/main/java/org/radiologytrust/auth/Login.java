package org.radiologytrust.auth;

import java.util.Optional;

/**
 * Who is logged in.
 *
 * @param role empty where a token gives none of ours
 */
record Login(String name, Optional<Role> role) {
  boolean may(Role least) {
    return role.isPresent() && role.get().covers(least);
  }
}
