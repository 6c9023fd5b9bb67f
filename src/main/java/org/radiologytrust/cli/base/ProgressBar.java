package org.radiologytrust.cli.base;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Progress of a long command on standard error: on a terminal one line that is redrawn, else a line
 * every 15 s. Several threads may use it.
 */
public final class ProgressBar implements AutoCloseable {
  private static final int CELLS = 24;
  private static final Duration NOW_AND_THEN = Duration.ofSeconds(15);

  private final int total;
  private final boolean terminal;
  private final Instant start = Instant.now();
  private Instant told = Instant.MIN;
  private int done;

  public ProgressBar(int total) {
    this(total, System.console() != null);
  }

  public ProgressBar(int total, boolean terminal) {
    this.total = total;
    this.terminal = terminal;
    draw();
  }

  /** Counts one more as done. */
  public synchronized void step() {
    done++;
    draw();
  }

  private void draw() {
    Instant now = Instant.now();
    if (terminal) {
      System.err.print("\r" + line(done, total, Duration.between(start, now)) + "\u001b[K");
      System.err.flush();
    } else if (done == total || told == Instant.MIN || now.isAfter(told.plus(NOW_AND_THEN))) {
      told = now;
      System.err.println(line(done, total, Duration.between(start, now)));
    }
  }

  /** For example {@code [######......] 12 of 24, 3.5 a minute, 4 min left}. */
  static String line(int done, int total, Duration since) {
    int filled = total == 0 ? CELLS : (int) ((long) CELLS * done / total);
    String bar = "[" + "#".repeat(filled) + ".".repeat(CELLS - filled) + "] ";
    String count = done + " of " + total;
    double minutes = since.toMillis() / 60_000.0;
    if (done == 0 || minutes == 0) {
      return bar + count;
    }
    double rate = done / minutes;
    String speed = String.format(Locale.ROOT, ", %.1f a minute", rate);
    return bar + count + speed + (done == total ? "" : ", " + left((total - done) / rate));
  }

  private static String left(double minutes) {
    if (minutes < 1) {
      return Math.max(1, Math.round(minutes * 60)) + " s left";
    }
    return minutes < 120
        ? Math.round(minutes) + " min left"
        : String.format(Locale.ROOT, "%.1f h left", minutes / 60);
  }

  @Override
  public synchronized void close() {
    if (terminal) {
      System.err.println();
    }
  }
}
