package org.radiologytrust.journal;

import java.sql.SQLException;

/** {@link FeedCursors} in SQL. */
final class SqlFeedCursors implements FeedCursors {
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

  static void store(Db.Tx tx, String feed, String cursor) throws SQLException {
    tx.update(
        "insert into feed (name, cursor_value) values (?, ?)"
            + " on conflict (name) do update set cursor_value = excluded.cursor_value",
        feed,
        cursor);
  }
}
