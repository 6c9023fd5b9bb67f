package org.radiologytrust.journal;

/**
 * The store refused: disk full, file damaged, database away. Nothing was committed, so nothing may
 * be acknowledged. To be mended by whoever runs the machine.
 */
public final class JournalException extends RuntimeException {
  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
