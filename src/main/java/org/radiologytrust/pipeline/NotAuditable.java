package org.radiologytrust.pipeline;

import org.radiologytrust.retry.Verdict;

/** The report cannot be audited, and no later try will change that. The message is the reason. */
final class NotAuditable extends Exception implements Verdict.Source {
  NotAuditable(String reason) {
    super(reason);
  }

  @Override
  public Verdict verdict() {
    return new Verdict(Verdict.Kind.NEVER, getMessage());
  }
}
