package org.radiologytrust.auth.users;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
   * Adds a user, or changes role and password of an existing one, who keeps the full name.
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
    return put(name, role, password, null);
  }

  /**
   * Like {@link #put(String, Role, String)}, with the name by which reports name the user.
   *
   * @param fullName {@code null} keeps it; empty takes it away
   * @throws IllegalArgumentException when one of them is invalid; the message says why
   */
  default boolean put(String name, Role role, String password, @Nullable String fullName)
      throws IOException {
    String checked = Passwords.checkedName(name);
    String full = fullName == null ? "" : Passwords.checkedFullName(fullName);
    String hash = Passwords.hash(Passwords.checked(password, "a password"));
    boolean added = put(new Account(checked, role, hash));
    if (fullName != null) {
      name(checked, full);
    }
    return added;
  }

  /**
   * Sets the full name of a user, as reports have it.
   *
   * @param fullName empty takes it away
   * @return whether there is such a user
   * @throws IllegalArgumentException when the full name is invalid; the message says why
   * @throws IOException when the users cannot be read or written
   * @throws org.radiologytrust.journal.store.JournalException when a database refuses
   */
  boolean name(String name, String fullName) throws IOException;

  /**
   * Removes a user.
   *
   * @return whether there was such a user
   * @throws IOException when the users cannot be read or written
   * @throws org.radiologytrust.journal.store.JournalException when a database refuses
   */
  boolean remove(String name) throws IOException;
}
