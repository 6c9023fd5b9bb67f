package org.radiologytrust.recovery;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;

/** kill -9 of a process that was asked for a change; the answer may be lost. */
final class KilledChange {
  static final Duration LONG = Duration.ofSeconds(90);

  private KilledChange() {}

  /** Asks for the change. */
  interface Request {
    void send(Product product) throws Exception;
  }

  /** Kills the process when one of its threads is in the method. */
  static void whileIn(ServeProcess process, String method, Request request) throws Exception {
    CompletableFuture<Void> sent = send(process, request);
    await().atMost(LONG).until(() -> stacks(process).contains(method));
    process.kill();
    sent.join();
  }

  /** Kills the process as soon as the condition holds. */
  static void once(ServeProcess process, Callable<Boolean> holds, Request request)
      throws Exception {
    CompletableFuture<Void> sent = send(process, request);
    await().atMost(LONG).pollInterval(Duration.ofMillis(1)).until(holds);
    process.kill();
    sent.join();
  }

  private static CompletableFuture<Void> send(ServeProcess process, Request request) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            request.send(process.product());
          } catch (Exception killed) {
            // no answer
            return;
          }
        });
  }

  private static String stacks(ServeProcess process) throws Exception {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                "" + process.pid(),
                "Thread.print")
            .redirectErrorStream(true)
            .start();
    String stacks = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    jcmd.waitFor();
    return stacks;
  }

  /** Whether a condition of SQL holds in the journal. Closes the connection. */
  static boolean holds(Connection journal, String condition) throws SQLException {
    try (journal;
        Statement statement = journal.createStatement()) {
      if (journal.getMetaData().getURL().startsWith("jdbc:sqlite:")) {
        statement.execute("pragma busy_timeout = 30000");
      }
      try (ResultSet rs = statement.executeQuery("select " + condition)) {
        return rs.next() && rs.getBoolean(1);
      }
    }
  }
}
