package org.radiologytrust.recovery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.RouteController;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.app.App;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.launch.ShippedRoutes;
import org.radiologytrust.peers.ollama.OllamaFault;
import org.radiologytrust.peers.ollama.OllamaServer;

/**
 * Whatever stops the route {@code audit} while a model is asked: the run is given back, nothing is
 * counted, and it goes on with what it had.
 */
@Tag("safety")
@Tag("integration")
class StoppedRunTest {
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir Path folder;
  private OllamaServer ollama;

  /**
   * What the journal has of a run.
   *
   * @param counted how often it failed or was lost
   * @param claims whether the answer of the step claims is kept
   */
  private record Row(String state, int counted, int claims) {}

  /** The first call for a wording hangs. */
  @BeforeEach
  void start() throws IOException {
    ollama = OllamaServer.ofPair(ModelAnswers::of);
    ollama.script().times(1, call -> call.step().equals("rewrite"), OllamaFault.stallBefore(LONG));
  }

  @AfterEach
  void stop() {
    ollama.close();
  }

  private List<Row> runs() throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (Connection journal =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("home/journal.db"));
        ResultSet rs =
            journal
                .createStatement()
                .executeQuery(
                    "select state, attempts + lost, (select count(*) from job_step s"
                        + " where s.run_id = j.run_id and s.step = 'claims') from job j order by created_at")) {
      while (rs.next()) {
        rows.add(new Row(rs.getString(1), rs.getInt(2), rs.getInt(3)));
      }
    }
    return rows;
  }

  private void report(Product product, String number) throws IOException {
    String ack =
        product.mllp(
            Chest.oru(PhantomStudy.chest("ACC" + number), number, "PHANTOM-1", Chest.TEXT, "F", 0));
    assertTrue(ack.contains("\rMSA|AA|" + number), ack);
  }

  private void hangs() {
    await().atMost(LONG).until(() -> ollama.calls("rewrite").size() == 1);
  }

  private void givenBack() throws Exception {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertEquals(
                    new Row("ready", 0, 1), runs().get(0), "with the answer of the step claims"));
    await().atMost(LONG).until(() -> ollama.calls("rewrite").get(0).cancelled());
  }

  /** Each run was made, the first one in two goes, and asked for nothing that it had. */
  private void published(Product product, int runs) throws Exception {
    await().atMost(LONG).until(() -> product.summaries().size() == runs);
    assertEquals(runs, ollama.calls("claims").size(), "kept");
    assertEquals(runs + 1, ollama.calls("rewrite").size(), "the one that hung, once more");
    for (Row run : runs()) {
      assertEquals(new Row("done", 0, 1), run);
    }
  }

  /** The product in this JVM, whose routes have a second to end what they do. */
  private App app(Map<String, String> more) {
    Map<String, String> all = Product.ollama(ollama.url().toString());
    all.putAll(more);
    App app = Product.app(folder.resolve("home"), Map.of(), all);
    app.camel().getShutdownStrategy().setTimeout(1);
    return app;
  }

  private static Product product(App app) {
    return new Product(app.mllpPort(), app.httpPort(), app.managementPort(), app);
  }

  private interface Change {
    void make(RouteController routes) throws Exception;
  }

  private void goesOn(Change stop, ServiceStatus stopped, Change start) throws Exception {
    App app = app(Map.of());
    try (Product product = product(app)) {
      RouteController routes = app.camel().getRouteController();
      report(product, "M1");
      hangs();
      stop.make(routes);
      assertEquals(stopped, routes.getRouteStatus("audit"));
      givenBack();
      report(product, "M2");
      await()
          .atMost(LONG)
          .until(() -> runs().size() == 2 && runs().get(1).equals(new Row("ready", 0, 0)));
      assertEquals(1.0, product.metrics().get("rtl_reports_open{state=\"ready\"}"));
      start.make(routes);
      published(product, 2);
    }
  }

  @Test
  void aRouteThatIsStoppedAndStarted() throws Exception {
    goesOn(r -> r.stopRoute("audit"), ServiceStatus.Stopped, r -> r.startRoute("audit"));
  }

  @Test
  void aRouteThatIsSuspendedAndResumed() throws Exception {
    goesOn(r -> r.suspendRoute("audit"), ServiceStatus.Suspended, r -> r.resumeRoute("audit"));
  }

  @Test
  void aRouteWhoseFileIsChanged() throws Exception {
    Path routes = ShippedRoutes.copiedTo(folder);
    App app = app(Map.of("rtl.routes", routes.toString()));
    try (Product product = product(app)) {
      report(product, "M1");
      hangs();
      Path changed = folder.resolve("audit.yaml");
      Files.writeString(
          changed,
          Files.readString(routes.resolve("audit.yaml"))
              .replace("Runs the audit of a report", "Runs the audit after a change"));
      Files.move(changed, routes.resolve("audit.yaml"), StandardCopyOption.REPLACE_EXISTING);
      published(product, 1);
      assertEquals(
          "Runs the audit after a change", app.camel().getRoute("audit-steps").getDescription());
    }
  }

  /** With the time that Camel gives routes, as it is shipped. */
  @Test
  void aProcessThatIsTerminated() throws Exception {
    Path home = folder.resolve("home");
    Map<String, String> settings = Product.ollama(ollama.url().toString());
    try (ServeProcess first = ServeProcess.start(home, settings)) {
      report(first.product(), "M1");
      hangs();
    }
    givenBack();
    try (ServeProcess second = ServeProcess.start(home, settings)) {
      published(second.product(), 1);
    }
  }
}
