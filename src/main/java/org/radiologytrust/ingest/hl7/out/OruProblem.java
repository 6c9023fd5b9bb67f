package org.radiologytrust.ingest.hl7.out;

import org.radiologytrust.retry.RetryVerdict;
import org.radiologytrust.retry.RetryVerdict.Kind;

/** An audit that cannot be written as a message. */
final class OruProblem extends Exception implements RetryVerdict.Source {
  private final transient RetryVerdict verdict;

  OruProblem(Kind kind, String reason) {
    super(reason);
    this.verdict = new RetryVerdict(kind, reason);
  }

  @Override
  public RetryVerdict verdict() {
    return verdict;
  }
}
