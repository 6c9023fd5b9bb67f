package org.radiologytrust.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.CheckStrength;
import org.radiologytrust.model.StrengthRow;

/**
 * The {@code rtl.*} settings. Later sources win: the shipped {@code application.properties} and
 * {@code limits.properties} and those of modules ({@link #MODULE}), the site's file and the {@code
 * limits.properties} beside it, the environment ({@code rtl.http.port} = {@code RTL_HTTP_PORT}),
 * the command line. A key without a shipped default is refused, and so is a variable that starts
 * with {@code RTL_}: otherwise a misspelt key would leave its default in force unnoticed. Some
 * settings of Camel are accepted as well ({@link #forCamel}).
 *
 * <p>Methods that read a value throw {@link IllegalArgumentException} for a key that does not
 * exist, and {@link Wrong} for a value of the wrong kind.
 */
public final class Settings {
  /** The file in which a jar in {@code lib/} lists its settings with their defaults. */
  public static final String MODULE = "META-INF/rtl/settings.properties";

  /** Limits and times. It lies beside the other settings, shipped and at a site. */
  private static final String LIMITS = "limits.properties";

  private static final List<String> SHIPPED = List.of("application.properties", LIMITS);

  /** Variables that are no settings: the operator's password, and those of launcher and log. */
  private static final Set<String> NO_SETTINGS =
      Set.of("RTL_OPERATOR_PASSWORD", "RTL_JAVA_OPTS", "RTL_LOG_LEVEL", "RTL_LOG_FORMAT");

  /** Settings that have another name now, by the one of before. */
  private static final Map<String, String> RENAMED =
      Map.of("rtl.images.max", "rtl.images.max-slices");

  /** Settings of versions before, for which a table has rows now. */
  private static final Pattern STRENGTH = Pattern.compile("rtl[._]check[._](?<id>[a-z0-9_.-]+)");

  private static final Pattern SIMPLE_DURATION = Pattern.compile("(\\d+)(ms|s|m|h|d)");

  /** Variables that a container platform sets itself for a service named rtl. */
  private static final Pattern OF_A_CLUSTER =
      Pattern.compile("RTL_(.*_)?(SERVICE_(HOST|PORT.*)|PORT(_\\d+_(TCP|UDP).*)?|NAME|ENV_.*)");

  private final Map<String, String> values;
  private final Map<String, String> defaults;
  private final Path root;

  private Settings(Map<String, String> values, Map<String, String> defaults, Path root) {
    this.values = values;
    this.defaults = defaults;
    this.root = root;
  }

  /** The same settings, with relative paths resolved against this folder. */
  public Settings at(Path folder) {
    return new Settings(values, defaults, folder.toAbsolutePath());
  }

  /** The same settings, with other values of these. */
  public Settings with(Map<String, String> other) {
    Map<String, String> all = new TreeMap<>(values);
    other.forEach(all::replace);
    return new Settings(all, defaults, root);
  }

  /** The value that a setting is shipped with; empty for one that is not shipped. */
  public String shipped(String key) {
    return defaults.getOrDefault(key, "");
  }

  /** The keys that have another value than the shipped one, sorted. */
  public List<String> changed() {
    return values.keySet().stream()
        .filter(key -> !values.get(key).equals(defaults.get(key)))
        .toList();
  }

  /** A setting cannot be used. The message is one line: which setting, why, and what to do. */
  public static final class Wrong extends RuntimeException {
    private final String peer;

    public Wrong(String message) {
      this("settings", message);
    }

    /**
     * @param peer name under which {@code rtl doctor} reports it
     */
    public Wrong(String peer, String message) {
      super(message);
      this.peer = peer;
    }

    public String peer() {
      return peer;
    }
  }

  /**
   * Loads the settings. Relative paths are resolved against the working folder; {@link #at} changes
   * that.
   *
   * @param file the site's file; {@code null} or a file that does not exist for none
   * @param environment usually {@link System#getenv()}
   * @param own values of the command line
   * @throws Wrong for an unknown key or an unreadable file
   */
  public static Settings load(
      @Nullable Path file, Map<String, String> environment, Map<String, String> own) {
    return load(Settings.class.getClassLoader(), file, environment, own);
  }

  /**
   * @param modules finds the settings of modules
   */
  static Settings load(
      ClassLoader modules,
      @Nullable Path file,
      Map<String, String> environment,
      Map<String, String> own) {
    Map<String, String> values = new TreeMap<>();
    SHIPPED.forEach(name -> shipped(name, values));
    ModuleSettings.read(modules, values);
    Map<String, String> defaults = Map.copyOf(values);
    if (file != null) {
      site(file, values);
      site(file.resolveSibling(LIMITS), values);
    }
    environment(values, environment);
    own.forEach((k, v) -> put(values, k, v, "the command line"));
    return new Settings(values, defaults, Path.of("").toAbsolutePath());
  }

  private static void shipped(String name, Map<String, String> values) {
    Properties defaults = new Properties();
    try (InputStream in = Settings.class.getResourceAsStream("/" + name)) {
      defaults.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("the shipped " + name + " cannot be read", e);
    }
    defaults.stringPropertyNames().forEach(k -> values.put(k, defaults.getProperty(k).strip()));
  }

  private static void site(Path file, Map<String, String> values) {
    if (Files.notExists(file)) {
      return;
    }
    Properties site = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      site.load(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new Wrong(file + " cannot be read: " + e.getMessage());
    }
    site.stringPropertyNames().forEach(k -> put(values, k, site.getProperty(k), file.toString()));
  }

  private static void environment(Map<String, String> values, Map<String, String> environment) {
    oneOf(environment, "RTL_LOG_LEVEL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE", "OFF");
    oneOf(environment, "RTL_LOG_FORMAT", "text", "json");
    Map<String, String> keys = new TreeMap<>();
    values.keySet().forEach(k -> keys.put(k.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), k));
    List<String> known = new ArrayList<>(keys.keySet());
    known.addAll(NO_SETTINGS);
    environment.forEach(
        (name, value) -> {
          if (keys.containsKey(name)) {
            values.put(keys.get(name), value.strip());
          } else if (CamelKeys.isCamelsVariable(name, value)) {
            String key = CamelKeys.ofVariable(name);
            CamelKeys.check("the environment", name, key);
            values.put(key, value.strip());
          } else if (name.startsWith("RTL_")
              && !known.contains(name)
              && !OF_A_CLUSTER.matcher(name).matches()) {
            throw unknown("the environment", name, value, known);
          }
        });
  }

  /** Logback reads these itself: with another value it would log nothing, or everything. */
  private static void oneOf(Map<String, String> environment, String name, String... allowed) {
    String value = environment.getOrDefault(name, "");
    if (!value.isEmpty() && !List.of(allowed).contains(value)) {
      throw new Wrong(name + ": " + value + " is not one of " + String.join(", ", allowed));
    }
  }

  private static void put(Map<String, String> values, String key, String value, String where) {
    if (CamelKeys.isCamels(key)) {
      CamelKeys.check(where, key, key);
    } else if (!values.containsKey(key)) {
      throw unknown(where, key, value, values.keySet());
    }
    values.put(key, value.strip());
  }

  private static Wrong unknown(String where, String key, String value, Collection<String> known) {
    Matcher strength = STRENGTH.matcher(key.toLowerCase(Locale.ROOT));
    if (strength.matches()) {
      String id = strength.group("id").replace('_', '-');
      return new Wrong(where + ": " + key + " is no setting any more: " + row(id, value.strip()));
    }
    String renamed = RENAMED.get(key.toLowerCase(Locale.ROOT).replace('_', '.'));
    if (renamed != null) {
      return new Wrong(
          where + ": " + key + " has another name and meaning now: set " + renamed + " instead");
    }
    return new Wrong(
        where
            + ": there is no setting "
            + key
            + nearest(known, key)
            + ". config/application.properties and config/limits.properties of the release list all.");
  }

  /** What to do instead of {@code rtl.check.ID}. */
  private static String row(String id, String word) {
    Optional<CheckStrength> strength = CheckStrength.of(word);
    if (strength.isEmpty() || StrengthRow.alwaysTells(id)) {
      return "delete it";
    }
    boolean asks = strength.get() == CheckStrength.ASK;
    return "delete it, and write the row - "
        + new StrengthRow(
                id,
                StrengthRow.ALL,
                StrengthRow.ALL,
                strength.get(),
                asks ? "This site has set this check to ask." : "")
            .yaml()
        + " into check/strengths.yaml in rtl.files";
  }

  private static String nearest(Collection<String> known, String key) {
    return known.stream()
        .min(java.util.Comparator.comparingInt(k -> distance(k, key)))
        .filter(k -> distance(k, key) <= 3)
        .map(k -> " (did you mean " + k + "?)")
        .orElse("");
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  /** All keys that begin so, sorted. */
  public List<String> keys(String prefix) {
    return values.keySet().stream().filter(k -> k.startsWith(prefix)).sorted().toList();
  }

  /** The value; empty where none is set. */
  public String text(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("no such setting: " + key);
    }
    return value;
  }

  /**
   * A value that must not be empty.
   *
   * @throws Wrong when it is empty
   */
  public String required(String key) {
    if (text(key).isEmpty()) {
      throw new Wrong(key + " is empty: set it");
    }
    return text(key);
  }

  /** The path of a value, resolved against the root where it is relative. */
  public Path path(String value) {
    return root.resolve(value).normalize();
  }

  /** The path that a setting names; empty where none is set. */
  public Optional<Path> file(String key) {
    return text(key).isEmpty() ? Optional.empty() : Optional.of(path(text(key)));
  }

  /** A value that is true or false. */
  public boolean flag(String key) {
    return switch (text(key)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(key, "true or false");
    };
  }

  /** A whole number within these bounds, which are included. */
  public int number(String key, int least, int most) {
    try {
      int n = Integer.parseInt(text(key));
      if (n >= least && n <= most) {
        return n;
      }
    } catch (NumberFormatException e) {
      // reported below, with the limits
    }
    throw wrong(key, "a whole number from " + least + " to " + most);
  }

  /** A whole number within these bounds; empty where none is set. */
  public OptionalInt optionalNumber(String key, int least, int most) {
    return text(key).isEmpty() ? OptionalInt.empty() : OptionalInt.of(number(key, least, most));
  }

  /** A number of bytes, 0 or more. */
  public long bytes(String key) {
    try {
      return Long.parseLong(text(key).matches("\\d+") ? text(key) : "");
    } catch (NumberFormatException e) {
      throw wrong(key, "a number of bytes, 0 or more");
    }
  }

  /** A TCP port; 0 for any free one. */
  public int port(String key) {
    return number(key, 0, 65535);
  }

  /** {@code 500ms}, {@code 15m}, {@code 2h}, or ISO 8601 ({@code PT15M}); 0 or more. */
  public Duration duration(String key) {
    try {
      Duration duration = parsed(text(key));
      duration.toMillis();
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException | NumberFormatException | ArithmeticException e) {
      // reported below
    }
    throw wrong(key, "a duration such as 30s, 15m or 2h");
  }

  /** A duration of at least 1 ms. */
  public Duration interval(String key) {
    Duration duration = duration(key);
    if (duration.toMillis() < 1) {
      throw new Wrong(key + ": must be more than 0, such as 10s");
    }
    return duration;
  }

  private static Duration parsed(String value) {
    Matcher m = SIMPLE_DURATION.matcher(value);
    if (!m.matches()) {
      return Duration.parse(value);
    }
    long n = Long.parseLong(m.group(1));
    return switch (m.group(2)) {
      case "ms" -> Duration.ofMillis(n);
      case "s" -> Duration.ofSeconds(n);
      case "m" -> Duration.ofMinutes(n);
      case "h" -> Duration.ofHours(n);
      default -> Duration.ofDays(n);
    };
  }

  /** A duration; empty where none is set, or 0. */
  public Optional<Duration> optionalDuration(String key) {
    if (text(key).isEmpty() || text(key).equals("0")) {
      return Optional.empty();
    }
    Duration duration = duration(key);
    return duration.isZero() ? Optional.empty() : Optional.of(duration);
  }

  /** Values separated by commas, without empty ones. */
  public List<String> list(String key) {
    return Arrays.stream(text(key).split(","))
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .toList();
  }

  /** A value that must be one of these. */
  public String oneOf(String key, String... allowed) {
    if (!List.of(allowed).contains(text(key))) {
      throw wrong(key, "one of " + String.join(", ", allowed));
    }
    return text(key);
  }

  /** An http or https URL without a slash at its end; empty where none is set. */
  public String url(String key) {
    return url(key, text(key));
  }

  /** http or https URLs separated by commas, each without a slash at its end. */
  public List<String> urls(String key) {
    return list(key).stream().map(u -> url(key, u)).toList();
  }

  private String url(String key, String value) {
    if (hasLogin(value)) {
      throw new Wrong(key + ": an address must not contain a login");
    }
    if (!value.isEmpty() && !isHttp(value) || !isUri(value)) {
      throw wrong(key, "a URL such as http://127.0.0.1:8042");
    }
    return value.replaceAll("/+$", "");
  }

  /**
   * What is wrong with the URL of a peer in a file of the site.
   *
   * @return the end of a sentence about the line; it does not contain the value
   */
  public static Optional<String> urlProblem(String value) {
    if (hasLogin(value)) {
      return Optional.of("must not contain a login");
    }
    return isHttp(value) && isUri(value)
        ? Optional.empty()
        : Optional.of("is not a URL such as http://127.0.0.1:8042");
  }

  /** The address is shown in logs and health, and the login would not be used. */
  private static boolean hasLogin(String value) {
    return value.matches("\\w+://[^/]*@.*");
  }

  private static boolean isHttp(String value) {
    return value.matches("https?://[^\\s/]+(/\\S*)?");
  }

  private static boolean isUri(String value) {
    try {
      new URI(value);
      return true;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private Wrong wrong(String key, String wanted) {
    // a password's value is never shown
    String shown = isSecret(key) ? "its value" : text(key);
    return new Wrong(key + ": " + shown + " is not " + wanted);
  }

  /** Settings that go to Camel's components, data formats, beans and TLS; they may be secret. */
  public Map<String, String> forCamel() {
    Map<String, String> all = new TreeMap<>(values);
    all.keySet().removeIf(k -> !CamelKeys.isCamels(k));
    return all;
  }

  private static boolean isSecret(String key) {
    return List.of(".password", ".token", ".secret").stream().anyMatch(key::endsWith);
  }

  /** The product's settings except passwords, tokens and secrets, as placeholders for routes. */
  public Map<String, String> forRoutes() {
    Map<String, String> all = new TreeMap<>(values);
    all.keySet().removeIf(k -> CamelKeys.isCamels(k) || isSecret(k));
    return all;
  }
}
