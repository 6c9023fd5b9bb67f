package org.radiologytrust.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.process.ProductVersion;
import org.radiologytrust.settings.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

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
      AuditCommand.class,
      BatchCommand.class,
      DoctorCommand.class,
      StatusCommand.class,
      MessagesCommand.class,
      ShowCommand.class,
      QuarantineCommand.class,
      DeliveriesCommand.class,
      SendCommand.class,
      ExplainCommand.class,
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
  @Nullable Path config;

  @Option(
      names = {"-D", "--set"},
      scope = ScopeType.INHERIT,
      paramLabel = "KEY=VALUE",
      mapFallbackValue = "",
      description = "A setting, such as rtl.http.port=9090; may be repeated.")
  Map<String, String> set = Map.of();

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
    line.addSubcommand(JournalCommand.class)
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

  /**
   * The folder that relative paths in the settings start from: the one that the launcher names,
   * else the working folder where it has routes, else the one that rtl.jar, or its {@code target},
   * is in.
   */
  static Path root() {
    String named = System.getProperty("rtl.root");
    Path here = Path.of("").toAbsolutePath();
    if (named != null) {
      return Path.of(named).toAbsolutePath();
    }
    return hasRoutes(here) ? here : folderOfTheJar().filter(Rtl::hasRoutes).orElse(here);
  }

  private static boolean hasRoutes(Path folder) {
    return Files.isDirectory(folder.resolve("routes"));
  }

  private static Optional<Path> folderOfTheJar() {
    try {
      Path jar = Path.of(Rtl.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path folder = jar.toAbsolutePath().getParent();
      return Optional.ofNullable(folder.endsWith("target") ? folder.getParent() : folder);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /**
   * Loads the settings for a command.
   *
   * @param defaults defaults of the command; the command line overrides them
   * @param fixed values that the command needs; they override everything
   * @throws Settings.Wrong when a setting or {@code --config} cannot be used
   */
  public Settings settings(Map<String, String> defaults, Map<String, String> fixed) {
    Map<String, String> all = new HashMap<>(defaults);
    all.putAll(set);
    all.putAll(fixed);
    if (config != null && Files.notExists(config)) {
      throw new Settings.Wrong("--config: there is no file " + config);
    }
    Path file = config != null ? config : root().resolve("config/application.properties");
    return Settings.load(file, System.getenv(), all).at(root());
  }

  /**
   * A client of the running product.
   *
   * @throws Settings.Wrong when a setting is wrong
   */
  OperatorClient operator() {
    return new OperatorClient(settings(Map.of(), Map.of()), System.getenv("RTL_OPERATOR_PASSWORD"));
  }

  /** The line of {@code --version}. */
  static final class VersionLine implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Radiology Trust Layer " + ProductVersion.withCommit()};
    }
  }
}
