package org.radiologytrust.ingest.hl7.out;

/**
 * The receiver answered AE or CE: it could not process this message. What follows is in {@code
 * retry/failures.yaml}.
 */
public final class ReceiverErrorException extends Exception {
  ReceiverErrorException(String message) {
    super(message);
  }
}
