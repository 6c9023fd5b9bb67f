package org.radiologytrust.pipeline.step;

import org.radiologytrust.retry.RetryVerdict;

/** A programming error in a step or route. Runs wait until a person has fixed it. */
final class StepFault extends IllegalStateException implements RetryVerdict.Source {
  StepFault(String what) {
    super(what);
  }

  @Override
  public RetryVerdict verdict() {
    return new RetryVerdict(RetryVerdict.Kind.MEND, getMessage());
  }
}
