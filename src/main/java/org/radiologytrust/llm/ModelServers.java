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
 * The model servers with their slots and circuit breakers. The servers' own queues are not limited,
 * so the client has a limited one: at most {@code slots} calls in progress for each server, and at
 * most {@code queue} waiting calls. A server that fails gets no calls until its breaker allows a
 * test call. When no server is available, calls wait. Thread-safe.
 */
public final class ModelServers {
  /**
   * Limits of the queue and the breakers.
   *
   * @param slots most calls in progress for each server
   * @param queue most calls that wait for a slot
   * @param patience longest wait for a slot
   * @param rest first pause of a server after a failure; doubles with each further failure
   * @param restMost longest pause
   */
  public record Limits(int slots, int queue, Duration patience, Duration rest, Duration restMost) {}

  /**
   * Longest interval at which waiting calls check the breakers, because no event marks the end of a
   * pause.
   */
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  /** Number of runs whose server is stored; many more than can be in progress at once. */
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

  /** Permission for one call to one server, until it is closed. */
  interface Slot extends AutoCloseable {
    String server();

    /** Reports that the server answered; the answer may not be valid. */
    void worked();

    /** Reports that the server failed. The next calls go to other servers. */
    void failed();

    /** Releases the slot. If neither result was reported, the breaker does not change. */
    @Override
    void close();
  }

  /**
   * Waits for a slot.
   *
   * @throws ModelFailure BUSY when too many calls wait, or no slot is free in time
   * @throws InterruptedException when the thread is interrupted
   */
  Slot slot(ServerPreference preference) throws ModelFailure, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (waiting >= limits.queue()) {
        throw new ModelFailure(Reason.BUSY, "too many calls wait for a model server");
      }
      waiting++;
      try {
        long until = System.nanoTime() + limits.patience().toNanos();
        Optional<Slot> slot = free(preference);
        while (slot.isEmpty()) {
          long left = until - System.nanoTime();
          if (left <= 0) {
            throw new ModelFailure(Reason.BUSY, "no model server was available in time");
          }
          // the result is not needed: the loop computes the remaining time itself
          changed.awaitNanos(Math.min(left, untilARestEnds()));
          slot = free(preference);
        }
        return slot.get();
      } finally {
        waiting--;
      }
    } finally {
      lock.unlock();
    }
  }

  /** A slot of this server without waiting; empty when none is free or its breaker is open. */
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

  /**
   * A free slot: preferably of the server that the run used before, otherwise of the least busy
   * server, in turn.
   */
  private Optional<Slot> free(ServerPreference preference) {
    Server home = homes.get(preference.run());
    List<Server> order =
        servers.stream()
            .filter(s -> !preference.never().contains(s.url))
            .sorted(
                Comparator.comparing((Server s) -> preference.avoid().contains(s.url))
                    .thenComparing(s -> s != home)
                    .thenComparing(s -> s.busy)
                    .thenComparing(s -> Math.floorMod(s.index - next, servers.size())))
            .toList();
    boolean another =
        order.stream().anyMatch(s -> s.closed() && !preference.avoid().contains(s.url));
    for (Server server : order) {
      if (another && preference.avoid().contains(server.url)) {
        break; // another server works, so wait for it
      }
      Optional<Slot> slot = take(server);
      if (slot.isPresent()) {
        rememberServer(preference.run(), server);
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

  private void rememberServer(String run, Server server) {
    if (run.isEmpty()) {
      return;
    }
    homes.put(run, server);
    if (homes.size() > RUNS) {
      homes.remove(homes.keySet().iterator().next()); // the least recently used
    }
  }

  private final class Held implements Slot {
    private final Server server;
    private boolean open = true;
    private boolean told;

    /** The caller holds the lock. */
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

  /** The base URLs, without duplicates. */
  public List<String> urls() {
    return servers.stream().map(s -> s.url).toList();
  }

  /** The current state of each server. */
  public List<ServerState> states() {
    lock.lock();
    try {
      return servers.stream().map(s -> s.state(limits.slots())).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Number of calls that wait for a slot. */
  public int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }
}
