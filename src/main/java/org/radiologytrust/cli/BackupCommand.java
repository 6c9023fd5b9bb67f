package org.radiologytrust.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.JournalFile;
import org.radiologytrust.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rtl backup}: copies the journal, also while the product runs. */
@Command(
    name = "backup",
    description = "Copies the journal, also while rtl runs, and checks the copy.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl backup /backup/rtl-2026-11-25.db")
final class BackupCommand implements Callable<Integer> {
  @ParentCommand private SharedOptions rtl;

  @Parameters(paramLabel = "FILE", description = "Name of the copy; the file must not exist yet.")
  private Path file;

  @Override
  public Integer call() {
    Settings settings = rtl.settings(Map.of(), Map.of());
    Backups.requireFile(settings);
    Backups backups = new Backups(settings, Clock.systemUTC());
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
        + " report versions, "
        + c.audits()
        + " audits, "
        + c.pending()
        + " pending deliveries";
  }
}
