package org.radiologytrust.journal.logins;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.runtime.DaemonThreads;
import org.radiologytrust.runtime.Faults;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access log: who read which audits. One JSON object for each read, as a line of a file or a
 * row of a table. Lines are written and synced in batches, twice a second, outside the journal's
 * transactions.
 *
 * <p>While lines cannot be written, they wait in memory and reads continue. When the memory limit
 * is reached, reads are refused: no patient data is returned without an entry in the log.
 */
public final class AccessLog implements Consumer<Access>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
  private static final long EVERY_MS = 500;

  private final AccessStore store;
  private final long mostWaiting;
  private final Deque<AccessStore.Line> waiting = new ArrayDeque<>();
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("access-log"));
  private long waitingBytes;
  private long number;
  private volatile String problem = "";

  private AccessLog(AccessStore store, long mostWaiting) {
    this.store = store;
    this.mostWaiting = mostWaiting;
    writer.scheduleWithFixedDelay(this::flush, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
  }

  /**
   * Opens a log in a file and starts its writer thread.
   *
   * @param mostWaiting bytes of lines that may wait in memory
   * @throws IOException if the file cannot be written
   */
  public static AccessLog open(Path file, long mostWaiting) throws IOException {
    return new AccessLog(new AccessFile(file), mostWaiting);
  }

  /** Like {@link #open(Path, long)}, for the log of all nodes. */
  public static AccessLog open(SharedAccesses table, long mostWaiting) {
    return new AccessLog(table, mostWaiting);
  }

  /**
   * Adds an entry. Call it before the answer is sent.
   *
   * @throws JournalException if no more lines may wait; the read must then be refused
   */
  @Override
  public void accept(Access access) {
    String json = StoredJson.write(access);
    int bytes = json.getBytes(StandardCharsets.UTF_8).length + 1;
    synchronized (waiting) {
      if (waitingBytes + bytes > mostWaiting) {
        throw new JournalException(
            problem().orElse("the access log (rtl.access.log) cannot keep up: try again"), null);
      }
      waiting.add(new AccessStore.Line(number++, access.time(), access.user(), json, bytes));
      waitingBytes += bytes;
    }
  }

  /** Why lines cannot be written, and what to do, in one line; empty if they can. */
  public Optional<String> problem() {
    String why = problem;
    return why.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the access log (rtl.access.log) cannot be written ("
                + why
                + "): "
                + store.repair()
                + "; reads will be refused when"
                + " rtl.access.max-waiting is reached");
  }

  /**
   * Called by the writer thread, and at the end by {@link #close}, which waits for it. Never
   * throws: an exception would end the schedule.
   */
  private synchronized void flush() {
    List<AccessStore.Line> batch = batch();
    if (batch.isEmpty()) {
      return;
    }
    try {
      store.write(batch);
    } catch (IOException | RuntimeException e) {
      if (problem.isEmpty()) {
        LOG.error("the access log cannot be written: {}", e.getClass().getSimpleName());
      }
      problem = e instanceof IOException io ? Faults.ofFile(io) : Faults.INTERNAL;
      return;
    }
    written(batch);
    if (!problem.isEmpty()) {
      LOG.info("the access log can be written again");
      problem = "";
    }
  }

  private List<AccessStore.Line> batch() {
    synchronized (waiting) {
      return List.copyOf(waiting);
    }
  }

  private void written(List<AccessStore.Line> batch) {
    synchronized (waiting) {
      for (AccessStore.Line line : batch) {
        waiting.remove();
        waitingBytes -= line.bytes();
      }
    }
  }

  /** Writes the waiting lines and stops the writer thread. */
  @Override
  public void close() {
    end(writer);
    flush();
    if (!problem.isEmpty()) {
      LOG.error("the last {} bytes of the access log were not written", waitingBytes);
    }
  }

  private static void end(ExecutorService writer) {
    writer.shutdown();
    try {
      writer.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
