package org.radiologytrust.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The package of the profiles in this repository. */
final class GuidePackages {
  private GuidePackages() {}

  static GuidePackage made() {
    try {
      return GuideBuild.made(Path.of("fhir-profiles"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
