package org.radiologytrust.journal.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.runtime.Faults;

/**
 * The journal failed: the disk is full, the file is damaged, or the database is not available. The
 * operator of the machine has to fix the cause. Or a message could not be read for want of a reader
 * of documents. Nothing may be acknowledged: nothing was committed, or the answer to the commit was
 * lost.
 */
public final class JournalException extends RuntimeException {
  public JournalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** A failure of the database, by the driver's error code alone: its message may quote values. */
  public static JournalException of(SQLException e) {
    return new JournalException(
        "the journal's database failed: SQL error "
            + e.getErrorCode()
            + ", state "
            + e.getSQLState(),
        e);
  }

  /**
   * The exception to report when a message could not be stored. It has no cause, and for any other
   * fault than the journal's own no text: messages of other exceptions may quote patient data.
   */
  public static JournalException notStored(RuntimeException fault) {
    return new JournalException(
        fault instanceof JournalException ? fault.getMessage() : Faults.INTERNAL, null);
  }
}
