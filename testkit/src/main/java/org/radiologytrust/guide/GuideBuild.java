package org.radiologytrust.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.radiologytrust.fhirread.Capability;
import org.radiologytrust.process.ProductVersion;

/** Writes the package, when the build runs it. */
public final class GuideBuild {
  private GuideBuild() {}

  /**
   * @param arguments {@code fhir-profiles}, and the folder in which the file is written
   */
  public static void main(String[] arguments) throws IOException {
    GuidePackage made = made(Path.of(arguments[0]));
    Path target = Files.createDirectories(Path.of(arguments[1]));
    Files.write(target.resolve(made.name() + "-" + made.version() + ".tgz"), made.tgz());
  }

  /** The package of these profiles and this version of the product. */
  public static GuidePackage made(Path profiles) throws IOException {
    return GuidePackage.of(profiles, Capability.software(ProductVersion.CURRENT));
  }
}
