package org.radiologytrust.page.opened;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.radiologytrust.model.SettableClock;

class ArchiveWatchTest {
  private final SettableClock clock = new SettableClock();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean answers = true;

  private final ArchiveWatch watch =
      new ArchiveWatch(
          () -> {
            asked.incrementAndGet();
            return answers;
          },
          clock);

  @Test
  void anAnswerCountsForSomeSeconds() {
    assertEquals(Optional.empty(), watch.silentSince());
    assertEquals(Optional.empty(), watch.silentSince());
    assertEquals(1, asked.get());
    clock.advance(Duration.ofSeconds(11));
    watch.silentSince();
    assertEquals(2, asked.get());
  }

  @Test
  void silenceHasABeginningAndAnEnd() {
    answers = false;
    Instant since = clock.instant();
    assertEquals(Optional.of(since), watch.silentSince());
    clock.advance(Duration.ofMinutes(5));
    assertEquals(Optional.of(since), watch.silentSince(), "the first time counts");
    answers = true;
    clock.advance(Duration.ofSeconds(11));
    assertEquals(Optional.empty(), watch.silentSince());
    answers = false;
    clock.advance(Duration.ofSeconds(11));
    assertEquals(Optional.of(clock.instant()), watch.silentSince());
  }

  @Test
  void anArchiveThatHangsIsSilentAndHoldsUpNobodyForLong() {
    CountDownLatch never = new CountDownLatch(1);
    ArchiveWatch hangs =
        new ArchiveWatch(
            () -> {
              asked.incrementAndGet();
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return true;
            },
            clock);
    assertEquals(Optional.of(clock.instant()), hangs.silentSince());
    Instant since = clock.instant();
    clock.advance(Duration.ofMinutes(1));
    assertEquals(Optional.of(since), hangs.silentSince());
    assertEquals(1, asked.get(), "one question at a time");
    never.countDown();
  }

  @Test
  void aFaultIsNoAnswer() {
    ArchiveWatch broken =
        new ArchiveWatch(
            () -> {
              throw new IllegalStateException("broken");
            },
            clock);
    assertEquals(Optional.of(clock.instant()), broken.silentSince());
  }
}
