package org.radiologytrust.auth.login;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.radiologytrust.journal.logins.SharedSessions;
import org.radiologytrust.model.Texts;
import org.radiologytrust.session.Session;
import org.radiologytrust.session.SessionValues;

/** Sessions in the database: every node knows them, and no restart ends them. */
final class TableSessions implements SessionStore {
  /** Every cluster has the same: a session that it does not know has ended. */
  private static final String ORIGIN = "database";

  /** A use is stored if the one stored before is older than this part of the idle time. */
  private static final int PARTS = 100;

  private final SharedSessions table;
  private final Duration pause;

  TableSessions(SharedSessions table, SessionLimits limits) {
    this.table = table;
    this.pause = limits.idle().dividedBy(PARTS);
  }

  @Override
  public String origin() {
    return ORIGIN;
  }

  @Override
  public void add(Open open, SessionLimits limits) {
    Session session = open.session();
    table.add(
        key(session.id()),
        new SharedSessions.Stored(session.user(), open.hash(), session.begun(), session.used()),
        limits.ofOneUser());
  }

  @Override
  public Optional<Open> find(String id) {
    String key = key(id);
    return table
        .find(key)
        .map(
            stored -> {
              Session session =
                  new Session(
                      id,
                      stored.user(),
                      BrowserSessions.token(id),
                      stored.begun(),
                      new Values(table, key));
              session.use(stored.used());
              return new Open(session, stored.hash());
            });
  }

  private record Values(SharedSessions table, String key) implements SessionValues {
    @Override
    public <T> Optional<T> get(Class<T> type) {
      return table.kept(key, type);
    }

    @Override
    public void put(Object value) {
      table.keep(key, value);
    }
  }

  @Override
  public void used(Session session, Instant now) {
    if (!session.used().plus(pause).isAfter(now)) {
      table.use(key(session.id()), now);
      session.use(now);
    }
  }

  @Override
  public boolean remove(Session session) {
    return table.remove(key(session.id()));
  }

  private static String key(String id) {
    return Texts.sha256(id);
  }
}
