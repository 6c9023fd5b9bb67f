package org.radiologytrust.lab.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.radiologytrust.cli.CommandFailure;
import org.radiologytrust.cli.EmptyFolder;
import org.radiologytrust.cli.ModelWorkbench;
import org.radiologytrust.cli.Progress;
import org.radiologytrust.cli.Rtl;
import org.radiologytrust.lab.radfact.RadFact;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rtl import}: labelled cases of what others have published. */
@Command(
    name = "import",
    description = "Makes labelled cases of what others have published.",
    synopsisSubcommandLabel = "SOURCE",
    mixinStandardHelpOptions = true,
    subcommands = ImportCommand.OfRadFact.class)
final class ImportCommand {
  @ParentCommand private Rtl rtl;

  /** {@code rtl import radfact}. */
  @Command(
      name = "radfact",
      description =
          "Microsoft's examples for RadFact: reports with their phrases, and phrases that"
              + " radiologists held against another report.",
      mixinStandardHelpOptions = true)
  static final class OfRadFact implements Callable<Integer> {
    @ParentCommand private ImportCommand parent;

    @Parameters(
        paramLabel = "DIR",
        description = "The two files of examples and the licence, as they are published.")
    private Path from;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "CASES",
        description = "A folder that is new or empty.")
    private Path out;

    @Override
    public Integer call() throws Exception {
      EmptyFolder.check(out);
      Progress progress = new Progress();
      try (ModelWorkbench lab = new ModelWorkbench(parent.rtl.settings(Map.of(), Map.of()))) {
        int cases = new RadFact(lab.files()).write(from, out);
        progress.step(cases + " cases written to " + out);
      } catch (IllegalArgumentException e) {
        throw new CommandFailure(e.getMessage());
      }
      return 0;
    }
  }
}
