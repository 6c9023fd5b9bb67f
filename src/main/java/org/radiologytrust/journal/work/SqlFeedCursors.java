package org.radiologytrust.journal.work;

import java.sql.SQLException;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Tx;

/** {@link FeedCursors} in SQL. */
final class SqlFeedCursors implements FeedCursors {
  private static final String STORE =
      """
      insert into feed (name, cursor_value) values (?, ?)
      on conflict (name) do update set cursor_value = excluded.cursor_value
      """;

  private final Db db;

  SqlFeedCursors(Db db) {
    this.db = db;
  }

  @Override
  public String cursor(String feed) {
    return db.read(
        tx ->
            tx.first("select cursor_value from feed where name = ?", rs -> rs.getString(1), feed)
                .orElse(""));
  }

  @Override
  public void store(String feed, String cursor) {
    db.write(
        tx -> {
          store(tx, feed, cursor);
          return null;
        });
  }

  static void store(Tx tx, String feed, String cursor) throws SQLException {
    tx.update(STORE, feed, cursor);
  }

  @Override
  public boolean move(String feed, String from, String to) {
    return db.write(tx -> move(tx, feed, from, to));
  }

  static boolean move(Tx tx, String feed, String from, String to) throws SQLException {
    return tx.update(STORE + " where feed.cursor_value = ?", feed, to, from) == 1;
  }
}
