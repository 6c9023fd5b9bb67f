package org.radiologytrust.session;

import java.time.Instant;
import java.util.Optional;

/** A log-in of a person in a browser. */
public final class Session {
  private final String id;
  private final String user;
  private final String token;
  private final Instant begun;
  private final SessionValues values;
  private volatile Instant used;

  /**
   * A session that begins now and exists in memory only.
   *
   * @param id secret: the value of the cookie
   * @param token secret: every form of the session's pages contains it
   */
  public Session(String id, String user, String token, Instant begun) {
    this(id, user, token, begun, SessionValues.inMemory());
  }

  /** Like {@link #Session(String, String, String, Instant)}, with its values elsewhere. */
  public Session(String id, String user, String token, Instant begun, SessionValues values) {
    this.id = id;
    this.user = user;
    this.token = token;
    this.begun = begun;
    this.used = begun;
    this.values = values;
  }

  public String id() {
    return id;
  }

  public String user() {
    return user;
  }

  public String token() {
    return token;
  }

  public Instant begun() {
    return begun;
  }

  /** When the person last did something. */
  public Instant used() {
    return used;
  }

  public void use(Instant now) {
    used = now;
  }

  /** What a page keeps for this session, such as the filter of the worklist. */
  public <T> Optional<T> kept(Class<T> type) {
    return values.get(type);
  }

  /**
   * Keeps a value and replaces the one of the same class.
   *
   * @param value of bounded size: a user may have many sessions
   */
  public void keep(Object value) {
    values.put(value);
  }

  /** Withholds the secrets. */
  @Override
  public String toString() {
    return "Session of " + user;
  }
}
