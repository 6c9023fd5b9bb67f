package org.radiologytrust.pipeline;

import org.radiologytrust.retry.RetryVerdict;

/** The report cannot be audited, and a retry would not change that. The message is the reason. */
final class NotAuditable extends Exception implements RetryVerdict.Source {
  NotAuditable(String reason) {
    super(reason);
  }

  @Override
  public RetryVerdict verdict() {
    return new RetryVerdict(RetryVerdict.Kind.NEVER, getMessage());
  }
}
