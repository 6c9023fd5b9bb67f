package org.radiologytrust.camel;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.RollbackExchangeException;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers that take from a {@link WorkSource}, send it down the route, and settle it when its
 * exchange is done, wherever that is: a {@code seda:} in between takes the settlement along.
 *
 * <p>A worker that has nothing to do looks; the others wait behind it. A busy worker takes nothing:
 * that is the back-pressure. A stop waits for the work in hand as long as Camel's shutdown allows;
 * then the workers are interrupted, and give their work back while the journal is still open.
 */
final class JournalConsumer extends DefaultConsumer implements ShutdownAware, Suspendable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalConsumer.class);

  /** How long an interrupted worker may take to give its work back. */
  private static final long GIVE_BACK_SECONDS = 5;

  private static final String STOPPED = "the route was stopped";

  private final WorkSource supply;
  private final Duration poll;
  private final int workers;

  /** Held by the worker that looks or waits for something to look at. */
  private final ReentrantLock look = new ReentrantLock();

  private final AtomicInteger open = new AtomicInteger();
  private volatile boolean ending;

  /** What is in work was interrupted: that it then failed is not its fault. */
  private volatile boolean brokenOff;

  private boolean failing;
  private ExecutorService threads;
  private ScheduledExecutorService renewals;

  JournalConsumer(JournalEndpoint endpoint, Processor processor, WorkSource supply) {
    super(endpoint, processor);
    this.supply = supply;
    this.poll = endpoint.getPoll();
    this.workers = endpoint.getConcurrentConsumers();
  }

  @Override
  protected void doStart() throws Exception {
    NamedNode definition = getRoute().getRoute();
    // Camel lets go of it after the route's first start, which was refused if it had to be
    if (definition != null) {
      supply.require(definition);
    }
    super.doStart();
    ending = false;
    brokenOff = false;
    threads = executors().newFixedThreadPool(this, getEndpoint().getEndpointUri(), workers);
    for (int i = 0; i < workers; i++) {
      threads.execute(this::work);
    }
    long every = supply.renewEvery().toMillis();
    if (every > 0) {
      renewals = executors().newSingleThreadScheduledExecutor(this, getRouteId() + "-renewals");
      renewals.scheduleAtFixedRate(this::renew, every, every, TimeUnit.MILLISECONDS);
    }
  }

  private ExecutorServiceManager executors() {
    return getEndpoint().getCamelContext().getExecutorServiceManager();
  }

  /** What is in work goes on; nothing new is taken. */
  @Override
  protected void doSuspend() {
    supply.signal().raise();
  }

  @Override
  protected void doResume() {
    supply.signal().raise();
  }

  /**
   * Camel stops a consumer that takes too long to suspend, and calls its route suspended. A resume
   * must then start it; without this, Camel would skip it.
   */
  @Override
  public boolean isSuspended() {
    return super.isSuspended() || isStopped();
  }

  @Override
  public void resume() {
    if (isStopped()) {
      start();
    } else {
      super.resume();
    }
  }

  /** The interrupted thread of a suspension that timed out suspends once more: too late. */
  @Override
  public void suspend() {
    if (!Thread.currentThread().isInterrupted()) {
      super.suspend();
    }
  }

  @Override
  protected void doStop() throws Exception {
    ending = true;
    supply.signal().raise();
    if (threads != null) {
      threads.shutdown();
      // after a graceful stop nobody is at work; else each gives its work back before it ends
      if (open.get() > 0 || !threads.awaitTermination(1, TimeUnit.SECONDS)) {
        brokenOff = true;
        threads.shutdownNow();
        threads.awaitTermination(GIVE_BACK_SECONDS, TimeUnit.SECONDS);
      }
      executors().shutdownNow(threads);
      threads = null;
    }
    if (renewals != null) {
      executors().shutdownNow(renewals);
      renewals = null;
    }
    super.doStop();
  }

  @Override
  public boolean deferShutdown(ShutdownRunningTask task) {
    return false; // suspended first, since it is Suspendable; stopped when nothing is in work
  }

  @Override
  public int getPendingExchangesSize() {
    return open.get();
  }

  @Override
  public void prepareShutdown(boolean suspendOnly, boolean forced) {}

  /** While the context starts, routes that this one calls may be missing. */
  private boolean mayTake() {
    return isStarted() && !getEndpoint().getCamelContext().getStatus().isStarting();
  }

  private void work() {
    while (!ending) {
      try {
        next().ifPresent(this::handle);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private Optional<Work> next() throws InterruptedException {
    look.lockInterruptibly();
    try {
      long seen = supply.signal().count();
      Optional<Work> next = !ending && mayTake() ? take() : Optional.empty();
      if (next.isEmpty() && !ending) {
        supply.signal().await(seen, poll);
      }
      return next;
    } finally {
      look.unlock();
    }
  }

  private Optional<Work> take() {
    try {
      // a lease must not be found ended while it is renewed
      synchronized (supply) {
        Optional<Work> next = supply.take();
        next.ifPresent(w -> open.incrementAndGet());
        failing = false;
        return next;
      }
    } catch (RuntimeException e) {
      // once, and its class alone: its text may quote a patient
      if (!failing) {
        LOG.error("{}: the journal hands out nothing: {}", getRouteId(), kind(e));
      }
      failing = true;
      return Optional.empty();
    }
  }

  private void renew() {
    synchronized (supply) {
      try {
        supply.renew();
      } catch (RuntimeException e) {
        // a timer that throws ends; the next turn may go through
        LOG.error("{}: a lease was not renewed: {}", getRouteId(), kind(e));
      }
    }
  }

  private void handle(Work work) {
    Exchange exchange = createExchange(false);
    Settlement settlement = new Settlement(work);
    // where it is not settled after that, the wait for its branches was interrupted
    Exception unsettled = new InterruptedException(STOPPED);
    try {
      work.fill(exchange);
      exchange.getExchangeExtension().addOnCompletion(settlement);
      getProcessor().process(exchange);
    } catch (Exception e) {
      unsettled = e;
    }
    if (!settlement.handedOver) {
      settlement.settle(exchange, unsettled);
    }
    try {
      settlement.done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // stopped while another route has it
    }
    releaseExchange(exchange, false);
  }

  private static String kind(RuntimeException e) {
    return e.getClass().getSimpleName();
  }

  private final class Settlement extends SynchronizationAdapter {
    private final Work work;
    private final CountDownLatch done = new CountDownLatch(1);
    private boolean settled;
    private volatile boolean handedOver;

    Settlement(Work work) {
      this.work = work;
    }

    @Override
    public void beforeHandover(Exchange target) {
      handedOver = true;
    }

    @Override
    public void onDone(Exchange exchange) {
      settle(exchange, failure(exchange));
    }

    private synchronized void settle(Exchange exchange, Exception failure) {
      if (settled) {
        return;
      }
      settled = true;
      // a commit must not be refused because the thread is to end
      boolean interrupted = Thread.interrupted();
      try {
        work.settle(
            exchange, failure != null && brokenOff ? new InterruptedException(STOPPED) : failure);
      } catch (RuntimeException e) {
        // Camel would log it with its text
        LOG.error("{}: not settled: {}", getRouteId(), kind(e));
      } finally {
        open.decrementAndGet();
        done.countDown();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private static Exception failure(Exchange exchange) {
      return exchange.getException() == null && exchange.isRollbackOnly()
          ? new RollbackExchangeException("marked rollback only", exchange)
          : exchange.getException();
    }
  }
}
