package org.radiologytrust.ops;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.radiologytrust.journal.Counters;

/** The MBean {@code Journal}: messages and reports by outcome. */
@ManagedResource(description = "Counts of everything in the journal")
public final class ManagedJournal {
  private final Supplier<Counters.Counts> counts;

  ManagedJournal(Supplier<Counters.Counts> counts) {
    this.counts = counts;
  }

  @ManagedAttribute(description = "Messages received")
  public long getReceived() {
    return counts.get().received();
  }

  @ManagedAttribute(description = "Messages by outcome")
  public Map<String, Long> getMessages() {
    return counts.get().messages();
  }

  @ManagedAttribute(description = "Report versions whose run ended, by outcome")
  public Map<String, Long> getReports() {
    return counts.get().reports();
  }

  @ManagedAttribute(description = "Report versions in progress, by state")
  public Map<String, Long> getOpen() {
    return counts.get().open();
  }

  @ManagedAttribute(description = "Whether the counts add up")
  public boolean isConserved() {
    return counts.get().conserved();
  }
}
