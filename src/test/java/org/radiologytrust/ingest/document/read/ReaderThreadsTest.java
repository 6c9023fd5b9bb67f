package org.radiologytrust.ingest.document.read;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.ingest.document.DocumentLimits;
import org.radiologytrust.ingest.document.DocumentsBusyException;
import org.radiologytrust.ingest.document.Format;
import org.radiologytrust.ingest.document.Reading;
import org.radiologytrust.ingest.document.Sender;
import org.radiologytrust.ingest.document.Unreadable;
import org.radiologytrust.ingest.document.Unreadable.Reason;

/** Readers that are busy, or that nobody can stop. */
@Tag("safety")
class ReaderThreadsTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Sender FLOOD = new Sender("192.0.2.1", "FLOOD");
  private static final Sender OTHER = new Sender("192.0.2.2", "OTHER");
  private static final Reading READ = new Unreadable(Format.PDF, Reason.NO_TEXT);

  private final Semaphore begun = new Semaphore(0);
  private final Semaphore goesOn = new Semaphore(0);

  /** Does not end, not even if it is interrupted, before it may. */
  private final Supplier<Reading> stuck =
      () -> {
        begun.release();
        goesOn.acquireUninterruptibly();
        return READ;
      };

  private static DocumentLimits limits(Duration time, Duration patience) {
    return new DocumentLimits(1 << 20, 1 << 20, 1, 1000, time, patience, 1);
  }

  private static ReaderThreads one(Duration time, Duration patience) {
    return ReaderThreads.turningAway(limits(time, patience));
  }

  @Test
  void theWaitForAReaderDoesNotCountAsReading() throws Exception {
    ReaderThreads readers = one(LONG, LONG);
    CompletableFuture.runAsync(() -> readers.read(FLOOD, Format.PDF, stuck));
    begun.acquire();
    AtomicReference<ReaderThreads.Timed> timed = new AtomicReference<>();
    long start = System.nanoTime();
    Thread waiting = new Thread(() -> timed.set(readers.read(OTHER, Format.PDF, () -> READ)));
    waiting.start();
    await().atMost(LONG).until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
    long waited = System.nanoTime();
    Thread.sleep(200);
    long held = System.nanoTime() - waited;
    goesOn.release();
    waiting.join();
    long all = System.nanoTime() - start;
    assertEquals(READ, timed.get().reading());
    assertTrue(all - timed.get().nanos() >= held, timed + " of " + all);
  }

  @Test
  void whoFindsNoReaderInTimeIsNotToldThatTheDocumentIsUnreadable() throws Exception {
    ReaderThreads readers = one(LONG, SHORT);
    CompletableFuture.runAsync(() -> readers.read(FLOOD, Format.PDF, stuck));
    begun.acquire();
    assertThrows(DocumentsBusyException.class, () -> readers.read(OTHER, Format.PDF, () -> READ));
    goesOn.release();
    awaitReader(readers);
  }

  @Test
  void filesWaitAsLongAsItTakes() throws Exception {
    ReaderThreads readers = ReaderThreads.patient(limits(LONG, SHORT));
    CompletableFuture.runAsync(() -> readers.read(FLOOD, Format.PDF, stuck));
    begun.acquire();
    CompletableFuture<Reading> waiting =
        CompletableFuture.supplyAsync(() -> readers.read(OTHER, Format.PDF, () -> READ).reading());
    Thread.sleep(100);
    assertFalse(waiting.isDone(), "longer than a message would");
    goesOn.release();
    assertEquals(READ, waiting.get());
  }

  @Test
  void aReaderThatCannotBeStoppedKeepsItsPlaceAndItsSenderGetsAnAnswer() {
    ReaderThreads readers = one(SHORT, SHORT);
    await()
        .atMost(LONG)
        .until(
            () -> {
              assertEquals(
                  new Unreadable(Format.PDF, Reason.TIME),
                  readers.read(FLOOD, Format.PDF, stuck).reading());
              // otherwise its time was over before its thread ran, and it has left its place
              return begun.tryAcquire();
            });
    assertThrows(DocumentsBusyException.class, () -> readers.read(OTHER, Format.PDF, () -> READ));
    goesOn.release();
    awaitReader(readers);
  }

  private static void awaitReader(ReaderThreads readers) {
    await()
        .atMost(LONG)
        .ignoreException(DocumentsBusyException.class)
        .until(() -> readers.read(OTHER, Format.PDF, () -> READ).reading().equals(READ));
  }
}
