package org.radiologytrust.ops;

import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.radiologytrust.journal.Counters;

/** The MBean {@code Queues}: what waits, and where. */
@ManagedResource(description = "Reports and deliveries on their way")
public final class ManagedQueues {
  private final Supplier<Counters.Counts> counts;
  private final IntSupplier running;

  /**
   * @param running runs that go on in this process
   */
  ManagedQueues(Supplier<Counters.Counts> counts, IntSupplier running) {
    this.counts = counts;
    this.running = running;
  }

  @ManagedAttribute(description = "Report versions on their way, by state")
  public Map<String, Long> getOpen() {
    return counts.get().open();
  }

  @ManagedAttribute(description = "Deliveries by sink, then state")
  public Map<String, Map<String, Long>> getDeliveries() {
    return counts.get().deliveries();
  }

  @ManagedAttribute(description = "Runs in work")
  public int getRunsInWork() {
    return running.getAsInt();
  }
}
