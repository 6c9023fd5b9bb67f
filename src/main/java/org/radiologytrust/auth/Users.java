package org.radiologytrust.auth;

import java.util.Optional;

/** The users as they are now. Thread-safe; does not block. */
interface Users {
  /**
   * @param name in any normalisation form
   */
  Optional<Account> find(String name);
}
