package org.radiologytrust.lab.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.radiologytrust.cli.audit.ModelWorkbench;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.EmptyFolder;
import org.radiologytrust.cli.base.Progress;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.lab.radfact.RadFact;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rtl import}: makes labelled cases from published data. */
@Command(
    name = "import",
    description = "Makes labelled cases from published data.",
    synopsisSubcommandLabel = "SOURCE",
    mixinStandardHelpOptions = true,
    subcommands = ImportCommand.RadFactCommand.class,
    footerHeading = "%nExample:%n",
    footer = "  rtl import radfact RadFact --out cases")
final class ImportCommand {
  @ParentCommand private SharedOptions rtl;

  /** {@code rtl import radfact}. */
  @Command(
      name = "radfact",
      description =
          "Imports Microsoft's examples for RadFact: reports split into phrases, and phrases that"
              + " radiologists compared with another report.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  rtl import radfact RadFact --out cases")
  static final class RadFactCommand implements Callable<Integer> {
    @ParentCommand private ImportCommand parent;

    @Parameters(
        paramLabel = "DIR",
        description = "Folder with the two published files of examples and their licence.")
    private Path from;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "CASES",
        description = "A new or empty folder.")
    private Path out;

    @Override
    public Integer call() throws Exception {
      EmptyFolder.check(out);
      Progress progress = new Progress();
      try (ModelWorkbench workbench = new ModelWorkbench(parent.rtl.settings(Map.of(), Map.of()))) {
        int cases = new RadFact(workbench.files()).write(from, out);
        progress.step(cases + " cases written to " + out);
      } catch (IllegalArgumentException e) {
        throw new CommandFailure(e.getMessage());
      }
      return 0;
    }
  }
}
