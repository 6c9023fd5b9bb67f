package org.radiologytrust.publish;

import java.time.Duration;

/**
 * Why a delivery did not go through, and what follows. The message names no patient and no
 * identifier.
 */
final class DeliveryProblem extends Exception {
  enum Kind {
    /** May pass by itself: the same bytes again, later. */
    RETRY,
    /** Like RETRY, and it concerns the server and not this delivery: the others wait too. */
    AWAY,
    /** Login, URL or rights: a person has to mend it; asked again slowly. */
    CONFIGURATION,
    /** Others changed what this delivery withdraws: prepare it anew on what the server has now. */
    REBUILD,
    /** Will not pass by itself: for a person to look at. */
    REFUSED
  }

  private final transient Kind kind;
  private final transient Duration after;

  DeliveryProblem(Kind kind, String reason) {
    this(kind, reason, Duration.ZERO);
  }

  /**
   * @param after what the server asked us to wait; zero for nothing
   */
  DeliveryProblem(Kind kind, String reason, Duration after) {
    super(reason);
    this.kind = kind;
    this.after = after;
  }

  Kind kind() {
    return kind;
  }

  Duration after() {
    return after;
  }
}
