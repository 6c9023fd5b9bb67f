package org.radiologytrust.llm.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;

/**
 * Closes a stream that stalls or takes too long. When the connection closes, the server stops
 * generating. The deadline for the first token is long, because the server may have to load the
 * model; the deadline for each further token is short. The first deadline and the one for the whole
 * call count from the start of the request, because waiting for the response is part of the call.
 */
final class Deadlines implements AutoCloseable {
  private final ScheduledExecutorService watch;
  private final InputStream stream;
  private final long betweenNanos;
  private final long totalDue;
  private long tokenDue;
  private boolean begun;
  private boolean closed;
  private @Nullable Reason passed;
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
      // the reader notices the end of the stream and calls check()
    }
  }

  /**
   * Records that a token arrived. One task per call checks the deadlines repeatedly, because one
   * task per token would be too many.
   */
  synchronized void token() {
    tokenDue = System.nanoTime() + betweenNanos;
    if (!begun) {
      begun = true;
      look.cancel(false); // it was scheduled for the first token, which is too late for the next
      lookAgain();
    }
  }

  /**
   * Checks whether a deadline has passed.
   *
   * @param who begins the message
   * @throws ModelFailure STALLED or TOO_SLOW when one has
   */
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
