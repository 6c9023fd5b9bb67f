package org.radiologytrust.cli.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.SharedOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rtl batch}: audits many cases and writes a summary; resumes an interrupted run. */
@Command(
    name = "batch",
    description =
        "Audits every case of a folder or ZIP, each as rtl audit would; a case that was audited"
            + " before is not audited again.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl batch cases --out audits")
public final class BatchCommand implements Callable<Integer> {
  @ParentCommand private SharedOptions rtl;

  @Parameters(
      paramLabel = "DIR|ZIP",
      description =
          "A folder of case folders, or of pairs of files such as case01.txt and case01.png (see"
              + " docs/cases.md), or a ZIP of it.")
  private Path from;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description =
          "Receives CASE/audit.html (a page to read), CASE/audit.json (the FHIR Bundle) and"
              + " summary.txt, .csv, .json, .html.")
  private Path out;

  @Override
  public Integer call() throws Exception {
    check();
    try (BatchFolder folder = BatchFolder.take(out)) {
      Path cases =
          Files.isDirectory(from)
              ? from
              : CaseZip.unpack(from, folder.work().resolve("cases"), CaseZip.Limits.DEFAULT);
      Batch batch = new Batch(rtl, folder);
      List<BatchRow> rows = batch.run(cases);
      folder.summary(rows);
      BatchSummary summary = new BatchSummary(rows);
      summary.lines(row -> !batch.done(row)).forEach(System.out::println);
      System.out.println(summary.totals());
      System.out.println(
          batch.audits() + " of them now; see " + out.resolve(BatchFolder.SUMMARY + "html"));
      return rows.stream().allMatch(batch::done) ? 0 : 1;
    }
  }

  private void check() {
    if (Files.notExists(from)) {
      throw new CommandFailure("there is no folder or ZIP " + from);
    }
    Path inside = from.toAbsolutePath().normalize();
    if (Files.isDirectory(from) && out.toAbsolutePath().normalize().startsWith(inside)) {
      throw new CommandFailure(
          "--out: " + out + " lies in the folder of the cases: put it elsewhere");
    }
  }
}
