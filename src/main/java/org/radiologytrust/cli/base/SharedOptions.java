package org.radiologytrust.cli.base;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.settings.Settings;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The options that all commands have, and what follows from them: the settings, and a client of the
 * running product. A command has it as its {@code @ParentCommand}.
 */
public abstract class SharedOptions {
  @Option(
      names = "--config",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "Settings (default: config/application.properties).")
  private @Nullable Path config;

  @Option(
      names = {"-D", "--set"},
      scope = ScopeType.INHERIT,
      paramLabel = "KEY=VALUE",
      mapFallbackValue = "",
      description = "A setting, such as rtl.http.port=9090; may be repeated.")
  private Map<String, String> set = Map.of();

  /**
   * The folder that relative paths in the settings start from: the one that the launcher names,
   * else the working folder where it has routes, else the one that rtl.jar, or its {@code target},
   * is in.
   */
  private static Path root() {
    String named = System.getProperty("rtl.root");
    Path here = Path.of("").toAbsolutePath();
    if (named != null) {
      return Path.of(named).toAbsolutePath();
    }
    return hasRoutes(here) ? here : folderOfTheJar().filter(SharedOptions::hasRoutes).orElse(here);
  }

  private static boolean hasRoutes(Path folder) {
    return Files.isDirectory(folder.resolve("routes"));
  }

  private static Optional<Path> folderOfTheJar() {
    try {
      Path jar =
          Path.of(SharedOptions.class.getProtectionDomain().getCodeSource().getLocation().toURI());
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
  public OperatorClient operator() {
    return new OperatorClient(settings(Map.of(), Map.of()), System.getenv("RTL_OPERATOR_PASSWORD"));
  }

  /**
   * A client of the running product with the log-in of a person.
   *
   * @throws Settings.Wrong when a setting is wrong
   */
  public OperatorClient operator(String user, String password) {
    return new OperatorClient(settings(Map.of(), Map.of()), user, password);
  }
}
