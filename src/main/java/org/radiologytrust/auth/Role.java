package org.radiologytrust.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a user may do; each may do what those before it may. */
public enum Role {
  /** Reads audits. */
  VIEWER,
  /** Says what is right and what is not in an audit. */
  REVIEWER,
  /** Sends reports in, and starts and stops what runs. */
  OPERATOR;

  boolean covers(Role least) {
    return compareTo(least) >= 0;
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Role> of(String code) {
    return Arrays.stream(values()).filter(r -> r.code().equals(code)).findFirst();
  }
}
