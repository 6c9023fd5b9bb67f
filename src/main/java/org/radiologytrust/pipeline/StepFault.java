package org.radiologytrust.pipeline;

import org.radiologytrust.retry.RetryVerdict;

/** A step or a route is built wrongly: runs wait until a person has mended it. */
final class StepFault extends IllegalStateException implements RetryVerdict.Source {
  StepFault(String what) {
    super(what);
  }

  @Override
  public RetryVerdict verdict() {
    return new RetryVerdict(RetryVerdict.Kind.MEND, getMessage());
  }
}
