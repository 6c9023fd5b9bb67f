package org.radiologytrust.notify;

import org.radiologytrust.retry.RetryVerdict;

/** A notification was not sent. Says why, and whether it is tried again. */
final class NotSent extends Exception implements RetryVerdict.Source {
  private final transient RetryVerdict verdict;

  NotSent(RetryVerdict.Kind kind, String reason) {
    super(reason);
    this.verdict = new RetryVerdict(kind, reason);
  }

  @Override
  public RetryVerdict verdict() {
    return verdict;
  }
}
