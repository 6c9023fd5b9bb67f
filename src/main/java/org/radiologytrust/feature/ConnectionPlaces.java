package org.radiologytrust.feature;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The places for connections at one listener, of all addresses and of each. When they are taken, a
 * new connection gets the place of another: first of one that never made a request, then of the one
 * that has been idle for the longest. A connection whose request is being read or answered keeps
 * its place. So connections that only stay open keep nobody out.
 */
public final class ConnectionPlaces implements MeterBinder {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionPlaces.class);

  private final String listener;
  private final int most;
  private final int mostOfAddress;
  private final Map<String, Integer> open = new HashMap<>();
  private int all;

  /** Connections that never made a request, in the order of their arrival. */
  private final LinkedHashSet<Place> strangers = new LinkedHashSet<>();

  /** The others that are idle; the one that has been idle for the longest is first. */
  private final LinkedHashSet<Place> idle = new LinkedHashSet<>();

  private final AtomicLong displaced = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final LogPause pause = new LogPause(System::nanoTime);

  /**
   * Creates free places.
   *
   * @param listener its name in metrics and log
   * @param most connections at the same time
   * @param mostOfAddress connections of one address at the same time
   */
  public ConnectionPlaces(String listener, int most, int mostOfAddress) {
    if (most < 1 || mostOfAddress < 1) {
      throw new IllegalArgumentException("a listener needs at least one place");
    }
    this.listener = listener;
    this.most = most;
    this.mostOfAddress = mostOfAddress;
  }

  /** What one address may have where nothing else is set: the other half is for all others. */
  public static int half(int most) {
    return most - most / 2;
  }

  /** The address of a peer without its port. */
  public static String address(SocketAddress peer) {
    return peer instanceof InetSocketAddress inet && inet.getAddress() != null
        ? inet.getAddress().getHostAddress()
        : peer.toString();
  }

  /**
   * Takes a place for a new connection.
   *
   * @param giveWay closes the connection; may be called by any thread, at most once
   * @return empty if every place has a request that is being read or answered: close the connection
   */
  public Optional<Place> take(String address, Runnable giveWay) {
    Place place = new Place(address, giveWay);
    Place gone;
    boolean in;
    synchronized (this) {
      boolean ownTaken = open.getOrDefault(address, 0) >= mostOfAddress;
      boolean full = ownTaken || all >= most;
      gone =
          full ? leaver(ownTaken ? other -> other.address.equals(address) : other -> true) : null;
      if (gone != null) {
        leave(gone);
      }
      in = !full || gone != null;
      if (in) {
        enter(place);
      }
    }
    if (gone != null) {
      displaced.incrementAndGet();
      log("a connection from {} was closed for a new one", gone.address);
      gone.giveWay.run();
    } else if (!in) {
      refused.incrementAndGet();
      log("a connection from {} was refused, because all places are in use", address);
    }
    return in ? Optional.of(place) : Optional.empty();
  }

  private @Nullable Place leaver(Predicate<Place> which) {
    return first(strangers, which.and(place -> !place.busy))
        .or(() -> first(strangers, which))
        .or(() -> first(idle, which))
        .orElse(null);
  }

  private static Optional<Place> first(Collection<Place> places, Predicate<Place> which) {
    return places.stream().filter(which).findFirst();
  }

  /** A flood of connections must not become one of lines. */
  private void log(String what, String address) {
    pause
        .next()
        .ifPresent(
            left ->
                LOG.warn("{}: " + what + "; {} more since the last line", listener, address, left));
  }

  private void enter(Place place) {
    place.taken = true;
    all++;
    open.merge(place.address, 1, Integer::sum);
    strangers.add(place);
  }

  private void leave(Place place) {
    if (place.taken) {
      place.taken = false;
      all--;
      open.computeIfPresent(place.address, (address, n) -> n == 1 ? null : n - 1);
      strangers.remove(place);
      idle.remove(place);
    }
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    count(registry, "displaced", displaced);
    count(registry, "refused", refused);
  }

  private void count(MeterRegistry registry, String reason, AtomicLong count) {
    FunctionCounter.builder("rtl.connections.closed", count, AtomicLong::get)
        .description("Connections that were closed because all places were taken")
        .tags("listener", listener, "reason", reason)
        .register(registry);
  }

  /** The place of one connection. */
  public final class Place {
    private final String address;
    private final Runnable giveWay;
    private boolean taken;
    private boolean busy;
    private boolean known;

    private Place(String address, Runnable giveWay) {
      this.address = address;
      this.giveWay = giveWay;
    }

    /**
     * A request begins to arrive. From here on only a connection that never made one may be closed
     * for another.
     *
     * @return false if the place is gone: read no more
     */
    public boolean begin() {
      synchronized (ConnectionPlaces.this) {
        busy = true;
        idle.remove(this);
        return taken;
      }
    }

    /** What has arrived since {@link #begin} is a request. */
    public void known() {
      synchronized (ConnectionPlaces.this) {
        known = true;
        strangers.remove(this);
      }
    }

    /** Nothing is being read or answered any more. */
    public void end() {
      synchronized (ConnectionPlaces.this) {
        busy = false;
        if (known && taken) {
          idle.add(this);
        }
      }
    }

    /** The connection was closed. */
    public void leave() {
      synchronized (ConnectionPlaces.this) {
        ConnectionPlaces.this.leave(this);
      }
    }
  }
}
