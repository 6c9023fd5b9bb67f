package org.radiologytrust.camel;

import java.time.Duration;
import java.util.Optional;
import org.apache.camel.NamedNode;
import org.radiologytrust.journal.store.Signal;

/** Source of a consumer's work. */
interface WorkSource {
  /** Takes the next piece of work, if any. Called by one thread at a time. */
  Optional<Work> take();

  /** The signal that is raised when there may be more work. */
  Signal signal();

  /**
   * Checks the route before the first work is taken.
   *
   * @throws IllegalArgumentException if a route with these steps must not process this work
   */
  default void require(NamedNode route) {}

  /** How often {@link #renew} must be called; zero for never. */
  default Duration renewEvery() {
    return Duration.ZERO;
  }

  /** Renews the leases of all work in progress. Never called at the same time as {@link #take}. */
  default void renew() {}

  /**
   * Work in progress that has had its time and was taken from its worker, if any. Called after each
   * {@link #renew}.
   */
  default Optional<Work> takeOverdue() {
    return Optional.empty();
  }

  /** Returns the work whose worker did not end when the route was stopped. */
  default void giveBack() {}
}
