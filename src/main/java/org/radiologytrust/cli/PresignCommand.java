package org.radiologytrust.cli;

import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.presign.dragon.Manifest;
import org.radiologytrust.process.Folders;
import org.radiologytrust.process.ProductVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code rtl presign}: what reporting systems need to know of this server. */
@Command(
    name = "presign",
    description = "Prints what a reporting system needs to have reports checked before signing.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl presign manifest --address https://rtl.hospital.example --tenant GUID",
    subcommands = PresignCommand.ManifestCommand.class)
final class PresignCommand {
  @ParentCommand private SharedOptions rtl;

  /** {@code rtl presign manifest}. */
  @Command(
      name = "manifest",
      description = {
        "Prints the manifest of the extension for Dragon Copilot, as YAML.",
        "The site's own presign/manifest.yaml in its data folder takes the place of the shipped one."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = {
        "  rtl presign manifest --address https://rtl.hospital.example \\",
        "      --tenant 12345678-1234-1234-1234-123456789abc > extension.yaml"
      })
  static final class ManifestCommand implements Runnable {
    @ParentCommand private PresignCommand parent;

    @Option(
        names = "--address",
        required = true,
        paramLabel = "URL",
        description = "How this server is reached from outside: https, a host, no path.")
    private URI address;

    @Option(
        names = "--tenant",
        required = true,
        paramLabel = "GUID",
        description = "Entra tenant of the organisation that publishes the extension.")
    private UUID tenant;

    @Override
    public void run() {
      boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
      if (!web || address.getHost() == null || address.getPath().length() > 1) {
        throw new CommandFailure(
            "--address: give scheme and host alone, such as https://rtl.hospital.example");
      }
      System.out.print(
          Manifest.of(
              Folders.files(parent.rtl.settings(Map.of(), Map.of())),
              address,
              tenant,
              ProductVersion.CURRENT));
      System.out.flush();
    }
  }
}
