package org.radiologytrust.ingest.hl7;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final AtomicInteger connections = new AtomicInteger();
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

  /** Counts a connection in; false when there are too many. It is counted out all the same. */
  boolean connect() {
    return connections.incrementAndGet() <= maxConnections;
  }

  void disconnect() {
    connections.decrementAndGet();
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
