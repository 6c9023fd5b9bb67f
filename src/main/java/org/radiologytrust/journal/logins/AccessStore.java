package org.radiologytrust.journal.logins;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.radiologytrust.journal.store.JournalException;

/** Where the lines of the access log are stored. Called by one thread at a time. */
interface AccessStore {
  /**
   * @param number grows by one with each line of this process
   * @param time when the data was read
   * @param user who read it
   * @param json the line, without a line break
   * @param bytes of the line with a line break, in UTF-8
   */
  record Line(long number, Instant time, String user, String json, int bytes) {}

  /**
   * Stores all lines or none, and returns when they are on disk. After a failure, the same lines
   * come again, with others after them.
   *
   * @throws IOException if a file cannot be written
   * @throws JournalException if a database refuses
   */
  void write(List<Line> lines) throws IOException;

  /** What a person can do when lines cannot be written. */
  String repair();
}
