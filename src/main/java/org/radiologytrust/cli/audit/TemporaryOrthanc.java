package org.radiologytrust.cli.audit;

import java.io.IOException;
import java.time.Duration;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;

/** Starts an Orthanc for one command. */
public final class TemporaryOrthanc {
  /** A study counts as complete this long after its last image. */
  private static final Duration STABLE_AGE = Duration.ofSeconds(1);

  private TemporaryOrthanc() {}

  /**
   * @throws CommandFailure when it does not start; the message says why
   */
  public static PrivateOrthanc start() {
    try {
      return PrivateOrthanc.start(STABLE_AGE);
    } catch (IOException e) {
      throw new CommandFailure(e.getMessage());
    }
  }
}
