package org.radiologytrust.cli;

import java.io.IOException;
import java.time.Duration;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;

/** An Orthanc for one command. */
final class TemporaryOrthanc {
  /** A study of a few files is whole as soon as they were sent. */
  private static final Duration STABLE_AGE = Duration.ofSeconds(1);

  private TemporaryOrthanc() {}

  static PrivateOrthanc start() {
    try {
      return PrivateOrthanc.start(STABLE_AGE);
    } catch (IOException e) {
      throw new CommandFailure(e.getMessage());
    }
  }
}
