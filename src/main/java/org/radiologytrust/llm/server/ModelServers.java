package org.radiologytrust.llm.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;

/**
 * The pool of model servers with their slots and circuit breakers. The servers' own queues are not
 * limited, so the client has a limited one: at most {@code slots} calls in progress for each
 * server, and at most {@code queue} waiting calls. A call goes to the server with the least load:
 * calls in progress, which count more at a server that is slow or failed lately. A server that
 * fails gets no calls until its breaker allows a test call. When no server is available, calls
 * wait. Servers can be added and removed; calls at a removed one end normally. Thread-safe.
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
  public static final int RUNS = 1024;

  /** A run leaves its server when calls count more than this there. */
  private static final double SLOW = 2;

  private final List<PooledServer> servers = new ArrayList<>();
  private final List<PooledServer> draining = new ArrayList<>();
  private final Limits limits;
  private final LongSupplier nanos;
  private final Map<String, PooledServer> homes = new LinkedHashMap<>(16, 0.75f, true);
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition changed = lock.newCondition();
  private int waiting;
  private long calls;

  /**
   * @param urls base URLs
   */
  public ModelServers(List<String> urls, Limits limits) {
    this(urls, limits, System::nanoTime);
  }

  public ModelServers(List<String> urls, Limits limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
    set(urls);
  }

  /**
   * Replaces the list of servers. One that stays keeps its calls, breaker and pace. One that is
   * removed gets no further calls; those in progress go on.
   *
   * @param urls base URLs; duplicates are ignored
   */
  public void set(List<String> urls) {
    lock.lock();
    try {
      List<PooledServer> known = new ArrayList<>(servers);
      known.addAll(draining);
      servers.clear();
      draining.clear();
      for (String url : urls.stream().distinct().toList()) {
        PooledServer server =
            known.stream().filter(s -> s.url.equals(url)).findFirst().orElseGet(() -> create(url));
        server.draining = false;
        servers.add(server);
        known.remove(server);
      }
      for (PooledServer removed : known) {
        removed.draining = true;
        homes.values().removeIf(home -> home == removed);
        if (removed.busy > 0) {
          draining.add(removed);
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private PooledServer create(String url) {
    return new PooledServer(url, new ServerBreaker(url, limits.rest(), limits.restMost(), nanos));
  }

  /** Permission for one call to one server, until it is closed. */
  public interface Slot extends AutoCloseable {
    String server();

    /** Reports that the server answered; the answer may not be valid. */
    void worked();

    /** Starts the time of {@link #answered}. */
    void sending();

    /**
     * Reports a whole answer. The time since {@link #sending} says how fast the server is.
     *
     * @param step step of the call; the times of different steps are not compared
     */
    void answered(String step);

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
  public Slot slot(ServerPreference preference) throws ModelFailure, InterruptedException {
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
  public Optional<Slot> slotNow(String url) {
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
   * A free slot: preferably of the server that the run used before, otherwise of the one with the
   * least load, in turn.
   */
  private Optional<Slot> free(ServerPreference preference) {
    PooledServer home = homes.get(preference.run());
    Map<PooledServer, Double> costs = costs(preference.step());
    List<PooledServer> order =
        servers.stream()
            .filter(s -> !preference.never().contains(s.url))
            .sorted(
                Comparator.comparing((PooledServer s) -> preference.avoid().contains(s.url))
                    .thenComparing(s -> s != home || costs.get(s) > SLOW)
                    .thenComparing(s -> (s.busy + 1) * costs.get(s))
                    .thenComparing(s -> s.lastCall))
            .toList();
    boolean another =
        order.stream().anyMatch(s -> s.works() && !preference.avoid().contains(s.url));
    for (PooledServer server : order) {
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

  /** What a call of this step costs at each server, compared with the median of the servers. */
  private Map<PooledServer, Double> costs(String step) {
    long now = nanos.getAsLong();
    double[] times =
        servers.stream()
            .map(s -> s.pace.nanos(step))
            .flatMapToDouble(OptionalDouble::stream)
            .sorted()
            .toArray();
    // of two servers, the faster one is the usual one
    OptionalDouble usual =
        times.length == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(times[(times.length - 1) / 2]);
    return servers.stream()
        .collect(
            // a server that is to be tested gets its call like the others
            Collectors.toMap(s -> s, s -> s.works() ? s.pace.cost(step, usual, now) : 1.0));
  }

  private Optional<Slot> take(PooledServer server) {
    return server.busy < limits.slots() && server.breaker.acquire()
        ? Optional.of(new Held(server))
        : Optional.empty();
  }

  private void rememberServer(String run, PooledServer server) {
    if (run.isEmpty()) {
      return;
    }
    homes.put(run, server);
    if (homes.size() > RUNS) {
      homes.remove(homes.keySet().iterator().next()); // the least recently used
    }
  }

  private final class Held implements Slot {
    private final PooledServer server;
    private boolean open = true;
    private boolean told;
    private long sent;

    /** The caller holds the lock. */
    Held(PooledServer server) {
      this.server = server;
      server.busy++;
      server.lastCall = ++calls;
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
    public void sending() {
      sent = nanos.getAsLong();
    }

    @Override
    public void answered(String step) {
      ended(true);
      long now = nanos.getAsLong();
      change(() -> server.pace.took(step, now - sent, now));
    }

    @Override
    public void failed() {
      ended(false);
    }

    private void ended(boolean worked) {
      change(
          () -> {
            told = true;
            server.ended(worked, nanos.getAsLong());
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
              draining.removeIf(removed -> removed.busy == 0);
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

  /** The base URLs, without duplicates and without removed servers. */
  public List<String> urls() {
    lock.lock();
    try {
      return servers.stream().map(s -> s.url).toList();
    } finally {
      lock.unlock();
    }
  }

  /** The current state of each server, removed ones with calls in progress last. */
  public List<ServerState> states() {
    lock.lock();
    try {
      Map<PooledServer, Double> weights = weights();
      return Stream.concat(servers.stream(), draining.stream())
          .map(s -> s.state(limits.slots(), weights.getOrDefault(s, 1.0)))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** The weight of each server in the step where it is slowest; at most 1. */
  private Map<PooledServer, Double> weights() {
    Map<PooledServer, Double> weights = new HashMap<>();
    Stream.concat(Stream.of(""), servers.stream().flatMap(s -> s.pace.steps().stream()))
        .distinct()
        .forEach(
            step ->
                costs(step).forEach((server, cost) -> weights.merge(server, 1 / cost, Math::min)));
    return weights;
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
