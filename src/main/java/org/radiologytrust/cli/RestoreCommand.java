package org.radiologytrust.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rtl restore}: replaces the journal by a copy. */
@Command(
    name = "restore",
    description = "Replaces the journal by a copy that rtl backup made; rtl must not run.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl restore /backup/rtl-2026-11-25.db --replace")
final class RestoreCommand implements Callable<Integer> {
  @ParentCommand private SharedOptions rtl;

  @Parameters(paramLabel = "FILE", description = "A copy that rtl backup made.")
  private Path file;

  @Option(names = "--replace", description = "Rename an existing journal and go on.")
  private boolean replace;

  @Override
  public Integer call() {
    Settings settings = rtl.settings(Map.of(), Map.of());
    Backups.requireFile(settings);
    Backups backups = new Backups(settings, Clock.systemUTC());
    try {
      Backups.Restored restored = backups.restore(file, replace);
      System.out.println("restored " + BackupCommand.told(restored.contents()));
      if (restored.aside() != null) {
        System.out.println("the earlier journal is now " + restored.aside());
      }
      return 0;
    } catch (JournalException e) {
      throw new CommandFailure(e.getMessage());
    }
  }
}
