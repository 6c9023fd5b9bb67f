package org.radiologytrust.publish.fhir;

import java.time.Duration;
import org.radiologytrust.retry.RetryVerdict;

/**
 * A delivery failed. Says why, and whether it is retried. The message names no patient and no
 * identifier.
 */
public final class DeliveryProblem extends Exception implements RetryVerdict.Source {
  private final transient RetryVerdict verdict;

  public DeliveryProblem(RetryVerdict.Kind kind, String reason) {
    this(kind, reason, Duration.ZERO);
  }

  /**
   * @param after how long the server asked us to wait; zero if it did not ask
   */
  public DeliveryProblem(RetryVerdict.Kind kind, String reason, Duration after) {
    super(reason);
    this.verdict = new RetryVerdict(kind, reason, after);
  }

  public RetryVerdict.Kind kind() {
    return verdict.kind();
  }

  @Override
  public RetryVerdict verdict() {
    return verdict;
  }
}
