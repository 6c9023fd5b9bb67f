package org.radiologytrust.publish;

import java.time.Duration;
import org.radiologytrust.retry.Verdict;

/**
 * Why a delivery did not go through, and what follows. The message names no patient and no
 * identifier.
 */
final class DeliveryProblem extends Exception implements Verdict.Source {
  private final transient Verdict verdict;

  DeliveryProblem(Verdict.Kind kind, String reason) {
    this(kind, reason, Duration.ZERO);
  }

  /**
   * @param after what the server asked us to wait; zero for nothing
   */
  DeliveryProblem(Verdict.Kind kind, String reason, Duration after) {
    super(reason);
    this.verdict = new Verdict(kind, reason, after);
  }

  Verdict.Kind kind() {
    return verdict.kind();
  }

  @Override
  public Verdict verdict() {
    return verdict;
  }
}
