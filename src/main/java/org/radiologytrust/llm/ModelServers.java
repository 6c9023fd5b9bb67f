package org.radiologytrust.llm;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.radiologytrust.llm.ModelFailure.Reason;

/**
 * The servers and their slots. A server queues calls without bound, so the client brings its own
 * bounded queue: at most {@code slots} calls in flight per server, and at most {@code queue}
 * waiting. A server that fails is passed over for a while, as long as another one works.
 */
public final class ModelServers {
  /** A rest may end while a call waits, and nobody tells: so it looks that often. */
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  private final List<String> urls;
  private final int slots;
  private final int queue;
  private final Duration patience;
  private final int[] busy;
  private final ServerHealth health;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition changed = lock.newCondition();
  private int waiting;
  private int next;

  /**
   * @param urls base URLs
   * @param slots calls in flight per server
   * @param queue calls that may wait for a slot
   * @param patience longest wait for a slot
   */
  public ModelServers(List<String> urls, int slots, int queue, Duration patience) {
    this(urls, slots, queue, patience, System::nanoTime);
  }

  ModelServers(List<String> urls, int slots, int queue, Duration patience, LongSupplier nanos) {
    this.urls = List.copyOf(urls);
    this.slots = slots;
    this.queue = queue;
    this.patience = patience;
    this.busy = new int[urls.size()];
    this.health = new ServerHealth(urls.size(), nanos);
  }

  /** A place in flight at one server, until closed. */
  interface Slot extends AutoCloseable {
    String server();

    /** The server answered, be the answer good or not. */
    void worked();

    /** The server did not answer, or cannot; the next calls go to others. */
    void failed();

    @Override
    void close();
  }

  /**
   * Waits for a slot.
   *
   * @param avoid servers that have failed this request: taken only when no other is to be had
   * @throws ModelFailure BUSY when too many wait or the wait is too long
   */
  Slot slot(Set<String> avoid) throws ModelFailure, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (waiting >= queue) {
        throw new ModelFailure(Reason.BUSY, "too many calls wait for a model server");
      }
      waiting++;
      try {
        long until = System.nanoTime() + patience.toNanos();
        OptionalInt server = free(avoid);
        while (server.isEmpty()) {
          long left = until - System.nanoTime();
          if (left <= 0) {
            throw new ModelFailure(Reason.BUSY, "no model server had a free slot in time");
          }
          // the time left is counted above, so what the wait returns says nothing new
          changed.awaitNanos(Math.min(left, LOOK_NANOS));
          server = free(avoid);
        }
        return new Held(server.getAsInt());
      } finally {
        waiting--;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Of the fit ones the least busy, in turn; where none is fit, the one that failed longest ago.
   */
  private OptionalInt free(Set<String> avoid) {
    boolean anyFit = indices().anyMatch(i -> health.fit(i, busy[i]));
    Comparator<Integer> order = Comparator.comparing(i -> avoid.contains(urls.get(i)));
    order =
        anyFit
            ? order
                .thenComparing(i -> busy[i])
                .thenComparing(i -> Math.floorMod(i - next, urls.size()))
            : order.thenComparing(i -> -health.sinceFailure(i));
    return indices()
        .filter(i -> busy[i] < slots)
        .filter(i -> !anyFit || health.fit(i, busy[i]))
        .boxed()
        .min(order)
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  private IntStream indices() {
    return IntStream.range(0, urls.size());
  }

  private final class Held implements Slot {
    private final int server;
    private boolean open = true;

    /** Under the lock. */
    Held(int server) {
      this.server = server;
      busy[server]++;
      next = server + 1;
    }

    @Override
    public String server() {
      return urls.get(server);
    }

    @Override
    public void worked() {
      change(() -> health.worked(server));
    }

    @Override
    public void failed() {
      change(() -> health.failed(server));
    }

    @Override
    public void close() {
      change(
          () -> {
            if (open) {
              open = false;
              busy[server]--;
            }
          });
    }

    private void change(Runnable what) {
      lock.lock();
      try {
        what.run();
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  public List<String> urls() {
    return urls;
  }
}
