package org.radiologytrust.camel;

import java.time.Duration;
import java.util.Optional;
import org.apache.camel.NamedNode;
import org.radiologytrust.journal.Signal;

/** Where the work of a consumer comes from. */
interface WorkSource {
  /** The next thing to do, if any. Called by one thread at a time. */
  Optional<Work> take();

  /** Raised when there may be more. */
  Signal signal();

  /**
   * Asked before the first look.
   *
   * @throws IllegalArgumentException when a route with these steps must not have what is handed out
   */
  default void require(NamedNode route) {}

  /** How often {@link #renew} is to be called; zero for never. */
  default Duration renewEvery() {
    return Duration.ZERO;
  }

  /** Prolongs what was taken and is not settled yet. Never called while {@link #take} is. */
  default void renew() {}
}
