package org.radiologytrust.ops;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.radiologytrust.journal.search.Counters;
import org.radiologytrust.journal.work.Node;
import org.radiologytrust.journal.work.NodeLeases;

/** The MBean {@code Journal}: messages and reports by outcome. */
@ManagedResource(description = "Counts of everything in the journal")
public final class ManagedJournal {
  private final Supplier<Counters.Counts> counts;
  private final Node node;
  private final NodeLeases leases;

  ManagedJournal(Supplier<Counters.Counts> counts, Node node, NodeLeases leases) {
    this.counts = counts;
    this.node = node;
    this.leases = leases;
  }

  @ManagedAttribute(description = "The name of this node")
  public String getNode() {
    return node.name();
  }

  @ManagedAttribute(
      description = "With several nodes: the routes that one node at a time runs, and which one")
  public Map<String, String> getRouteNodes() {
    Map<String, String> nodes = new TreeMap<>();
    leases.held().forEach(lease -> nodes.put(lease.name(), lease.node()));
    return nodes;
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
