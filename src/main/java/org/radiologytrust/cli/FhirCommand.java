package org.radiologytrust.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.fhirread.Capability;
import org.radiologytrust.guide.GuideException;
import org.radiologytrust.guide.GuidePackage;
import org.radiologytrust.model.Texts;
import org.radiologytrust.process.ProductVersion;
import org.radiologytrust.runtime.Faults;
import org.radiologytrust.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code rtl fhir}: what other FHIR servers need to know of ours. */
@Command(
    name = "fhir",
    description = "Writes the FHIR profiles as a package.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl fhir package",
    subcommands = FhirCommand.PackageCommand.class)
final class FhirCommand {
  @ParentCommand private SharedOptions rtl;

  /** {@code rtl fhir package}. */
  @Command(
      name = "package",
      description = {
        "Writes the guide as an NPM package of FHIR, which servers and validators install: profiles"
            + " with snapshots, terminology, search parameters, CapabilityStatement, examples.",
        "It has no patient's data: the examples are synthetic. The same version gives the same file."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  rtl fhir package --out audits.tgz")
  static final class PackageCommand implements Runnable {
    @ParentCommand private FhirCommand parent;

    @Option(
        names = "--out",
        paramLabel = "FILE",
        description = "The file to write (default: name and version of the guide, in this folder).")
    private @Nullable Path out;

    @Override
    public void run() {
      Settings settings = parent.rtl.settings(Map.of(), Map.of());
      Path folder = settings.path("fhir-profiles");
      try {
        GuidePackage made = GuidePackage.of(folder, Capability.software(ProductVersion.CURRENT));
        Path file = out == null ? Path.of(made.name() + "-" + made.version() + ".tgz") : out;
        write(file, made.tgz());
        System.out.printf(
            "%s: %s %s, %d resources, %d examples, sha256 %s%n",
            file,
            made.name(),
            made.version(),
            made.resources(),
            made.examples(),
            Texts.sha256(made.tgz()));
      } catch (GuideException e) {
        throw new CommandFailure(e.getMessage());
      } catch (IOException e) {
        throw new CommandFailure(folder + ": cannot be read (" + Faults.ofFile(e) + ")");
      }
    }

    private static void write(Path file, byte[] bytes) {
      try {
        Files.write(file, bytes);
      } catch (IOException e) {
        throw new CommandFailure(
            "--out: " + file + " cannot be written (" + Faults.ofFile(e) + "): name another file");
      }
    }
  }
}
