package org.radiologytrust.auth.login;

/** Counts the failed logins of each IP address within a time window. Thread-safe. */
interface FailedLogins {
  boolean tooMany(String address);

  /**
   * Counts one failure.
   *
   * @return whether the count is still within the limit
   */
  boolean add(String address);
}
