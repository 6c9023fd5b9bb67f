package org.radiologytrust.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogPauseTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final LogPause pause = new LogPause(nanos::get);

  @Test
  void oneASecond() {
    assertEquals(OptionalLong.of(0), pause.next());
    assertEquals(OptionalLong.empty(), pause.next());
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
    assertEquals(OptionalLong.empty(), pause.next());
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
    assertEquals(OptionalLong.of(2), pause.next());
    assertEquals(OptionalLong.empty(), pause.next());
  }
}
