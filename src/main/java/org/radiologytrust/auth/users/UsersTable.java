package org.radiologytrust.auth.users;

import java.util.Map;
import java.util.TreeMap;
import org.radiologytrust.journal.logins.SharedUsers;

/** The users of all nodes, in the database. */
public final class UsersTable implements UserStore {
  private final SharedUsers table;

  public UsersTable(SharedUsers table) {
    this.table = table;
  }

  @Override
  public Map<String, Account> read() {
    return accounts(table);
  }

  /** Leaves out a user whose role only a newer version knows. */
  static Map<String, Account> accounts(SharedUsers table) {
    Map<String, Account> accounts = new TreeMap<>();
    for (SharedUsers.User user : table.all()) {
      Role.of(user.role())
          .ifPresent(
              role ->
                  accounts.put(
                      user.name(), new Account(user.name(), role, user.hash(), user.fullName())));
    }
    return accounts;
  }

  @Override
  public boolean put(Account account) {
    return table.put(row(account));
  }

  /**
   * Adds a user, unless there is one of the same name: then nothing changes.
   *
   * @return whether the user is new
   */
  public boolean add(Account account) {
    return table.add(row(account));
  }

  private static SharedUsers.User row(Account account) {
    return new SharedUsers.User(
        account.name(), account.role().code(), account.hash(), account.fullName());
  }

  @Override
  public boolean name(String name, String fullName) {
    return table.name(Passwords.normal(name), Passwords.checkedFullName(fullName));
  }

  @Override
  public boolean remove(String name) {
    return table.remove(Passwords.normal(name));
  }
}
