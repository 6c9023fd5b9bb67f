package org.radiologytrust.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.radiologytrust.fhirread.Capability;

/** The package of the profiles in this repository. */
final class GuidePackages {
  private GuidePackages() {}

  static GuidePackage made() {
    try {
      return GuidePackage.of(Path.of("fhir-profiles"), Capability.software("0.0.0"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
