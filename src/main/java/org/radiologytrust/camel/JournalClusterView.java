package org.radiologytrust.camel;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.support.cluster.AbstractCamelClusterView;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.work.Lease;
import org.radiologytrust.journal.work.Node;
import org.radiologytrust.journal.work.NodeLeases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One lease of the journal. Of the nodes, it knows only this one. */
final class JournalClusterView extends AbstractCamelClusterView {
  private static final Logger LOG = LoggerFactory.getLogger(JournalClusterView.class);

  private final JournalClusterService service;
  private final NodeLeases leases;
  private final Node node;
  private final Duration length;
  private final Lease lease;
  private final CamelClusterMember member = new ThisNode();
  private volatile boolean leading;

  JournalClusterView(
      JournalClusterService service,
      String namespace,
      NodeLeases leases,
      Node node,
      Duration length) {
    super(service, namespace);
    this.service = service;
    this.leases = leases;
    this.node = node;
    this.length = length;
    this.lease = new Lease(System::nanoTime, System.nanoTime(), Duration.ZERO);
  }

  private final class ThisNode implements CamelClusterMember {
    @Override
    public String getId() {
      return node.id();
    }

    @Override
    public boolean isLeader() {
      return leading && (!leases.shared() || lease.holds());
    }

    @Override
    public boolean isLocal() {
      return true;
    }
  }

  /** Asks for the lease, or extends it. */
  void ask() {
    long asked = System.nanoTime();
    try {
      boolean held = leases.hold(getNamespace(), node, length);
      if (held) {
        lease.extend(asked, length.multipliedBy(2).dividedBy(3));
      }
      lead(held);
      if (held && !isRunAllowed()) {
        // it was stopped meanwhile
        leases.release(getNamespace(), node);
      }
    } catch (JournalException e) {
      // what is held ends in time; the next try may succeed
      LOG.debug("{}: {}", getNamespace(), e.getMessage());
    } catch (RuntimeException e) {
      // an exception would end the timer
      LOG.error("the lease of {}: {}", getNamespace(), e.getClass().getSimpleName());
    }
  }

  /** Gives up if the lease could not be extended. */
  void endInTime() {
    if (leading && leases.shared() && !lease.holds()) {
      lead(false);
    }
  }

  private synchronized void lead(boolean leads) {
    boolean now = leads && isRunAllowed();
    if (now != leading) {
      leading = now;
      if (leases.shared()) {
        LOG.info("{} {} on this node, {}", getNamespace(), now ? "runs" : "stops", node.name());
      }
      fireLeadershipChangedEvent(now ? member : null);
    }
  }

  @Override
  protected void doStart() {
    service.add(this);
  }

  /** Lets another node take over at once. */
  @Override
  protected void doStop() {
    service.remove(this);
    if (leading) {
      lead(false);
      try {
        leases.release(getNamespace(), node);
      } catch (JournalException e) {
        LOG.warn("{}: another node takes over after {} s", getNamespace(), length.toSeconds());
      }
    }
  }

  @Override
  public Optional<CamelClusterMember> getLeader() {
    return member.isLeader() ? Optional.of(member) : Optional.empty();
  }

  @Override
  public CamelClusterMember getLocalMember() {
    return member;
  }

  @Override
  public List<CamelClusterMember> getMembers() {
    return List.of(member);
  }
}
