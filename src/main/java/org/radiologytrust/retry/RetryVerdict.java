package org.radiologytrust.retry;

import java.time.Duration;

/**
 * What to do after a failure.
 *
 * @param kind whether and when to try again
 * @param reason one sentence for the operator; contains no patient and no identifier
 * @param after the wait that the peer asked for; zero if none
 * @param answer what the peer said
 */
public record RetryVerdict(Kind kind, String reason, Duration after, PeerAnswer answer) {
  /** What the failure concerns: the peer, the one item that was sent, or this process. */
  public enum Kind {
    /** The process or route is stopping: return the item to the queue; not counted as a try. */
    STOPPED,
    /** The journal failed: retry later; not counted as a try. */
    JOURNAL,
    /** A temporary problem of this item: retry it later, counted as a try; other items continue. */
    LATER,
    /**
     * The peer refuses this item: those of other reports continue, and later ones of the same
     * report wait. Refusals of several reports in a row count as a peer that is not available.
     */
    REFUSED,
    /** The peer is not available: all items wait. */
    AWAY,
    /**
     * An operator must fix it (login, access rights, address): all items wait, and tries are rare.
     */
    MEND,
    /** The prepared payload is out of date: prepare it again. */
    REBUILD,
    /** A permanent failure: do not retry. */
    NEVER
  }

  public RetryVerdict(Kind kind, String reason) {
    this(kind, reason, Duration.ZERO);
  }

  public RetryVerdict(Kind kind, String reason, Duration after) {
    this(kind, reason, after, PeerAnswer.NONE);
  }

  /** The same after an answer, whose code and place the reason then names. */
  RetryVerdict after(PeerAnswer peer) {
    String told = peer.error().isEmpty() ? reason : reason + " (ERR: " + peer.error() + ")";
    return new RetryVerdict(kind, told, after, peer);
  }

  /** An exception that carries its own verdict. */
  public interface Source {
    RetryVerdict verdict();
  }
}
