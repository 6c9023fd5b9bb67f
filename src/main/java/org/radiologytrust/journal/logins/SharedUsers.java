package org.radiologytrust.journal.logins;

import java.sql.SQLException;
import java.util.List;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Tx;

/** The users of all nodes. Thread-safe. */
public final class SharedUsers {
  private static final String NEW =
      """
      insert into login_user (name, role, hash) values (?, ?, ?) on conflict (name) do nothing
      """;

  private final Db db;

  SharedUsers(Db db) {
    this.db = db;
  }

  /**
   * @param hash hash of the password
   */
  public record User(String name, String role, String hash) {}

  /** Differs after each change of a user. */
  public long revision() {
    return db.read(tx -> tx.first("select revision from login_user_revision", rs -> rs.getLong(1)))
        .orElseThrow();
  }

  public List<User> all() {
    return db.read(
        tx ->
            tx.list(
                "select name, role, hash from login_user order by name",
                rs -> new User(rs.getString("name"), rs.getString("role"), rs.getString("hash"))));
  }

  /**
   * Adds a user, or replaces the one of the same name.
   *
   * @return whether the user is new
   */
  public boolean put(User user) {
    return db.write(
        tx -> {
          changed(tx);
          boolean fresh = tx.update(NEW, user.name(), user.role(), user.hash()) == 1;
          if (!fresh) {
            tx.update(
                "update login_user set role = ?, hash = ? where name = ?",
                user.role(),
                user.hash(),
                user.name());
          }
          return fresh;
        });
  }

  /** Adds a user, unless there is one of the same name: then nothing changes. */
  public boolean add(User user) {
    return db.write(
        tx -> {
          changed(tx);
          return tx.update(NEW, user.name(), user.role(), user.hash()) == 1;
        });
  }

  /**
   * @return whether there was such a user
   */
  public boolean remove(String name) {
    return db.write(
        tx -> {
          changed(tx);
          return tx.update("delete from login_user where name = ?", name) == 1;
        });
  }

  /** First in each transaction: changes of users wait for each other here. */
  private static void changed(Tx tx) throws SQLException {
    tx.update("update login_user_revision set revision = revision + 1");
  }
}
