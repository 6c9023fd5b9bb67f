package org.radiologytrust.model;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that tests move. */
public final class SettableClock extends Clock {
  private volatile long nanos;
  private volatile Instant now = Instant.parse("2026-11-24T12:00:00Z");

  public void advance(Duration by) {
    now = now.plus(by);
    nanos += by.toNanos();
  }

  /** Somebody sets the clock: no time passes. */
  public void set(Duration by) {
    now = now.plus(by);
  }

  /** As {@link System#nanoTime}: time that passes, whatever the clock is set to. */
  public long nanos() {
    return nanos;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  @Override
  public Instant instant() {
    return now;
  }
}
