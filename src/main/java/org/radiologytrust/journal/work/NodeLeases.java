package org.radiologytrust.journal.work;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Who does the work that only one node may do at a time, such as reading a feed. A node that dies
 * or loses the journal holds its leases until they end; then another node can take them.
 */
public interface NodeLeases {
  /**
   * A lease that a node holds.
   *
   * @param name of the work
   * @param node name of the node
   * @param until when it ends unless the node extends it
   */
  record Held(String name, String node, Instant until) {}

  /** Whether other nodes can use this journal. Otherwise this process holds every lease. */
  boolean shared();

  /**
   * Takes a lease that nobody holds, or extends that of this node.
   *
   * @return false if another node holds it
   */
  boolean hold(String name, Node node, Duration length);

  /** Ends this node's lease, so that another node can take it at once. */
  void release(String name, Node node);

  /** The leases that nodes hold now, by name. Empty where no other node can use the journal. */
  List<Held> held();
}
