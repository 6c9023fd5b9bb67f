package org.radiologytrust.auth.users;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.radiologytrust.session.Right;

/** A named set of rights that a user or a token has. */
public enum Role {
  /** Has reports checked that are still open, and sees nothing that is stored. */
  CHECKER(EnumSet.of(Right.CHECK_DRAFTS)),
  VIEWER(EnumSet.of(Right.READ_AUDITS)),
  REVIEWER(EnumSet.of(Right.READ_AUDITS, Right.CHECK_DRAFTS, Right.DECIDE, Right.CONFIRM_PATIENT)),
  /**
   * Sees how the others decide, changes how strong the checks are, and alone sees what is found in
   * shadow mode.
   */
  QUALITY_LEAD(
      EnumSet.of(Right.READ_AUDITS, Right.SEE_FIGURES, Right.CHANGE_STRENGTHS, Right.SEE_TRIAL)),
  /** A program that delivers reports, such as an interface engine. */
  SENDER(EnumSet.of(Right.SEND_REPORTS)),
  /**
   * Runs the system. To decide about reports is not part of that, but for one thing: whose the
   * images are.
   */
  OPERATOR(
      EnumSet.of(
          Right.READ_AUDITS,
          Right.CHECK_DRAFTS,
          Right.CONFIRM_PATIENT,
          Right.SEND_REPORTS,
          Right.OPERATE));

  private final Set<Right> rights;

  Role(Set<Right> rights) {
    this.rights = Set.copyOf(rights);
  }

  public boolean has(Right right) {
    return rights.contains(right);
  }

  public Set<Right> rights() {
    return rights;
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As the command line and its help show it. */
  @Override
  public String toString() {
    return code();
  }

  public static Optional<Role> of(String code) {
    return Arrays.stream(values()).filter(r -> r.code().equals(code)).findFirst();
  }

  /** The roles that have a right, as text for messages. */
  public static String codesWith(Right right) {
    return Arrays.stream(values())
        .filter(r -> r.has(right))
        .map(Role::code)
        .collect(Collectors.joining(" or "));
  }
}
