package org.radiologytrust.journal;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link WriteHealth} in SQL: the row of the table {@code journal_clock}. */
final class SqlWriteHealth implements WriteHealth {
  private static final Logger LOG = LoggerFactory.getLogger(WriteHealth.class);

  private final Db db;
  private final Clock clock;
  private final Map<String, Long> notStored = new ConcurrentHashMap<>();

  /** Size of the largest message that could not be stored; 0 after a probe as large. */
  private int unstored;

  private volatile String failure = "";

  SqlWriteHealth(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  @Override
  public synchronized void probe() {
    try {
      if (unstored > 0) {
        write(new byte[unstored]);
      }
      // what was only tried takes no room
      write(null);
      if (!failure.isEmpty()) {
        LOG.info("the journal can be written again");
      }
      unstored = 0;
      failure = "";
    } catch (JournalException e) {
      if (failure.isEmpty()) {
        LOG.error("the journal cannot be written: {}", e.getMessage());
      }
      failure = e.getMessage();
    }
  }

  private void write(byte[] probe) {
    db.write(
        tx -> tx.update("update journal_clock set seen_at = ?, probe = ?", clock.millis(), probe));
  }

  /** A message was not stored: only a write as large shows that the next one can be. */
  synchronized void failed(Inbox.Incoming incoming, RuntimeException why) {
    notStored.merge(incoming.channel(), 1L, Long::sum);
    unstored = Math.max(unstored, incoming.raw().length);
    failure = why instanceof JournalException ? why.getMessage() : why.getClass().getName();
  }

  /** A message was stored. */
  void stored(Inbox.Incoming incoming) {
    if (!failure.isEmpty()) {
      clear(incoming.raw().length);
    }
  }

  private synchronized void clear(int size) {
    if (size >= unstored) {
      unstored = 0;
      failure = "";
    }
  }

  @Override
  public Optional<String> problem() {
    String why = failure;
    return why.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the last write failed, so that messages are not acknowledged ("
                + why
                + "): see the disk of rtl.home");
  }

  @Override
  public Map<String, Long> notStored() {
    return new TreeMap<>(notStored);
  }
}
