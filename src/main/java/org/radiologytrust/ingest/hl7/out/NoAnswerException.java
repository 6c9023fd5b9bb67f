package org.radiologytrust.ingest.hl7.out;

/**
 * The receiver closed the connection without an answer, or sent something else. What follows is in
 * {@code retry/failures.yaml}.
 */
public final class NoAnswerException extends Exception {
  NoAnswerException(String message) {
    super(message);
  }
}
