package org.radiologytrust.llm;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.radiologytrust.llm.ModelFailure.Reason;

/**
 * Closes a stream that stalls or takes too long; closing the connection makes the server stop. The
 * first token's deadline is long (the model may have to be loaded), the next ones' is short.
 */
final class Deadlines implements AutoCloseable {
  private final ScheduledExecutorService watch;
  private final InputStream stream;
  private final ModelOptions options;
  private final ScheduledFuture<?> total;
  private ScheduledFuture<?> next;
  private volatile Reason passed;

  Deadlines(ScheduledExecutorService watch, InputStream stream, ModelOptions options) {
    this.watch = watch;
    this.stream = stream;
    this.options = options;
    total = after(options.total(), Reason.TOO_SLOW);
    next = after(options.firstToken(), Reason.STALLED);
  }

  private ScheduledFuture<?> after(Duration delay, Reason reason) {
    return watch.schedule(() -> pass(reason), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void pass(Reason reason) {
    passed = reason;
    try {
      stream.close();
    } catch (IOException e) {
      // the reader sees the end of the stream and finds the reason here
    }
  }

  /** A token came. */
  void token() {
    next.cancel(false);
    next = after(options.betweenTokens(), Reason.STALLED);
  }

  /** Throws when a deadline has passed. */
  void check(String who) throws ModelFailure {
    Reason reason = passed;
    if (reason != null) {
      throw new ModelFailure(
          reason, who + (reason == Reason.STALLED ? " stalled" : " did not end in time"));
    }
  }

  @Override
  public void close() {
    next.cancel(false);
    total.cancel(false);
  }
}
