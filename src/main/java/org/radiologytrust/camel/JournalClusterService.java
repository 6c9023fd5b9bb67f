package org.radiologytrust.camel;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.support.cluster.AbstractCamelClusterService;
import org.radiologytrust.journal.work.Node;
import org.radiologytrust.journal.work.NodeLeases;

/**
 * Camel's cluster service on the leases of the journal: a namespace is the name of a lease, and the
 * leader is the node that holds it. A journal that no other node can use makes this process the
 * leader at once and for ever.
 *
 * <p>A leader that cannot extend its lease gives up a third of the lease before it ends, so that it
 * has stopped when another node begins.
 */
final class JournalClusterService extends AbstractCamelClusterService<JournalClusterView> {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final NodeLeases leases;
  private final Node node;
  private final Duration lease;
  private final List<JournalClusterView> started = new CopyOnWriteArrayList<>();
  private List<ScheduledExecutorService> threads = List.of();

  /**
   * @param lease how long a node that does not extend its lease keeps others waiting
   */
  JournalClusterService(NodeLeases leases, Node node, Duration lease) {
    super("journal");
    this.leases = leases;
    this.node = node;
    this.lease = lease;
  }

  @Override
  protected JournalClusterView createView(String namespace) {
    return new JournalClusterView(this, namespace, leases, node, lease);
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    if (leases.shared()) {
      ExecutorServiceManager manager = getCamelContext().getExecutorServiceManager();
      // the journal may keep the first thread waiting; leases end all the same
      ScheduledExecutorService asking =
          manager.newSingleThreadScheduledExecutor(this, "node-leases");
      ScheduledExecutorService ending =
          manager.newSingleThreadScheduledExecutor(this, "node-lease-ends");
      threads = List.of(asking, ending);
      long every = lease.dividedBy(3).toMillis();
      asking.scheduleWithFixedDelay(
          () -> started.forEach(JournalClusterView::ask), every, every, TimeUnit.MILLISECONDS);
      long look = Math.min(LOOK.toMillis(), every);
      ending.scheduleWithFixedDelay(
          () -> started.forEach(JournalClusterView::endInTime), look, look, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  protected void doStop() throws Exception {
    threads.forEach(getCamelContext().getExecutorServiceManager()::shutdownNow);
    threads = List.of();
    super.doStop();
  }

  /** A view that has started; its lease is asked for now and from now on. */
  void add(JournalClusterView view) {
    started.add(view);
    view.ask();
  }

  void remove(JournalClusterView view) {
    started.remove(view);
  }
}
