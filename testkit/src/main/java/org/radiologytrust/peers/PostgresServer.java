package org.radiologytrust.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.radiologytrust.feature.FreePorts;
import org.radiologytrust.journal.store.PostgresLogin;
import org.radiologytrust.launch.LinuxCommand;

/**
 * Debian's PostgreSQL, or another one, on a free loopback port: user and database as
 * docker-compose.yml names them, and a random password that every connection needs.
 */
public final class PostgresServer implements AutoCloseable {
  /** The user, and the database. */
  public static final String NAME = "hapi";

  /** The server refuses to run as root. */
  private static final String OTHER_THAN_ROOT = "postgres";

  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
  private static final int PASSWORD_BYTES = 24;
  private static final Duration START = Duration.ofSeconds(60);
  private static final int STOP_SECONDS = 20;
  private static final int CONNECTIONS = 8;

  private static final String SCRAM = "scram-sha-256";

  /** The client need not hash the password 4,096 times for each connection. */
  private static final String PLAIN = "password";

  private final Path folder;
  private final Path programs;
  private final boolean root = System.getProperty("user.name").equals("root");
  private final String password;
  private final int port;
  private final List<String> server;
  private Process process;
  private final AtExit atExit;

  /**
   * Returns when it answers.
   *
   * @param folder of its own; the folder above it is opened to the user who runs the server
   * @param parameters of the server, such as {@code fsync=off}
   */
  public PostgresServer(Path folder, String... parameters)
      throws IOException, InterruptedException {
    this(folder, debian(), SCRAM, parameters);
  }

  /** The same for tests that open many connections, with a log-in that takes less time. */
  public static PostgresServer forMany(Path folder, String... parameters)
      throws IOException, InterruptedException {
    return new PostgresServer(folder, debian(), PLAIN, parameters);
  }

  /**
   * Another version than Debian's, with the log-in of {@link #forMany}.
   *
   * @param programs folder with its {@code initdb} and {@code postgres}; clients that are not there
   *     are Debian's
   */
  public static PostgresServer ofVersion(Path folder, Path programs)
      throws IOException, InterruptedException {
    return new PostgresServer(folder, programs, PLAIN);
  }

  private PostgresServer(Path folder, Path programs, String login, String... parameters)
      throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    this.programs = programs;
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    password = HexFormat.of().formatHex(random);
    port = FreePorts.one();
    Path secret = Files.writeString(folder.resolve("password"), password);
    hand(secret);
    hand(folder);
    enter(folder.toAbsolutePath().getParent());
    Path data = folder.resolve("data");
    run(
        "initdb",
        "--pgdata=" + data,
        "--username=" + NAME,
        "--auth=" + login,
        "--pwfile=" + secret,
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync");
    server = new ArrayList<>(List.of("-D", data.toString(), "-p", "" + port, "-h", "127.0.0.1"));
    server.addAll(List.of("-c", "unix_socket_directories="));
    for (String parameter : parameters) {
      server.addAll(List.of("-c", parameter));
    }
    atExit = new AtExit("postgres", this::end);
    start();
    createDatabase(NAME);
  }

  /** Starts it, also again after {@link #kill} at the same port. Returns when it answers. */
  public void start() throws IOException, InterruptedException {
    process =
        command("postgres", server.toArray(String[]::new))
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile()))
            .start();
    awaitStart();
  }

  /** kill -9 of the server and of the processes of its connections. */
  public void kill() throws InterruptedException {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    process.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
    process.waitFor();
    for (ProcessHandle one : all) {
      while (one.isAlive()) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
  }

  /** SIGINT: ends its connections, and then itself, as a restart by its administrator does. */
  public void stop() throws IOException, InterruptedException {
    LinuxCommand.output("kill", "-INT", "" + process.pid());
    process.waitFor();
  }

  /** SIGSTOP: it keeps its connections and answers nothing. */
  public void pause() throws IOException {
    signal("-STOP");
  }

  /** It goes on after {@link #pause}. */
  public void resume() throws IOException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException {
    List<String> command = new ArrayList<>(List.of("kill", signal, "" + process.pid()));
    process.descendants().forEach(one -> command.add("" + one.pid()));
    LinuxCommand.output(command.toArray(String[]::new));
  }

  /** Creates an empty database. */
  public void createDatabase(String name) throws IOException {
    execute("create database " + name);
  }

  /** Executes a statement as the user who may do everything. */
  public void execute(String statement) throws IOException {
    try (Connection connection = connect("postgres");
        Statement any = connection.createStatement()) {
      any.execute(statement);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  /** Connects as the user who may do everything, without the bounds of a journal's connection. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://" + address() + "/" + database, NAME, password);
  }

  /** Copies a database that may be in use, as an operator does, to one that is empty. */
  public void copyDatabase(String from, String to) throws IOException, InterruptedException {
    Path dump = folder.resolve(from + ".sql");
    List<String> arguments = new ArrayList<>(login());
    arguments.addAll(List.of("--file=" + dump, from));
    run("pg_dump", arguments.toArray(String[]::new));
    arguments = new ArrayList<>(login());
    arguments.addAll(List.of("--quiet", "--set=ON_ERROR_STOP=1", "--file=" + dump, to));
    run("psql", arguments.toArray(String[]::new));
  }

  private List<String> login() {
    return List.of("--host=127.0.0.1", "--port=" + port, "--username=" + NAME);
  }

  /** Where a journal in one of its databases is. */
  public PostgresLogin journal(String database) {
    return new PostgresLogin(
        "jdbc:postgresql://" + address() + "/" + database, NAME, password, CONNECTIONS);
  }

  /** The settings that name the journal of {@link #journal}. */
  public Map<String, String> settings(String database) {
    return settings(journal(database));
  }

  /** The settings that name a journal. */
  public static Map<String, String> settings(PostgresLogin login) {
    return Map.of(
        "rtl.journal.url", login.url(),
        "rtl.journal.user", login.user(),
        "rtl.journal.password", login.password());
  }

  private static Path debian() throws IOException {
    try (Stream<Path> versions = Files.list(VERSIONS)) {
      return versions
          .filter(v -> v.getFileName().toString().matches("\\d+"))
          .max(Comparator.comparingInt(v -> Integer.parseInt(v.getFileName().toString())))
          .orElseThrow()
          .resolve("bin");
    }
  }

  /** Gives a file of ours to the user who runs the server. */
  private void hand(Path file) throws IOException {
    if (root) {
      UserPrincipal owner =
          FileSystems.getDefault()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName(OTHER_THAN_ROOT);
      Files.setOwner(file, owner);
    }
  }

  /** Lets everyone through a folder of ours, without letting them list it. */
  private void enter(Path above) throws IOException {
    Set<PosixFilePermission> may = Files.getPosixFilePermissions(above);
    if (root && may.add(PosixFilePermission.OTHERS_EXECUTE)) {
      Files.setPosixFilePermissions(above, may);
    }
  }

  private Path program(String name) throws IOException {
    Path own = programs.resolve(name);
    return Files.exists(own) ? own : debian().resolve(name);
  }

  private ProcessBuilder command(String program, String... arguments) throws IOException {
    List<String> all = new ArrayList<>();
    if (root) {
      // unlike runuser it becomes the program, which then gets our signals
      all.addAll(
          List.of(
              "setpriv",
              "--reuid=" + OTHER_THAN_ROOT,
              "--regid=" + OTHER_THAN_ROOT,
              "--init-groups"));
    }
    all.add(program(program).toString());
    all.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    // its programs want to be able to read the folder that they are started in
    builder.directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("PGPASSWORD", password);
    return builder;
  }

  private static String output(ProcessBuilder builder) throws IOException, InterruptedException {
    Process run = builder.start();
    String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (run.waitFor() != 0) {
      throw new IOException(builder.command() + " failed: " + said);
    }
    return said;
  }

  private void run(String program, String... arguments) throws IOException, InterruptedException {
    output(command(program, arguments));
  }

  /** As the container's health check asks. */
  private void awaitStart() throws IOException, InterruptedException {
    long until = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        run("pg_isready", "--host=127.0.0.1", "--port=" + port);
        return;
      } catch (IOException e) {
        if (System.nanoTime() > until || !process.isAlive()) {
          close();
          throw new IOException(
              "PostgreSQL does not start: " + Files.readString(folder.resolve("postgres.log")), e);
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  /** Host and port. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  public String password() {
    return password;
  }

  /**
   * What a query gives, by TCP and with this password.
   *
   * @throws IOException with what it said when it refused
   */
  public String ask(String login, String query) throws IOException, InterruptedException {
    ProcessBuilder psql =
        command(
            "psql",
            "--host=127.0.0.1",
            "--port=" + port,
            "--username=" + NAME,
            "--no-password",
            "--no-psqlrc",
            "--tuples-only",
            "--no-align",
            "--command=" + query,
            NAME);
    psql.environment().put("PGPASSWORD", login);
    return output(psql);
  }

  private void end() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  @Override
  public void close() {
    end();
    atExit.close();
  }
}
