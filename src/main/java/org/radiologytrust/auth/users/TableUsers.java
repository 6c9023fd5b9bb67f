package org.radiologytrust.auth.users;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.radiologytrust.journal.logins.SharedUsers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users in the database as they were at the last {@link #refresh}. While the database is away,
 * the users last read stay valid, so that an operator can log in and see what is wrong.
 */
public final class TableUsers implements Users {
  private static final Logger LOG = LoggerFactory.getLogger(TableUsers.class);

  private final SharedUsers table;
  private volatile State state = new State(-1, Map.of());

  private record State(long revision, Map<String, Account> users) {}

  public TableUsers(SharedUsers table) {
    this.table = table;
  }

  @Override
  public Optional<Account> find(String name) {
    return Optional.ofNullable(state.users().get(Passwords.normal(name)));
  }

  /**
   * Reads the users again if they were changed. One thread at a time.
   *
   * @throws org.radiologytrust.journal.store.JournalException when the database refuses
   */
  public void refresh() {
    // before the users: a change between the two is seen at the next refresh
    long revision = table.revision();
    if (revision == state.revision()) {
      return;
    }
    Map<String, Account> users = new HashMap<>(UsersTable.accounts(table));
    LOG.info("The users were read from the database: {} users", users.size());
    state = new State(revision, users);
  }
}
