package org.radiologytrust.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.radiologytrust.process.ProductVersion;
import org.radiologytrust.settings.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code rtl}: the command with its subcommands, and what they share. */
@Command(
    name = "rtl",
    description = "Audits radiology reports claim by claim against their images.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Rtl.VersionLine.class,
    subcommands = {
      ServeCommand.class,
      DemoCommand.class,
      AuditCommand.class,
      BatchCommand.class,
      DoctorCommand.class,
      ReplayCommand.class,
      BackupCommand.class,
      RestoreCommand.class
    })
public final class Rtl {
  @Option(
      names = "--config",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "Settings (default: config/application.properties).")
  Path config;

  @Option(
      names = {"-D", "--set"},
      scope = ScopeType.INHERIT,
      paramLabel = "KEY=VALUE",
      mapFallbackValue = "",
      description = "A setting, such as rtl.http.port=9090; may be repeated.")
  Map<String, String> set = Map.of();

  private Rtl() {}

  /** Runs a command line; the result is the exit code: 0 done, 1 it did not work, 2 bad usage. */
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
    line.addSubcommand(UserCommand.class).addSubcommand(CommandLine.HelpCommand.class);
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
    System.err.println("rtl --help, or rtl COMMAND --help, tells more.");
    return 2;
  }

  /** One line for what a person can mend; where the details are for what is our fault. */
  static int explain(Exception e) {
    boolean told = e instanceof Settings.Wrong || e instanceof CommandFailure;
    System.err.println("rtl: " + (told ? e.getMessage() : ErrorReport.line(e)));
    return 1;
  }

  /** The folder that relative paths in the settings start from: the launcher's. */
  static Path root() {
    return Path.of(System.getProperty("rtl.root", "")).toAbsolutePath();
  }

  /**
   * @param defaults the command's own; the command line wins over them
   * @param fixed what the command cannot do without; it wins over all
   */
  public Settings settings(Map<String, String> defaults, Map<String, String> fixed) {
    Map<String, String> all = new HashMap<>(defaults);
    all.putAll(set);
    all.putAll(fixed);
    if (config != null && java.nio.file.Files.notExists(config)) {
      throw new Settings.Wrong("--config: there is no file " + config);
    }
    Path file = config != null ? config : root().resolve("config/application.properties");
    return Settings.load(file, System.getenv(), all).at(root());
  }

  /** Says which version this is. */
  static final class VersionLine implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Radiology Trust Layer " + ProductVersion.CURRENT};
    }
  }
}
