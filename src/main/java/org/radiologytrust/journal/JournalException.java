package org.radiologytrust.journal;

/**
 * The store refused: disk full, file damaged, database away. Nothing was committed, so nothing may
 * be acknowledged. To be mended by whoever runs the machine.
 */
public final class JournalException extends RuntimeException {
  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * What may be told of a fault while a message was stored. Without a cause, and of a fault that is
   * not the journal's own only its kind: texts below may quote the patient's data.
   */
  public static JournalException notStored(RuntimeException fault) {
    return new JournalException(
        fault instanceof JournalException
            ? fault.getMessage()
            : "a fault of this program (" + fault.getClass().getName() + ")",
        null);
  }
}
