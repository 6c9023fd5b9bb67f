package org.radiologytrust.ingest.hl7.out;

/**
 * The receiver answered another message than ours: MSA-2 is not our control id. What follows is in
 * {@code retry/failures.yaml}.
 */
public final class OtherAnswerException extends Exception {
  OtherAnswerException(String message) {
    super(message);
  }
}
