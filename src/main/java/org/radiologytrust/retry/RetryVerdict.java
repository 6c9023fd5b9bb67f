package org.radiologytrust.retry;

import java.time.Duration;

/**
 * What follows from a failure.
 *
 * @param kind whether and when a further try makes sense
 * @param reason one sentence for the operator; names no patient and no identifier
 * @param after what the peer asked us to wait; zero for nothing
 */
public record RetryVerdict(Kind kind, String reason, Duration after) {
  /** Of one peer, of one thing that was sent, or of nobody. */
  public enum Kind {
    /** The process is being stopped, or a route is: given back at once, not counted. */
    STOPPED,
    /** The journal refused: later, not counted. */
    JOURNAL,
    /** May pass by itself: this one again, later, counted; what is behind it goes on. */
    LATER,
    /** The peer is away: what is behind this one waits too. */
    AWAY,
    /** A person has to mend it (login, rights, address): all wait, and it is asked again slowly. */
    MEND,
    /** What was prepared is out of date: it is prepared anew. */
    REBUILD,
    /** Will not pass by itself. */
    NEVER
  }

  public RetryVerdict(Kind kind, String reason) {
    this(kind, reason, Duration.ZERO);
  }

  /** An exception that knows what follows from it. */
  public interface Source {
    RetryVerdict verdict();
  }
}
