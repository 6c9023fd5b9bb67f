package org.radiologytrust.llm;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.radiologytrust.llm.ModelFailure.Reason;

/**
 * Closes a stream that stalls or takes too long; closing the connection makes the server stop. The
 * first token's deadline is long (the model may have to be loaded), the next ones' is short. All
 * count from the start of the request, for the wait for the response's head is a part of the call.
 */
final class Deadlines implements AutoCloseable {
  private final ScheduledExecutorService watch;
  private final InputStream stream;
  private final long betweenNanos;
  private final long totalDue;
  private long tokenDue;
  private boolean begun;
  private boolean closed;
  private Reason passed;
  private ScheduledFuture<?> look;

  /**
   * @param start {@link System#nanoTime} when the request went out
   */
  Deadlines(ScheduledExecutorService watch, InputStream stream, ModelOptions options, long start) {
    this.watch = watch;
    this.stream = stream;
    this.betweenNanos = options.betweenTokens().toNanos();
    this.totalDue = start + options.total().toNanos();
    this.tokenDue = start + options.firstToken().toNanos();
    lookAgain();
  }

  private synchronized void lookAgain() {
    long now = System.nanoTime();
    long delay = Math.max(0, Math.min(totalDue - now, tokenDue - now));
    look = watch.schedule(this::look, delay, TimeUnit.NANOSECONDS);
  }

  private void look() {
    synchronized (this) {
      if (closed) {
        return;
      }
      long now = System.nanoTime();
      if (totalDue - now > 0 && tokenDue - now > 0) {
        lookAgain();
        return;
      }
      passed = totalDue - now <= 0 ? Reason.TOO_SLOW : Reason.STALLED;
    }
    try {
      stream.close();
    } catch (IOException e) {
      // the reader sees the end of the stream and finds the reason here
    }
  }

  /** A token came. One task per call looks again and again: a task per token would pile up. */
  synchronized void token() {
    tokenDue = System.nanoTime() + betweenNanos;
    if (!begun) {
      begun = true;
      look.cancel(false); // set for the first token, it would come late
      lookAgain();
    }
  }

  /** Throws when a deadline has passed. */
  synchronized void check(String who) throws ModelFailure {
    if (passed != null) {
      throw new ModelFailure(
          passed, who + (passed == Reason.STALLED ? " stalled" : " did not end in time"));
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    look.cancel(false);
  }
}
