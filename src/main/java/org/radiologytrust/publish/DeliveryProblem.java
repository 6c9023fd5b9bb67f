package org.radiologytrust.publish;

import java.time.Duration;
import org.radiologytrust.retry.RetryVerdict;

/**
 * Why a delivery did not go through, and what follows. The message names no patient and no
 * identifier.
 */
final class DeliveryProblem extends Exception implements RetryVerdict.Source {
  private final transient RetryVerdict verdict;

  DeliveryProblem(RetryVerdict.Kind kind, String reason) {
    this(kind, reason, Duration.ZERO);
  }

  /**
   * @param after what the server asked us to wait; zero for nothing
   */
  DeliveryProblem(RetryVerdict.Kind kind, String reason, Duration after) {
    super(reason);
    this.verdict = new RetryVerdict(kind, reason, after);
  }

  RetryVerdict.Kind kind() {
    return verdict.kind();
  }

  @Override
  public RetryVerdict verdict() {
    return verdict;
  }
}
