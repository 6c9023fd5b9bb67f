package org.radiologytrust.feature;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Lets one line a second through to the log, and counts those that it leaves out. */
final class LogPause {
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanos;
  private long until;
  private long left;

  LogPause(LongSupplier nanos) {
    this.nanos = nanos;
    this.until = nanos.getAsLong();
  }

  /** How many lines were left out since the last one; empty if this one is to be left out, too. */
  synchronized OptionalLong next() {
    long now = nanos.getAsLong();
    if (now - until < 0) {
      left++;
      return OptionalLong.empty();
    }
    until = now + PAUSE;
    OptionalLong out = OptionalLong.of(left);
    left = 0;
    return out;
  }
}
