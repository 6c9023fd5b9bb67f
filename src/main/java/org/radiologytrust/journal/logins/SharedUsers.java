package org.radiologytrust.journal.logins;

import java.sql.SQLException;
import java.util.List;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Tx;

/** The users of all nodes. Thread-safe. */
public final class SharedUsers {
  private static final String NEW =
      """
      insert into login_user (name, role, hash, full_name) values (?, ?, ?, ?)
      on conflict (name) do nothing
      """;

  private final Db db;

  SharedUsers(Db db) {
    this.db = db;
  }

  /**
   * @param hash hash of the password
   * @param fullName as reports name the person; may be empty
   */
  public record User(String name, String role, String hash, String fullName) {}

  /** Differs after each change of a user. */
  public long revision() {
    return db.read(tx -> tx.first("select revision from login_user_revision", rs -> rs.getLong(1)))
        .orElseThrow();
  }

  public List<User> all() {
    return db.read(
        tx ->
            tx.list(
                "select name, role, hash, full_name from login_user order by name",
                rs ->
                    new User(
                        rs.getString("name"),
                        rs.getString("role"),
                        rs.getString("hash"),
                        rs.getString("full_name"))));
  }

  /**
   * Adds a user, or changes role and password of the one of the same name.
   *
   * @return whether the user is new
   */
  public boolean put(User user) {
    return db.write(
        tx -> {
          changed(tx);
          boolean fresh = add(tx, user);
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
          return add(tx, user);
        });
  }

  private static boolean add(Tx tx, User user) throws SQLException {
    return tx.update(NEW, user.name(), user.role(), user.hash(), user.fullName()) == 1;
  }

  /**
   * Sets the full name of a user, as reports have it.
   *
   * @return whether there is such a user
   */
  public boolean name(String name, String fullName) {
    return db.write(
        tx -> {
          changed(tx);
          return tx.update("update login_user set full_name = ? where name = ?", fullName, name)
              == 1;
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
