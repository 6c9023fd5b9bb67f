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
 * The trail of who read which audits: a file that only grows, one JSON object in each line. Lines
 * are written and synced together twice a second, outside the journal's transactions. The file is
 * opened for each batch: whoever moves it aside finds a new one.
 *
 * <p>While the file cannot be written, lines wait in memory, and reads go on. When no more may
 * wait, reads are refused: nothing about a patient is told that no trail could be left of.
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
   * @param mostWaiting bytes of lines that may wait for the file
   * @throws IOException when the file cannot be written
   */
  public static AccessLog open(Path file, long mostWaiting) throws IOException {
    AccessLog log = new AccessLog(file, mostWaiting);
    log.channel().close();
    log.writer.scheduleWithFixedDelay(log::flush, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
    return log;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "access-log");
    // a start that fails later on must not be kept from ending
    thread.setDaemon(true);
    return thread;
  }

  /**
   * To be called before the answer is sent.
   *
   * @throws JournalException when no more may wait: nothing may be answered
   */
  @Override
  public void accept(Access access) {
    byte[] line = (StoredJson.write(access) + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (waiting) {
      if (waitingBytes + line.length > mostWaiting) {
        throw new JournalException("the access log is behind: " + problem, null);
      }
      waiting.add(line);
      waitingBytes += line.length;
    }
  }

  /** What keeps lines from being written; empty for nothing. */
  public Optional<String> problem() {
    String why = problem;
    return why.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the access log (rtl.access.log) cannot be written ("
                + why
                + "): make room or mend the folder; reads are refused once rtl.access.max-waiting"
                + " is reached");
  }

  /** Of one thread. Never throws: nothing would be written any more. */
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
        // no half of a line stays: the whole batch is written again
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

  /** Writes what waits. */
  @Override
  public void close() {
    end(writer);
    flush();
    if (!problem.isEmpty()) {
      LOG.error("the access log lacks its last {} bytes", waitingBytes);
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
