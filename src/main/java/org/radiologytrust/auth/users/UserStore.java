package org.radiologytrust.auth.users;

import java.io.IOException;
import java.util.Map;

/**
 * Where the users are stored. Thread-safe, and safe with other processes that change the same
 * users.
 */
public interface UserStore {
  /**
   * All users by name; none when nobody was added yet.
   *
   * @throws IOException when they cannot be read or are invalid; the message quotes nothing of them
   * @throws org.radiologytrust.journal.store.JournalException when a database refuses
   */
  Map<String, Account> read() throws IOException;

  /**
   * Adds a user, or changes role and password of an existing one.
   *
   * @return whether the user is new
   * @throws IOException when the users cannot be read or written
   * @throws org.radiologytrust.journal.store.JournalException when a database refuses
   */
  boolean put(Account account) throws IOException;

  /**
   * Like {@link #put(Account)}, with a password that is not hashed yet.
   *
   * @throws IllegalArgumentException when name or password is invalid; the message says why
   */
  default boolean put(String name, Role role, String password) throws IOException {
    String checked = Passwords.checkedName(name);
    String hash = Passwords.hash(Passwords.checked(password, "a password"));
    return put(new Account(checked, role, hash));
  }

  /**
   * Removes a user.
   *
   * @return whether there was such a user
   * @throws IOException when the users cannot be read or written
   * @throws org.radiologytrust.journal.store.JournalException when a database refuses
   */
  boolean remove(String name) throws IOException;
}
