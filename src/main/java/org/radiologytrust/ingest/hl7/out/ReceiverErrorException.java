package org.radiologytrust.ingest.hl7.out;

import org.radiologytrust.retry.PeerAnswer;

/**
 * The receiver answered AE or CE: it could not process this message. What follows is in {@code
 * retry/failures.yaml}.
 */
public final class ReceiverErrorException extends Exception implements PeerAnswer.Source {
  private final transient PeerAnswer answer;

  ReceiverErrorException(String message, PeerAnswer answer) {
    super(message);
    this.answer = answer;
  }

  @Override
  public PeerAnswer answer() {
    return answer;
  }
}
