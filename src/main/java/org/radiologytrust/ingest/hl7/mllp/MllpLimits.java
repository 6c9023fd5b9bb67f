package org.radiologytrust.ingest.hl7.mllp;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.radiologytrust.feature.ConnectionPlaces;

/** Limits for all connections of an MLLP server together. */
final class MllpLimits {
  /**
   * Shorter frames are not counted, so ordinary reports are not delayed by a flood of large
   * documents.
   */
  static final int SMALL = 64 * 1024;

  private final int maxFrame;
  private final Duration frameTime;
  private final Duration idle;
  private final ConnectionPlaces places;
  private final long maxHeld;
  private final AtomicLong held = new AtomicLong();

  /**
   * Sets the limits.
   *
   * @param maxFrame maximum length of a frame in bytes, without MLLP's own three
   * @param frameTime maximum time from the first byte of a frame to its last
   * @param idle maximum time without a byte, outside frames and answers
   * @param maxHeld maximum bytes of long frames that are being read or answered at the same time
   */
  MllpLimits(
      int maxFrame, Duration frameTime, Duration idle, ConnectionPlaces places, long maxHeld) {
    if (maxFrame < 1 || frameTime.toMillis() < 1 || idle.toMillis() < 1) {
      throw new IllegalArgumentException("MLLP limits must be greater than 0");
    }
    this.maxFrame = maxFrame;
    this.frameTime = frameTime;
    this.idle = idle;
    this.places = places;
    this.maxHeld = maxHeld;
  }

  int maxFrame() {
    return maxFrame;
  }

  Duration frameTime() {
    return frameTime;
  }

  Duration idle() {
    return idle;
  }

  ConnectionPlaces places() {
    return places;
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
