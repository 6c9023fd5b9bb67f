package org.radiologytrust.journal.desk;

import java.util.Optional;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.StoredJson;

/** {@link KeptFilters} in SQL: the table {@code kept_filter}. */
final class SqlKeptFilters implements KeptFilters {
  private final Db db;

  SqlKeptFilters(Db db) {
    this.db = db;
  }

  @Override
  public <T> Optional<T> find(String user, Class<T> type) {
    Optional<String> json =
        db.read(
            tx ->
                tx.first(
                    "select value from kept_filter where username = ?",
                    rs -> rs.getString(1),
                    tx.key(user)));
    try {
      return json.map(text -> StoredJson.read(text, type));
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }

  @Override
  public void keep(String user, Object filters) {
    String json = StoredJson.write(filters);
    db.write(
        tx ->
            tx.update(
                """
                insert into kept_filter (username, value) values (?, ?)
                on conflict (username) do update set value = excluded.value
                """,
                tx.key(user),
                json));
  }

  @Override
  public void forget(String user) {
    db.write(tx -> tx.update("delete from kept_filter where username = ?", tx.key(user)));
  }
}
