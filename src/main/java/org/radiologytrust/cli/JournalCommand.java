package org.radiologytrust.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.radiologytrust.auth.users.Account;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.auth.users.UsersTable;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.JournalCopy;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.ops.JournalFeature;
import org.radiologytrust.process.Home;
import org.radiologytrust.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code rtl journal}: moves the journal. */
@Command(
    name = "journal",
    description = "Copies the journal to PostgreSQL.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl journal copy",
    subcommands = JournalCommand.Copy.class)
final class JournalCommand {
  @ParentCommand private SharedOptions rtl;

  /** {@code rtl journal copy}. */
  @Command(
      name = "copy",
      description = {
        "Copies the journal and the users of rtl.home into the empty database of rtl.journal.url,"
            + " and compares count and hash of every table.",
        "rtl must not run. An interrupted copy is resumed; no node starts before it is finished."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  rtl journal copy -Drtl.journal.url=jdbc:postgresql://db/rtl")
  static final class Copy implements Callable<Integer> {
    @ParentCommand private JournalCommand parent;

    @Override
    public Integer call() throws IOException {
      Settings settings = parent.rtl.settings(Map.of(), Map.of());
      JournalFeature journal = new JournalFeature(settings, List.of());
      Progress progress = new Progress();
      try (Home home = Home.take(Home.folder(settings))) {
        Path file = Home.journal(home.path());
        List<JournalCopy.Verified> tables =
            journal.copy(file, (table, rows) -> progress.step(table + ": " + rows + " rows"));
        for (JournalCopy.Verified table : tables) {
          System.out.printf("%-20s %10d rows  %s%n", table.table(), table.rows(), table.sha256());
        }
        int users = users(journal, home.path());
        System.out.println(
            (tables.isEmpty()
                    ? "The journal was copied before; nothing was compared again"
                    : "Copied and compared " + tables.size() + " tables")
                + "; users added: "
                + users);
        return 0;
      } catch (JournalException e) {
        throw new CommandFailure(e.getMessage());
      }
    }

    /** Adds the users that the database does not know. */
    private static int users(JournalFeature feature, Path home) throws IOException {
      int added = 0;
      try (Journal journal = feature.open(Home.journal(home))) {
        UsersTable users = new UsersTable(journal.shared().orElseThrow().users());
        for (Account account : UsersFile.in(home).read().values()) {
          if (users.add(account)) {
            added++;
          }
        }
      }
      return added;
    }
  }
}
