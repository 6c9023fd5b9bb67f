package org.radiologytrust.pipeline.step;

import org.radiologytrust.retry.RetryVerdict;

/**
 * A step wants to ask a model, or to open an image, though the images are of another patient. The
 * run ends with what the checks found; a retry would not change that.
 */
public final class OtherPatientFault extends IllegalStateException implements RetryVerdict.Source {
  public OtherPatientFault(String step) {
    super("step " + step + " asks a model, but the images are of another patient");
  }

  @Override
  public RetryVerdict verdict() {
    return new RetryVerdict(RetryVerdict.Kind.NEVER, getMessage());
  }
}
