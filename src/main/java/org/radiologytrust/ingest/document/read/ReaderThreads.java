package org.radiologytrust.ingest.document.read;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.radiologytrust.ingest.document.DocumentLimits;
import org.radiologytrust.ingest.document.DocumentsBusyException;
import org.radiologytrust.ingest.document.Format;
import org.radiologytrust.ingest.document.Reading;
import org.radiologytrust.ingest.document.Sender;
import org.radiologytrust.ingest.document.Unreadable;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.runtime.DaemonThreads;

/**
 * Reads documents on a few threads of their own. Whoever waits for a document gets an answer in
 * time, even if its thread cannot be stopped. Such a thread keeps its place, so that hostile
 * documents hold no more than {@link DocumentLimits#parallel} threads.
 */
public final class ReaderThreads {
  /**
   * Half as many as there are threads for HTTP, and connections of MLLP: each that waits has one.
   */
  private static final int MOST_WAITING = 50;

  private final Duration time;
  private final Duration patience;
  private final ReaderQueue queue;
  private final ExecutorService threads;

  private ReaderThreads(DocumentLimits limits, Duration patience, int mostWaiting) {
    this.time = limits.time();
    this.patience = patience;
    this.queue = new ReaderQueue(limits.parallel(), mostWaiting);
    this.threads = DaemonThreads.pool("documents", limits.parallel(), limits.parallel());
  }

  /** For messages: their senders can send again. */
  static ReaderThreads turningAway(DocumentLimits limits) {
    return new ReaderThreads(limits, limits.messageTime(), MOST_WAITING);
  }

  /** For files: nobody sends them again. */
  static ReaderThreads patient(DocumentLimits limits) {
    return new ReaderThreads(limits, Duration.ofNanos(Long.MAX_VALUE), Integer.MAX_VALUE);
  }

  /**
   * A document that was read.
   *
   * @param nanos how long that took, without the wait for a reader
   */
  public record Timed(Reading reading, long nanos) {}

  /**
   * Reads a document as soon as there is a reader.
   *
   * @param format what it claims to be
   * @throws DocumentsBusyException if there is none in time
   */
  public Timed read(Sender sender, Format format, Supplier<Reading> reader) {
    ReaderQueue.Place place = queue.join(sender);
    try {
      if (!place.entered().get(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new DocumentsBusyException();
      }
    } catch (TimeoutException | ExecutionException e) {
      queue.leave(place);
      throw new DocumentsBusyException();
    } catch (InterruptedException e) {
      queue.leave(place);
      Thread.currentThread().interrupt();
      throw new DocumentsBusyException();
    }
    long start = System.nanoTime();
    Reading reading = readNow(place, format, reader);
    return new Timed(reading, System.nanoTime() - start);
  }

  private Reading readNow(ReaderQueue.Place place, Format format, Supplier<Reading> reader) {
    // whoever is the first: the thread, or the end of the wait for it
    AtomicBoolean begun = new AtomicBoolean();
    FutureTask<Reading> task =
        new FutureTask<>(
            () -> {
              if (!begun.compareAndSet(false, true)) {
                return new Unreadable(format, Reason.TIME);
              }
              try {
                return reader.get();
              } finally {
                queue.leave(place);
              }
            });
    threads.execute(task);
    try {
      // the reading ends itself before that, unless it cannot be stopped
      return task.get(2 * time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException | TimeoutException e) {
      task.cancel(true);
      if (begun.compareAndSet(false, true)) {
        queue.leave(place);
      }
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return new Unreadable(format, Reason.TIME);
    } catch (ExecutionException e) {
      return new Unreadable(format, Reason.BROKEN);
    }
  }
}
