package org.radiologytrust.cli;

import java.util.ServiceLoader;
import org.radiologytrust.cli.audit.AuditCommand;
import org.radiologytrust.cli.audit.BatchCommand;
import org.radiologytrust.cli.audit.CheckCommand;
import org.radiologytrust.cli.audit.ExplainCommand;
import org.radiologytrust.cli.audit.ReplayCommand;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.ErrorReport;
import org.radiologytrust.cli.base.OperatorClient;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.cli.operator.DeliveriesCommand;
import org.radiologytrust.cli.operator.EraseCommand;
import org.radiologytrust.cli.operator.MessagesCommand;
import org.radiologytrust.cli.operator.PilotCommand;
import org.radiologytrust.cli.operator.QuarantineCommand;
import org.radiologytrust.cli.operator.RehearseCommand;
import org.radiologytrust.cli.operator.SendCommand;
import org.radiologytrust.cli.operator.ShowCommand;
import org.radiologytrust.cli.operator.StatusCommand;
import org.radiologytrust.cli.operator.StrengthsCommand;
import org.radiologytrust.process.ProductVersion;
import org.radiologytrust.settings.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code rtl}: the command with its subcommands, and the options that they share. */
@Command(
    name = "rtl",
    description = "Audits radiology reports claim by claim against their images.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Rtl.VersionLine.class,
    footerHeading = "%nExample:%n",
    footer = {
      "  rtl demo --exit",
      "",
      "Settings are listed in config/application.properties. Each can also come from",
      "the environment: rtl.http.port = RTL_HTTP_PORT. From the environment only:",
      "  RTL_LOG_LEVEL          ERROR, WARN, INFO (default) or DEBUG",
      "  RTL_LOG_FORMAT         text (default), or json: one object for each line",
      "  RTL_OPERATOR_PASSWORD  password of the user operator, for rtl serve and for",
      "                         the commands that ask the running rtl",
      "  RTL_JAVA_OPTS          options for Java, such as -Xmx2g"
    },
    subcommands = {
      ServeCommand.class,
      DemoCommand.class,
      CheckCommand.class,
      AuditCommand.class,
      BatchCommand.class,
      DoctorCommand.class,
      StatusCommand.class,
      MessagesCommand.class,
      ShowCommand.class,
      QuarantineCommand.class,
      DeliveriesCommand.class,
      SendCommand.class,
      EraseCommand.class,
      StrengthsCommand.class,
      PilotCommand.class,
      RehearseCommand.class,
      ExplainCommand.class,
      ReplayCommand.class,
      BackupCommand.class,
      RestoreCommand.class
    })
public final class Rtl extends SharedOptions {
  private Rtl() {}

  /**
   * Runs a command line.
   *
   * @return the exit code: 0 done, 1 failed, 2 wrong usage; a command may have further ones
   */
  public static int run(String... args) {
    CommandLine line = line();
    if (args.length == 0) {
      line.usage(System.err);
      return 2;
    }
    return line.execute(args);
  }

  static CommandLine line() {
    CommandLine line = new CommandLine(new Rtl());
    for (ExtraCommands extra : ServiceLoader.load(ExtraCommands.class)) {
      extra.commands().forEach(line::addSubcommand);
    }
    line.addSubcommand(PresignCommand.class)
        .addSubcommand(JournalCommand.class)
        .addSubcommand(UserCommand.class)
        .addSubcommand(CompletionCommand.class)
        .addSubcommand(CommandLine.HelpCommand.class);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((e, command, result) -> explain(e));
    line.setParameterExceptionHandler((e, words) -> usage(e));
    return line;
  }

  private static int usage(CommandLine.ParameterException e) {
    CommandLine command = e.getCommandLine();
    System.err.println("rtl: " + e.getMessage().lines().findFirst().orElse("wrong usage"));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, System.err);
    System.err.print(command.getHelp().fullSynopsis());
    System.err.println("See rtl --help, or rtl COMMAND --help.");
    return 2;
  }

  /** Prints one line: what to correct, or for an unexpected error the file with its details. */
  static int explain(Exception e) {
    boolean told =
        e instanceof Settings.Wrong
            || e instanceof CommandFailure
            || e instanceof OperatorClient.NotReachable;
    System.err.println("rtl: " + (told ? e.getMessage() : ErrorReport.line(e)));
    return 1;
  }

  /** The line of {@code --version}. */
  static final class VersionLine implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Radiology Trust Layer " + ProductVersion.withCommit()};
    }
  }
}
