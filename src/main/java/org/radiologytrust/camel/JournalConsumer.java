package org.radiologytrust.camel;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes work from a {@link WorkSource}, sends it through the route, and settles it when its
 * exchange is done, even if that happens in another route after a {@code seda:} endpoint.
 *
 * <p>One idle worker polls for work; the other idle workers wait for it. A worker takes new work
 * only when its exchange is done, which limits the load. A stop waits for the work in progress as
 * long as Camel's shutdown allows. Then the workers are interrupted, and return their work while
 * the journal is still open.
 */
final class JournalConsumer extends DefaultConsumer implements ShutdownAware, Suspendable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalConsumer.class);

  /** How long an interrupted worker may take to return its work. */
  private static final long GIVE_BACK_SECONDS = 5;

  private static final String STOPPED = "the route was stopped";

  private final WorkSource source;
  private final Duration poll;
  private final int workers;

  /** Held by the worker that polls or waits for work. */
  private final ReentrantLock polling = new ReentrantLock();

  private final AtomicInteger open = new AtomicInteger();

  /** The work in progress that still has its worker. */
  private final Map<Work, Settlement> inHand = new ConcurrentHashMap<>();

  private volatile boolean ending;

  /** The work in progress was interrupted, so its failure is not its own fault. */
  private volatile boolean interrupted;

  private boolean failing;
  private volatile @Nullable ExecutorService threads;
  private @Nullable ScheduledExecutorService renewals;

  JournalConsumer(JournalEndpoint endpoint, Processor processor, WorkSource source) {
    super(endpoint, processor);
    this.source = source;
    this.poll = endpoint.getPoll();
    this.workers = endpoint.getConcurrentConsumers();
  }

  @Override
  protected void doStart() throws Exception {
    NamedNode definition = getRoute().getRoute();
    // Camel drops the definition after the route's first start, which already checked it
    if (definition != null) {
      source.require(definition);
    }
    super.doStart();
    ending = false;
    interrupted = false;
    // not of a fixed size: a worker that cannot be stopped is replaced
    threads = executors().newCachedThreadPool(this, getEndpoint().getEndpointUri());
    for (int i = 0; i < workers; i++) {
      threads.execute(this::work);
    }
    long every = source.renewEvery().toMillis();
    if (every > 0) {
      renewals = executors().newSingleThreadScheduledExecutor(this, getRouteId() + "-renewals");
      renewals.scheduleAtFixedRate(this::renew, every, every, TimeUnit.MILLISECONDS);
    }
  }

  private ExecutorServiceManager executors() {
    return getEndpoint().getCamelContext().getExecutorServiceManager();
  }

  /** The work in progress continues; no new work is taken. */
  @Override
  protected void doSuspend() {
    source.signal().wake();
  }

  @Override
  protected void doResume() {
    source.signal().wake();
  }

  /**
   * Camel stops a consumer that takes too long to suspend, but reports its route as suspended. A
   * resume must then start it. Without this method, Camel would skip it.
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

  /** Ignores the second call that a timed-out suspension makes on its interrupted thread. */
  @Override
  public void suspend() {
    if (!Thread.currentThread().isInterrupted()) {
      super.suspend();
    }
  }

  /**
   * Waits for the workers even on an interrupted thread: Camel interrupts the thread that stops a
   * route for too long, and may still stop the consumer on it.
   */
  @Override
  protected void doStop() throws Exception {
    boolean threadInterrupted = Thread.interrupted();
    try {
      endWorkers();
    } finally {
      if (threadInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
    super.doStop();
  }

  private void endWorkers() throws InterruptedException {
    ending = true;
    source.signal().wake();
    if (threads != null) {
      threads.shutdown();
      // after a graceful stop no worker is busy; otherwise each returns its work before it ends
      if (open.get() > 0 || !threads.awaitTermination(1, TimeUnit.SECONDS)) {
        interrupted = true;
        threads.shutdownNow();
        threads.awaitTermination(GIVE_BACK_SECONDS, TimeUnit.SECONDS);
      }
      executors().shutdownNow(threads);
      threads = null;
    }
    // a worker that has not ended must take nothing after a restart
    inHand.clear();
    try {
      synchronized (source) {
        source.giveBack();
      }
    } catch (RuntimeException e) {
      LOG.error("{}: work could not be returned: {}", getRouteId(), kind(e));
    }
    if (renewals != null) {
      executors().shutdownNow(renewals);
      renewals = null;
    }
  }

  @Override
  public boolean deferShutdown(ShutdownRunningTask task) {
    // it is Suspendable, so Camel suspends it first and stops it when no work is in progress
    return false;
  }

  @Override
  public int getPendingExchangesSize() {
    return open.get();
  }

  @Override
  public void prepareShutdown(boolean suspendOnly, boolean forced) {}

  /** Not while the context starts: routes that this route calls may be missing. */
  private boolean mayTake() {
    return isStarted() && !getEndpoint().getCamelContext().getStatus().isStarting();
  }

  private void work() {
    while (!ending) {
      try {
        Optional<Work> next = next();
        if (next.isPresent() && !handle(next.get())) {
          return;
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private Optional<Work> next() throws InterruptedException {
    polling.lockInterruptibly();
    try {
      long seen = source.signal().count();
      Optional<Work> next = !ending && mayTake() ? take() : Optional.empty();
      if (next.isEmpty() && !ending) {
        source.signal().await(seen, poll);
      }
      return next;
    } finally {
      polling.unlock();
    }
  }

  private Optional<Work> take() {
    try {
      // a lease must not be seen as expired while it is being renewed
      synchronized (source) {
        Optional<Work> next = source.take();
        next.ifPresent(w -> open.incrementAndGet());
        failing = false;
        return next;
      }
    } catch (RuntimeException e) {
      // logged once, and only the class: the text may quote a patient
      if (!failing) {
        LOG.error("{}: cannot take work from the journal: {}", getRouteId(), kind(e));
      }
      failing = true;
      return Optional.empty();
    }
  }

  private void renew() {
    synchronized (source) {
      try {
        source.renew();
        source.takeOverdue().ifPresent(this::replaceWorker);
      } catch (RuntimeException e) {
        // an exception would end the timer; the next renewal may succeed
        LOG.error("{}: a lease could not be renewed: {}", getRouteId(), kind(e));
      }
    }
  }

  /** The worker of this work is interrupted; whether or not it ends, another takes its place. */
  private void replaceWorker(Work work) {
    Settlement settlement = inHand.remove(work);
    ExecutorService pool = threads;
    if (settlement != null && pool != null && !ending) {
      settlement.close();
      settlement.worker.interrupt();
      pool.execute(this::work);
    }
  }

  /**
   * @return false if the worker was replaced meanwhile
   */
  private boolean handle(Work work) {
    Exchange exchange = createExchange(false);
    Settlement settlement = new Settlement(work);
    inHand.put(work, settlement);
    // if it is still not settled after processing, the wait for its branches was interrupted
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
      Thread.currentThread().interrupt(); // stopped while another route is processing the exchange
    }
    releaseExchange(exchange, false);
    return inHand.remove(work) != null;
  }

  private static String kind(RuntimeException e) {
    return e.getClass().getSimpleName();
  }

  private final class Settlement extends SynchronizationAdapter {
    private final Work work;
    private final Thread worker = Thread.currentThread();
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicBoolean pending = new AtomicBoolean(true);
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

    private synchronized void settle(Exchange exchange, @Nullable Exception failure) {
      if (settled) {
        return;
      }
      settled = true;
      // an interrupted thread must still be able to commit
      boolean threadInterrupted = Thread.interrupted();
      try {
        work.settle(
            exchange, failure != null && interrupted ? new InterruptedException(STOPPED) : failure);
      } catch (RuntimeException e) {
        // Camel would log the text of the exception, which may quote a patient
        LOG.error("{}: the result could not be recorded: {}", getRouteId(), kind(e));
      } finally {
        close();
        done.countDown();
        if (threadInterrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    /** A stop of the route need not wait for it. */
    void close() {
      if (pending.getAndSet(false)) {
        open.decrementAndGet();
      }
    }

    private static @Nullable Exception failure(Exchange exchange) {
      return exchange.getException() == null && exchange.isRollbackOnly()
          ? new RollbackExchangeException("marked rollback only", exchange)
          : exchange.getException();
    }
  }
}
