package org.radiologytrust.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.auth.users.Account;
import org.radiologytrust.auth.users.Operator;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UserStore;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.auth.users.UsersTable;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.PasswordOption;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.ops.JournalFeature;
import org.radiologytrust.process.Home;
import org.radiologytrust.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * {@code rtl user}: manages the users. A running server applies a change at once, and several nodes
 * apply it within seconds.
 */
@Command(
    name = "user",
    description = "Adds, names, removes or lists users.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl user add jdoe --role viewer",
    subcommands = {
      UserCommand.Add.class,
      UserCommand.Name.class,
      UserCommand.Remove.class,
      UserCommand.ListAll.class
    })
final class UserCommand {
  @ParentCommand private SharedOptions rtl;

  /** Something to do with the users. */
  private interface Work<T> {
    T with(UserStore users) throws IOException;
  }

  /** With the users of all nodes where nodes share the journal, else with those in the file. */
  private <T> T users(Work<T> work) throws IOException {
    Settings settings = rtl.settings(Map.of(), Map.of());
    Path home = Home.folder(settings);
    if (!JournalFeature.isShared(settings)) {
      Home.make(home);
      return work.with(UsersFile.in(home));
    }
    try (Journal journal = new JournalFeature(settings, List.of()).open(Home.journal(home))) {
      return work.with(new UsersTable(journal.shared().orElseThrow().users()));
    } catch (JournalException e) {
      throw new CommandFailure(e.getMessage());
    }
  }

  /** Refuses the user operator: the server sets its password at each start. */
  private static void notTheFirst(String name) {
    if (name.equals(Operator.NAME)) {
      throw new CommandFailure(
          "the user operator always exists: to change its password, set RTL_OPERATOR_PASSWORD (or,"
              + " with the journal in SQLite, edit operator-password in rtl.home), and restart rtl");
    }
  }

  /** {@code rtl user add}. */
  @Command(
      name = "add",
      description = "Adds a user, or gives an existing one another role and password.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  rtl user add jdoe --role viewer",
        "  rtl user add jdoe --role reviewer --name Doe",
        "  rtl user add engine --role sender --password-stdin < password"
      })
  static final class Add implements Callable<Integer> {
    @ParentCommand private UserCommand parent;

    @Parameters(paramLabel = "NAME", description = "Any printable characters but a colon.")
    private String name;

    @Option(
        names = "--role",
        required = true,
        paramLabel = "ROLE",
        description =
            "checker (only has reports checked before they are signed), viewer (reads audits), reviewer"
                + " (decides about flags too), quality-lead (reads audits and sees how others decide),"
                + " sender (only posts reports) or operator (runs the system).")
    private Role role;

    @Option(
        names = "--name",
        paramLabel = "FULL NAME",
        description = "How reports name the person. Without it, an existing user keeps the name.")
    private @Nullable String fullName;

    @Mixin private PasswordOption password;

    @Override
    public Integer call() throws IOException {
      notTheFirst(name);
      String chosen = password.chosen();
      try {
        boolean added = parent.users(users -> users.put(name, role, chosen, fullName));
        System.out.println((added ? "Added " : "Changed ") + name + ", now " + role.code());
      } catch (IllegalArgumentException e) {
        throw new CommandFailure(e.getMessage());
      }
      return 0;
    }
  }

  /** {@code rtl user name}. */
  @Command(
      name = "name",
      description = "Says how reports name a user, for the list of the user's own reports.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  rtl user name jdoe Doe")
  static final class Name implements Callable<Integer> {
    @ParentCommand private UserCommand parent;

    @Parameters(index = "0", paramLabel = "NAME")
    private String name;

    @Parameters(
        index = "1",
        paramLabel = "FULL NAME",
        description = "As in the reports; titles, case, accents and order do not matter.")
    private String fullName;

    @Override
    public Integer call() throws IOException {
      try {
        if (!parent.users(users -> users.name(name, fullName))) {
          throw new CommandFailure("there is no user " + name);
        }
      } catch (IllegalArgumentException e) {
        throw new CommandFailure(e.getMessage());
      }
      System.out.println(
          fullName.isEmpty()
              ? name + " has no full name"
              : "Reports name " + name + " " + fullName);
      return 0;
    }
  }

  /** {@code rtl user remove}. */
  @Command(
      name = "remove",
      description = "Removes a user.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  rtl user remove jdoe")
  static final class Remove implements Callable<Integer> {
    @ParentCommand private UserCommand parent;

    @Parameters(paramLabel = "NAME")
    private String name;

    @Override
    public Integer call() throws IOException {
      notTheFirst(name);
      if (!parent.users(users -> users.remove(name))) {
        throw new CommandFailure("there is no user " + name);
      }
      System.out.println("Removed " + name);
      return 0;
    }
  }

  /** {@code rtl user list}. */
  @Command(
      name = "list",
      description = "Lists the users with their roles and full names.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  rtl user list")
  static final class ListAll implements Callable<Integer> {
    @ParentCommand private UserCommand parent;

    @Override
    public Integer call() throws IOException {
      for (Account account : parent.users(UserStore::read).values()) {
        System.out.printf(
            "%-12s %s%s%n",
            account.role().code(),
            account.name(),
            account.fullName().isEmpty() ? "" : " (" + account.fullName() + ")");
      }
      return 0;
    }
  }
}
