package org.radiologytrust.guide;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.radiologytrust.fhirread.Capability;

/** The package of the profiles in this repository. */
final class GuidePackages {
  private GuidePackages() {}

  static GuidePackage made() {
    String capabilities =
        FhirContext.forR4Cached()
            .newJsonParser()
            .encodeResourceToString(Capability.software("0.0.0"));
    try {
      return GuidePackage.of(Path.of("fhir-profiles"), capabilities);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
