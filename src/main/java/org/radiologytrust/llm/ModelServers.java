package org.radiologytrust.llm;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.radiologytrust.llm.ModelFailure.Reason;

/**
 * The servers, their slots and their circuit breakers. A server queues calls without bound, so the
 * client brings its own bounded queue: at most {@code slots} calls in flight per server, and at
 * most {@code queue} waiting. A server that fails is passed over until its breaker lets a call try
 * it; where all are, calls wait.
 */
public final class ModelServers {
  /**
   * What the queue and the breakers allow.
   *
   * @param slots calls in flight per server
   * @param queue calls that may wait for a slot
   * @param patience longest wait for a slot
   * @param rest how long a server that failed is passed over at first; doubles with each failure
   * @param restMost how long at most
   */
  public record Limits(int slots, int queue, Duration patience, Duration rest, Duration restMost) {}

  /** Waiting calls look that often at least: a rest ends without a word. */
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  /** Runs whose server is remembered: many more than are under way at once. */
  static final int RUNS = 1024;

  private final List<Server> servers;
  private final Limits limits;
  private final Map<String, Server> homes = new LinkedHashMap<>(16, 0.75f, true);
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition changed = lock.newCondition();
  private int waiting;
  private int next;

  /**
   * @param urls base URLs
   */
  public ModelServers(List<String> urls, Limits limits) {
    this(urls, limits, System::nanoTime);
  }

  ModelServers(List<String> urls, Limits limits, LongSupplier nanos) {
    this.limits = limits;
    List<String> distinct = urls.stream().distinct().toList();
    this.servers =
        distinct.stream()
            .map(
                url ->
                    new Server(
                        url,
                        distinct.indexOf(url),
                        new ServerBreaker(url, limits.rest(), limits.restMost(), nanos)))
            .toList();
  }

  private static final class Server {
    private final String url;
    private final int index;
    private final ServerBreaker breaker;
    private int busy;
    private boolean answered;

    Server(String url, int index, ServerBreaker breaker) {
      this.url = url;
      this.index = index;
      this.breaker = breaker;
    }

    boolean closed() {
      return breaker.state() == ServerState.Breaker.CLOSED;
    }

    ServerState state(int slots) {
      boolean asked =
          switch (breaker.state()) {
            case CLOSED -> true;
            case OPEN -> breaker.rest().isZero();
            case HALF_OPEN -> busy == 0;
          };
      return new ServerState(url, breaker.state(), breaker.rest(), asked, answered, busy, slots);
    }
  }

  /** A place in flight at one server, until closed. */
  interface Slot extends AutoCloseable {
    String server();

    /** The server answered, be the answer good or not. */
    void worked();

    /** The server did not answer, or cannot; the next calls go to others. */
    void failed();

    /** Gives the place back; of a call that neither worked nor failed, nothing is concluded. */
    @Override
    void close();
  }

  /**
   * Waits for a slot.
   *
   * @throws ModelFailure BUSY when too many wait or the wait is too long
   */
  Slot slot(ServerPreference wish) throws ModelFailure, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (waiting >= limits.queue()) {
        throw new ModelFailure(Reason.BUSY, "too many calls wait for a model server");
      }
      waiting++;
      try {
        long until = System.nanoTime() + limits.patience().toNanos();
        Optional<Slot> slot = free(wish);
        while (slot.isEmpty()) {
          long left = until - System.nanoTime();
          if (left <= 0) {
            throw new ModelFailure(Reason.BUSY, "no model server could be asked in time");
          }
          // the time left is counted above, so what the wait returns says nothing new
          changed.awaitNanos(Math.min(left, untilARestEnds()));
          slot = free(wish);
        }
        return slot.get();
      } finally {
        waiting--;
      }
    } finally {
      lock.unlock();
    }
  }

  /** A slot of that server if it may be asked and one is free: nothing waits for it. */
  Optional<Slot> slotNow(String url) {
    lock.lock();
    try {
      return servers.stream().filter(s -> s.url.equals(url)).findFirst().flatMap(this::take);
    } finally {
      lock.unlock();
    }
  }

  private long untilARestEnds() {
    long rest =
        servers.stream()
            .mapToLong(s -> s.breaker.rest().toNanos())
            .filter(nanos -> nanos > 0)
            .min()
            .orElse(LOOK_NANOS);
    return Math.min(rest, LOOK_NANOS);
  }

  /** The one that the run used, else the least busy, in turn. */
  private Optional<Slot> free(ServerPreference wish) {
    Server home = homes.get(wish.run());
    List<Server> order =
        servers.stream()
            .filter(s -> !wish.never().contains(s.url))
            .sorted(
                Comparator.comparing((Server s) -> wish.avoid().contains(s.url))
                    .thenComparing(s -> s != home)
                    .thenComparing(s -> s.busy)
                    .thenComparing(s -> Math.floorMod(s.index - next, servers.size())))
            .toList();
    boolean another = order.stream().anyMatch(s -> s.closed() && !wish.avoid().contains(s.url));
    for (Server server : order) {
      if (another && wish.avoid().contains(server.url)) {
        break; // the other one works, and is worth the wait
      }
      Optional<Slot> slot = take(server);
      if (slot.isPresent()) {
        settle(wish.run(), server);
        return slot;
      }
    }
    return Optional.empty();
  }

  private Optional<Slot> take(Server server) {
    return server.busy < limits.slots() && server.breaker.acquire()
        ? Optional.of(new Held(server))
        : Optional.empty();
  }

  private void settle(String run, Server server) {
    if (run.isEmpty()) {
      return;
    }
    homes.put(run, server);
    if (homes.size() > RUNS) {
      homes.remove(homes.keySet().iterator().next()); // the one used longest ago
    }
  }

  private final class Held implements Slot {
    private final Server server;
    private boolean open = true;
    private boolean told;

    /** Under the lock. */
    Held(Server server) {
      this.server = server;
      server.busy++;
      next = server.index + 1;
    }

    @Override
    public String server() {
      return server.url;
    }

    @Override
    public void worked() {
      ended(true);
    }

    @Override
    public void failed() {
      ended(false);
    }

    private void ended(boolean worked) {
      change(
          () -> {
            told = true;
            server.answered |= worked;
            server.breaker.ended(worked);
          });
    }

    @Override
    public void close() {
      change(
          () -> {
            if (open) {
              open = false;
              server.busy--;
              if (!told) {
                server.breaker.abandoned();
              }
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
    return servers.stream().map(s -> s.url).toList();
  }

  /** How each server stands now. */
  public List<ServerState> states() {
    lock.lock();
    try {
      return servers.stream().map(s -> s.state(limits.slots())).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Calls that wait for a slot. */
  public int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }
}
