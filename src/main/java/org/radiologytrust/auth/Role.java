package org.radiologytrust.auth;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A named set of rights that a user or a token has. */
public enum Role {
  VIEWER(EnumSet.of(Right.READ_AUDITS)),
  REVIEWER(EnumSet.of(Right.READ_AUDITS, Right.JUDGE_AUDITS)),
  /** A program that delivers reports, such as an interface engine. */
  SENDER(EnumSet.of(Right.SEND_REPORTS)),
  OPERATOR(EnumSet.allOf(Right.class));

  private final Set<Right> rights;

  Role(Set<Right> rights) {
    this.rights = rights;
  }

  boolean has(Right right) {
    return rights.contains(right);
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Role> of(String code) {
    return Arrays.stream(values()).filter(r -> r.code().equals(code)).findFirst();
  }

  /** The roles that have a right, as text for messages. */
  static String codesWith(Right right) {
    return Arrays.stream(values())
        .filter(r -> r.has(right))
        .map(Role::code)
        .collect(Collectors.joining(" or "));
  }
}
