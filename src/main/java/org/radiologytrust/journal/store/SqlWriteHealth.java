package org.radiologytrust.journal.store;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.runtime.Faults;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link WriteHealth} in SQL: the row of the table {@code journal_clock}. */
public final class SqlWriteHealth implements WriteHealth {
  private static final Logger LOG = LoggerFactory.getLogger(WriteHealth.class);

  private final Db db;
  private final Clock clock;
  private final Map<String, Long> notStored = new ConcurrentHashMap<>();

  /**
   * Size of the largest message that could not be stored; 0 after a probe of that size succeeded.
   */
  private int largestNotStored;

  private volatile String failure = "";

  public SqlWriteHealth(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  @Override
  public synchronized void probe() {
    try {
      if (largestNotStored > 0) {
        write(new byte[largestNotStored]);
      }
      // the probe must not take up space
      write(null);
      if (!failure.isEmpty()) {
        LOG.info("the journal can be written again");
      }
      largestNotStored = 0;
      failure = "";
    } catch (JournalException e) {
      if (failure.isEmpty()) {
        LOG.error("the journal cannot be written: {}", e.getMessage());
      }
      failure = e.getMessage();
    }
  }

  private void write(byte @Nullable [] probe) {
    db.write(
        tx -> {
          long now = clock.millis();
          return tx.update(
              """
              update journal_clock set probe = ?,
                seen_at = case when seen_at < ? then ? else seen_at end
              """,
              probe,
              now,
              now);
        });
  }

  /**
   * Notes that a message was not stored. Only a write of at least the same size shows that the next
   * message can be stored.
   */
  public synchronized void failed(String channel, int size, RuntimeException why) {
    notStored.merge(channel, 1L, Long::sum);
    largestNotStored = Math.max(largestNotStored, size);
    failure = why instanceof JournalException ? why.getMessage() : Faults.INTERNAL;
  }

  /** Notes that a message of a size was stored. */
  public void stored(int size) {
    if (!failure.isEmpty()) {
      clear(size);
    }
  }

  private synchronized void clear(int size) {
    if (size >= largestNotStored) {
      largestNotStored = 0;
      failure = "";
    }
  }

  @Override
  public Optional<String> problem() {
    if (db.damaged()) {
      return Optional.of(db.name() + " is damaged: stop rtl and restore a backup (rtl restore)");
    }
    String why = failure;
    return why.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the last write failed, so messages are not acknowledged ("
                + why
                + "): "
                + db.dialect().advice());
  }

  @Override
  public Map<String, Long> notStored() {
    return new TreeMap<>(notStored);
  }
}
