package org.radiologytrust.session;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Begins and ends sessions. Thread-safe. */
public interface Logins {
  /** What came of a log-in. */
  enum Outcome {
    RIGHT,
    WRONG,
    /** Too many log-ins from this address failed; this one was not checked. */
    TOO_MANY_FAILURES,
    /** Too many log-ins at the same time; this one was not checked. */
    TOO_BUSY
  }

  /**
   * @param session only with {@link Outcome#RIGHT}
   */
  record Result(Outcome outcome, Optional<Session> session) {}

  /**
   * Limits, for the words of the pages.
   *
   * @param failures failed log-ins of one address, after which further ones are not checked
   * @param window how long they are not checked
   * @param idle how long a session lasts without a key or a click
   * @param longest how long a session lasts at most
   */
  record Limits(int failures, Duration window, Duration idle, Duration longest) {}

  Limits limits();

  /**
   * Checks a password and begins a session. A wrong one is answered after a delay. Does not block.
   *
   * @param address IP address of the browser
   * @param before the session that the browser has; the new one replaces it
   */
  CompletableFuture<Result> logIn(
      String user, String password, String address, Optional<Session> before);

  /**
   * Begins a session with a one-time link; empty if it was used already or is too old. May block.
   *
   * @param before as for {@link #logIn}
   */
  Optional<Session> redeem(String link, Optional<Session> before);

  /** Says that the person at a session did something. Does not block. */
  void used(Session session);

  /** Ends a session. May block. */
  void logOut(Session session);
}
