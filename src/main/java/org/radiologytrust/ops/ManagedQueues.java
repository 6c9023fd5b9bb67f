package org.radiologytrust.ops;

import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.radiologytrust.journal.search.Counters;

/** The MBean {@code Queues}: reports and deliveries in progress. */
@ManagedResource(description = "Reports and deliveries in progress")
public final class ManagedQueues {
  private final Supplier<Counters.Counts> counts;
  private final IntSupplier running;

  /**
   * @param running number of runs in progress in this process
   */
  ManagedQueues(Supplier<Counters.Counts> counts, IntSupplier running) {
    this.counts = counts;
    this.running = running;
  }

  @ManagedAttribute(description = "Report versions in progress, by state")
  public Map<String, Long> getOpen() {
    return counts.get().open();
  }

  @ManagedAttribute(description = "Deliveries by sink, then state")
  public Map<String, Map<String, Long>> getDeliveries() {
    return counts.get().deliveries();
  }

  @ManagedAttribute(description = "Runs in progress")
  public int getRunsInWork() {
    return running.getAsInt();
  }
}
