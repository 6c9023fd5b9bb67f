package org.radiologytrust.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access log: who read which audits. An append-only file with one JSON object per line. Lines
 * are written and synced in batches, twice a second, outside the journal's transactions. The file
 * is opened for each batch, so log rotation may move it at any time.
 *
 * <p>While the file cannot be written, lines wait in memory and reads continue. When the memory
 * limit is reached, reads are refused: no patient data is returned without an entry in the log.
 */
public final class AccessLog implements Consumer<Access>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
  private static final long EVERY_MS = 500;

  private final Path file;
  private final long mostWaiting;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(AccessLog::thread);
  private long waitingBytes;
  private volatile String problem = "";

  private AccessLog(Path file, long mostWaiting) {
    this.file = file;
    this.mostWaiting = mostWaiting;
  }

  /**
   * Opens the log and starts its writer thread.
   *
   * @param mostWaiting bytes of lines that may wait in memory
   * @throws IOException if the file cannot be written
   */
  public static AccessLog open(Path file, long mostWaiting) throws IOException {
    AccessLog log = new AccessLog(file, mostWaiting);
    log.channel().close();
    log.writer.scheduleWithFixedDelay(log::flush, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
    return log;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "access-log");
    // a daemon: if a later part of the startup fails, this thread must not keep the process alive
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Adds an entry. Call it before the answer is sent.
   *
   * @throws JournalException if no more lines may wait; the read must then be refused
   */
  @Override
  public void accept(Access access) {
    byte[] line = (StoredJson.write(access) + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (waiting) {
      if (waitingBytes + line.length > mostWaiting) {
        throw new JournalException("the access log cannot keep up: " + problem, null);
      }
      waiting.add(line);
      waitingBytes += line.length;
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
                + "): free disk space or repair the folder; reads will be refused when"
                + " rtl.access.max-waiting is reached");
  }

  /** Called by the writer thread only. Never throws: an exception would end the schedule. */
  private void flush() {
    byte[] batch = batch();
    if (batch.length == 0) {
      return;
    }
    try {
      write(batch);
    } catch (IOException | RuntimeException e) {
      if (problem.isEmpty()) {
        LOG.error("the access log cannot be written: {}", e.getClass().getSimpleName());
      }
      problem = e.getClass().getSimpleName();
      return;
    }
    written(batch.length);
    if (!problem.isEmpty()) {
      LOG.info("the access log can be written again");
      problem = "";
    }
  }

  private byte[] batch() {
    synchronized (waiting) {
      ByteBuffer all = ByteBuffer.allocate((int) waitingBytes);
      waiting.forEach(all::put);
      return all.array();
    }
  }

  private void written(long bytes) {
    synchronized (waiting) {
      for (long left = bytes; left > 0; ) {
        left -= waiting.remove().length;
      }
      waitingBytes -= bytes;
    }
  }

  private void write(byte[] batch) throws IOException {
    try (FileChannel channel = channel()) {
      long end = channel.size();
      try {
        ByteBuffer bytes = ByteBuffer.wrap(batch);
        while (bytes.hasRemaining()) {
          channel.write(bytes, end + bytes.position());
        }
        channel.force(true);
      } catch (IOException e) {
        // removes a half-written line: the whole batch will be written again
        channel.truncate(end);
        throw e;
      }
    }
  }

  private FileChannel channel() throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
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
