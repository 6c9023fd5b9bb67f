package org.radiologytrust.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.journal.JournalFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rtl backup}: a copy of the journal, while it is in use. */
@Command(
    name = "backup",
    description = "Copies the journal, also of a product that runs, and reads the copy.",
    mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
  @ParentCommand private Rtl rtl;

  @Parameters(paramLabel = "FILE", description = "A file that is not there yet.")
  private Path file;

  @Override
  public Integer call() {
    Backups backups = new Backups(rtl.settings(Map.of(), Map.of()), Clock.systemUTC());
    try {
      System.out.println(file + " has " + told(backups.backup(file)));
      return 0;
    } catch (JournalException e) {
      throw new CommandFailure(e.getMessage());
    }
  }

  static String told(JournalFile.Contents c) {
    return c.messages()
        + " messages, "
        + c.reports()
        + " versions of reports, "
        + c.audits()
        + " audits, "
        + c.pending()
        + " deliveries to be sent";
  }
}
