package org.radiologytrust.pipeline;

import org.radiologytrust.retry.Verdict;

/** A step or a route is built wrongly: runs wait until a person has mended it. */
final class StepFault extends IllegalStateException implements Verdict.Source {
  StepFault(String what) {
    super(what);
  }

  @Override
  public Verdict verdict() {
    return new Verdict(Verdict.Kind.MEND, getMessage());
  }
}
