package org.radiologytrust.ingest.hl7.out;

/**
 * The receiver answered AR or CR: it takes no such messages, or none now. What follows is in {@code
 * retry/failures.yaml}.
 */
public final class ReceiverRejectException extends Exception {
  ReceiverRejectException(String message) {
    super(message);
  }
}
