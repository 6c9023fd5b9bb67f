package org.radiologytrust.auth.users;

import java.util.Optional;

/** The users as they are now. Thread-safe; does not block. */
public interface Users {
  /**
   * @param name in any normalisation form
   */
  Optional<Account> find(String name);
}
