package org.radiologytrust.auth.login;

import java.time.Instant;
import java.util.Optional;
import org.radiologytrust.session.Session;

/** Where the sessions of people in their browsers are kept. Thread-safe; may block. */
interface SessionStore {
  /**
   * @param hash hash of the user's password at log-in
   */
  record Open(Session session, String hash) {}

  /** The first eight characters of each id. They show whether a session was ended by a restart. */
  String origin();

  /** Adds a session and makes room for it, within the limits. */
  void add(Open open, SessionLimits limits);

  Optional<Open> find(String id);

  /** Says that the person at a session did something. */
  void used(Session session, Instant now);

  /**
   * Ends a session.
   *
   * @return whether it was there
   */
  boolean remove(Session session);
}
