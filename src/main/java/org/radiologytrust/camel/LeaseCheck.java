package org.radiologytrust.camel;

import org.apache.camel.ExchangeProperty;
import org.radiologytrust.journal.work.Lease;
import org.radiologytrust.journal.work.LeaseEndedException;

/** Route step before a sink is sent something that cannot be taken back. */
public final class LeaseCheck {
  /**
   * Ends the exchange of a node that stood still.
   *
   * @throws LeaseEndedException if another node may have taken over
   */
  public void require(@ExchangeProperty(Lease.KEY) Lease lease) throws LeaseEndedException {
    lease.require();
  }
}
