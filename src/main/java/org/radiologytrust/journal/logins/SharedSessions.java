package org.radiologytrust.journal.logins;

import java.time.Instant;
import java.util.Optional;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.StoredJson;

/**
 * The sessions of people in their browsers, on all nodes. Thread-safe. The key of a session is a
 * digest of its secret: whoever reads the table cannot use a session.
 */
public final class SharedSessions {
  private final Db db;

  SharedSessions(Db db) {
    this.db = db;
  }

  /**
   * @param hash hash of the user's password at log-in
   * @param used when the person last did something
   */
  public record Stored(String user, String hash, Instant begun, Instant used) {}

  /**
   * Adds a session and makes room for it: the user's sessions that were not used for the longest
   * time end.
   *
   * @param most sessions of one user
   */
  public void add(String key, Stored session, int most) {
    db.write(
        tx -> {
          tx.update(
              """
              insert into login_session (id, username, hash, begun_at, used_at)
                values (?, ?, ?, ?, ?)
              """,
              key,
              session.user(),
              session.hash(),
              session.begun().toEpochMilli(),
              session.used().toEpochMilli());
          tx.update(
              """
              delete from login_session where id in (
                select id from login_session where username = ? and id <> ?
                  order by used_at desc, id offset ?)
              """,
              session.user(),
              key,
              most - 1);
          return null;
        });
  }

  public Optional<Stored> find(String key) {
    return db.read(
        tx ->
            tx.first(
                "select username, hash, begun_at, used_at from login_session where id = ?",
                rs ->
                    new Stored(
                        rs.getString("username"),
                        rs.getString("hash"),
                        Instant.ofEpochMilli(rs.getLong("begun_at")),
                        Instant.ofEpochMilli(rs.getLong("used_at"))),
                key));
  }

  /** Says that the person at a session did something. */
  public void use(String key, Instant now) {
    db.write(
        tx ->
            tx.update(
                "update login_session set used_at = ? where id = ? and used_at < ?",
                now.toEpochMilli(),
                key,
                now.toEpochMilli()));
  }

  /**
   * @return whether there was such a session
   */
  public boolean remove(String key) {
    return db.write(tx -> tx.update("delete from login_session where id = ?", key)) == 1;
  }

  /** Removes those that began at this time or before. */
  public void removeUntil(Instant begun) {
    db.write(
        tx -> tx.update("delete from login_session where begun_at <= ?", begun.toEpochMilli()));
  }

  /** What the pages keep for a session; empty, too, if another version wrote it in another form. */
  public <T> Optional<T> kept(String key, Class<T> type) {
    Optional<String> json =
        db.read(
            tx ->
                tx.first(
                    "select value from login_session_value where session_id = ? and kind = ?",
                    rs -> rs.getString(1),
                    key,
                    type.getSimpleName()));
    try {
      return json.map(text -> StoredJson.read(text, type));
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }

  /** Keeps a value for a session, unless that has ended; it replaces the one of the same class. */
  public void keep(String key, Object value) {
    String json = StoredJson.write(value);
    db.write(
        tx ->
            tx.update(
                """
                insert into login_session_value (session_id, kind, value)
                  select id, ?, ? from login_session where id = ? for key share
                on conflict (session_id, kind) do update set value = excluded.value
                  where login_session_value.value <> excluded.value
                """,
                value.getClass().getSimpleName(),
                json,
                key));
  }
}
