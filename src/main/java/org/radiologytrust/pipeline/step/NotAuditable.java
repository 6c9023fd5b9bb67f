package org.radiologytrust.pipeline.step;

import org.radiologytrust.retry.RetryVerdict;

/** The report cannot be audited, and a retry would not change that. The message is the reason. */
public final class NotAuditable extends Exception implements RetryVerdict.Source {
  public NotAuditable(String reason) {
    super(reason);
  }

  @Override
  public RetryVerdict verdict() {
    return new RetryVerdict(RetryVerdict.Kind.NEVER, getMessage());
  }
}
