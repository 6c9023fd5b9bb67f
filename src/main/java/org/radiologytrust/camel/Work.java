package org.radiologytrust.camel;

import org.apache.camel.Exchange;

/** One thing that the journal handed out and wants settled. */
interface Work {
  /** Puts it into an exchange. */
  void fill(Exchange exchange);

  /**
   * Tells the journal what became of it; called once, when the exchange is done.
   *
   * @param failure {@code null} when the exchange went through
   */
  void settle(Exchange exchange, Exception failure);
}
