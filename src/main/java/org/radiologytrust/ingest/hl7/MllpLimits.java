package org.radiologytrust.ingest.hl7;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Limits for all connections of an MLLP server together. */
final class MllpLimits {
  /**
   * Shorter frames are not counted, so ordinary reports are not delayed by a flood of large
   * documents.
   */
  static final int SMALL = 64 * 1024;

  private final int maxFrame;
  private final Duration frameTime;
  private final int maxConnections;
  private final long maxHeld;
  private final Set<Connection> connections = new HashSet<>();

  /** The connections that never sent a message, the oldest first. */
  private final Set<Connection> strangers = new LinkedHashSet<>();

  private final AtomicLong displaced = new AtomicLong();
  private final AtomicLong held = new AtomicLong();

  /**
   * Sets the limits.
   *
   * @param maxFrame maximum length of a frame in bytes, without MLLP's own three
   * @param frameTime maximum time from the first byte of a frame to its last
   * @param maxConnections maximum number of connections at the same time
   * @param maxHeld maximum bytes of long frames that are being read or answered at the same time
   */
  MllpLimits(int maxFrame, Duration frameTime, int maxConnections, long maxHeld) {
    if (maxFrame < 1 || maxConnections < 1 || frameTime.isNegative() || frameTime.isZero()) {
      throw new IllegalArgumentException("MLLP limits must be greater than 0");
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

  /** A connection that is counted. */
  interface Connection {
    /** Closes the connection, because a new one needs its place. */
    void giveWay();
  }

  /**
   * Adds a connection. If the maximum is reached, the oldest connection that never sent a message
   * is closed.
   *
   * @return false if every open connection has sent a message; the new one must then be closed
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

  /** Notes that the connection has sent a message. It will not be closed for another one. */
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

  /** Number of connections that were closed for another one. */
  AtomicLong displaced() {
    return displaced;
  }

  /**
   * Changes the number of bytes that a connection holds.
   *
   * @return false if all connections together hold too much; this one must then be closed
   */
  boolean hold(long before, long now) {
    long total = held.addAndGet(counted(now) - counted(before));
    return counted(now) == 0 || total <= maxHeld;
  }

  private static long counted(long bytes) {
    return bytes <= SMALL ? 0 : bytes;
  }
}
