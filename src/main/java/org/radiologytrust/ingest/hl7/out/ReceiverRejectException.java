package org.radiologytrust.ingest.hl7.out;

import org.radiologytrust.retry.PeerAnswer;

/**
 * The receiver answered AR or CR: it does not take this message, or none now. What follows is in
 * {@code retry/failures.yaml}.
 */
public final class ReceiverRejectException extends Exception implements PeerAnswer.Source {
  private final transient PeerAnswer answer;

  ReceiverRejectException(String message, PeerAnswer answer) {
    super(message);
    this.answer = answer;
  }

  @Override
  public PeerAnswer answer() {
    return answer;
  }
}
