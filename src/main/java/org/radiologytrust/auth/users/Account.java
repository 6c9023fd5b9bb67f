package org.radiologytrust.auth.users;

/**
 * A user.
 *
 * @param name the log-in
 * @param hash hash of the password, with its algorithm, iterations and salt
 * @param fullName as reports name the person; may be empty
 */
public record Account(String name, Role role, String hash, String fullName) {
  /** Without a full name. */
  public Account(String name, Role role, String hash) {
    this(name, role, hash, "");
  }

  Account named(String full) {
    return new Account(name, role, hash, full);
  }
}
