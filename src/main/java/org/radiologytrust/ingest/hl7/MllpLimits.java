package org.radiologytrust.ingest.hl7;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** What all connections of an MLLP server together may take. */
final class MllpLimits {
  /**
   * A frame that is still this short is not counted: ordinary reports pass a flood of documents.
   */
  static final int SMALL = 64 * 1024;

  private final int maxFrame;
  private final Duration frameTime;
  private final int maxConnections;
  private final long maxHeld;
  private final Set<Connection> connections = new HashSet<>();

  /** Those of them that never sent a message; the oldest is first. */
  private final Set<Connection> strangers = new LinkedHashSet<>();

  private final AtomicLong displaced = new AtomicLong();
  private final AtomicLong held = new AtomicLong();

  /**
   * @param maxFrame longest frame in bytes, without MLLP's own three
   * @param frameTime how long a frame may take from its first byte to its last
   * @param maxConnections connections at the same time
   * @param maxHeld bytes of long frames that are being read or answered at the same time
   */
  MllpLimits(int maxFrame, Duration frameTime, int maxConnections, long maxHeld) {
    if (maxFrame < 1 || maxConnections < 1 || frameTime.isNegative() || frameTime.isZero()) {
      throw new IllegalArgumentException("limits of MLLP must be greater than 0");
    }
    this.maxFrame = maxFrame;
    this.frameTime = frameTime;
    this.maxConnections = maxConnections;
    this.maxHeld = maxHeld;
  }

  int maxFrame() {
    return maxFrame;
  }

  Duration frameTime() {
    return frameTime;
  }

  int maxConnections() {
    return maxConnections;
  }

  /** A connection that takes a place. */
  interface Connection {
    /** Closes it: another takes its place. */
    void giveWay();
  }

  /**
   * Gives a place to a connection. When all are taken, the oldest that never sent a message gives
   * way; false when each of them has sent one.
   */
  boolean connect(Connection connection) {
    Connection oldest = null;
    synchronized (connections) {
      if (connections.size() >= maxConnections) {
        if (strangers.isEmpty()) {
          return false;
        }
        oldest = strangers.iterator().next();
        leave(oldest);
      }
      connections.add(connection);
      strangers.add(connection);
    }
    if (oldest != null) {
      displaced.incrementAndGet();
      oldest.giveWay();
    }
    return true;
  }

  /** It has sent a message, and keeps its place from now on. */
  void sent(Connection connection) {
    synchronized (connections) {
      strangers.remove(connection);
    }
  }

  void disconnect(Connection connection) {
    synchronized (connections) {
      leave(connection);
    }
  }

  private void leave(Connection connection) {
    connections.remove(connection);
    strangers.remove(connection);
  }

  /** Connections that had to give way. */
  AtomicLong displaced() {
    return displaced;
  }

  /** Counts what a connection holds; false when all hold too much and it should let go. */
  boolean hold(long before, long now) {
    long total = held.addAndGet(counted(now) - counted(before));
    return counted(now) == 0 || total <= maxHeld;
  }

  private static long counted(long bytes) {
    return bytes <= SMALL ? 0 : bytes;
  }
}
