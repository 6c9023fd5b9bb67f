package org.radiologytrust.llm;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.radiologytrust.llm.ModelFailure.Reason;

/**
 * The servers and their slots. A server queues calls without bound, so the client brings its own
 * bounded queue: at most {@code slots} calls in flight per server, and at most {@code queue}
 * waiting.
 */
public final class ModelServers {
  private final List<String> urls;
  private final int slots;
  private final int queue;
  private final Duration patience;
  private final int[] busy;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition freed = lock.newCondition();
  private int waiting;

  /**
   * @param urls base URLs
   * @param slots calls in flight per server
   * @param queue calls that may wait for a slot
   * @param patience longest wait for a slot
   */
  public ModelServers(List<String> urls, int slots, int queue, Duration patience) {
    this.urls = List.copyOf(urls);
    this.slots = slots;
    this.queue = queue;
    this.patience = patience;
    this.busy = new int[urls.size()];
  }

  /** A place in flight at one server, until closed. */
  interface Slot extends AutoCloseable {
    String server();

    @Override
    void close();
  }

  /** Waits for a slot at the server with the fewest calls in flight. */
  Slot slot() throws ModelFailure, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (waiting >= queue) {
        throw new ModelFailure(Reason.BUSY, "too many calls wait for a model server");
      }
      waiting++;
      try {
        long nanos = patience.toNanos();
        int server = leastBusy();
        while (busy[server] >= slots) {
          if (nanos <= 0) {
            throw new ModelFailure(Reason.BUSY, "no model server had a free slot in time");
          }
          nanos = freed.awaitNanos(nanos);
          server = leastBusy();
        }
        busy[server]++;
        return new Held(server);
      } finally {
        waiting--;
      }
    } finally {
      lock.unlock();
    }
  }

  private int leastBusy() {
    int least = 0;
    for (int i = 1; i < busy.length; i++) {
      if (busy[i] < busy[least]) {
        least = i;
      }
    }
    return least;
  }

  private final class Held implements Slot {
    private final int server;
    private boolean open = true;

    Held(int server) {
      this.server = server;
    }

    @Override
    public String server() {
      return urls.get(server);
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (open) {
          open = false;
          busy[server]--;
          freed.signal();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  public List<String> urls() {
    return urls;
  }
}
