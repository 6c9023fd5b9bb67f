package org.radiologytrust.camel;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** One piece of work from the journal. */
interface Work {
  /** Fills the exchange. */
  void fill(Exchange exchange);

  /**
   * Records the result in the journal. Called once, when the exchange is done.
   *
   * @param failure why the exchange failed; null if it succeeded
   */
  void settle(Exchange exchange, @Nullable Exception failure);
}
