package org.radiologytrust.pipeline.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.llm.ask.ModelFailure;

class ParallelCallsTest {
  private final ExecutorService executor = Executors.newFixedThreadPool(2);

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  static Stream<Throwable> causes() {
    return Stream.of(
        new JournalException("full", null),
        new InterruptedException(),
        new IOException("away"),
        new ModelFailure(ModelFailure.Reason.BUSY, "busy"),
        new IllegalArgumentException("wrong"),
        new StackOverflowError());
  }

  @ParameterizedTest
  @MethodSource("causes")
  void whatIsThrownIsThrownAsItIs(Throwable cause) {
    Callable<String> fails =
        () -> {
          if (cause instanceof Error e) {
            throw e;
          }
          throw (Exception) cause;
        };
    assertSame(
        cause,
        assertThrows(
            cause.getClass(), () -> new ParallelCalls(executor).all(List.of(fails, () -> "b"))));
  }

  @Test
  void resultsAreInTheOrderOfTheCalls() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    Callable<String> slow =
        () -> {
          assertTrue(second.await(10, TimeUnit.SECONDS));
          return "a";
        };
    Callable<String> fast =
        () -> {
          second.countDown();
          return "b";
        };
    assertEquals(List.of("a", "b"), new ParallelCalls(executor).all(List.of(slow, fast)));
  }

  @Test
  void noMoreThanAllowedRunAtOnce() throws Exception {
    ExecutorService many = Executors.newCachedThreadPool();
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch three = new CountDownLatch(3);
    Callable<Integer> call =
        () -> {
          int now = running.incrementAndGet();
          most.accumulateAndGet(now, Math::max);
          three.countDown();
          assertTrue(three.await(10, TimeUnit.SECONDS));
          Thread.sleep(5);
          running.decrementAndGet();
          return now;
        };
    try {
      assertEquals(20, new ParallelCalls(many).all(Collections.nCopies(20, call), 3).size());
      assertEquals(3, most.get());
    } finally {
      many.shutdownNow();
    }
  }

  @Test
  void failureEndsTheOthers() throws Exception {
    CountDownLatch runs = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Callable<String> fails =
        () -> {
          runs.await();
          throw new IOException("away");
        };
    Callable<String> endless =
        () -> {
          runs.countDown();
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            ended.countDown();
          }
          return "";
        };
    assertThrows(IOException.class, () -> new ParallelCalls(executor).all(List.of(fails, endless)));
    assertTrue(ended.await(10, TimeUnit.SECONDS));
  }
}
