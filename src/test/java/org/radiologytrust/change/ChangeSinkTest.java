package org.radiologytrust.change;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.store.StoredText;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.fhir.FhirServer;
import org.radiologytrust.settings.Settings;
import org.slf4j.LoggerFactory;

/**
 * The sink of docs/recipes/publish-folder.yaml, as it stands there, and what a sink of a site may
 * get wrong.
 */
@Tag("integration")
class ChangeSinkTest {
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir Path folder;
  private Path routes;
  private Path out;

  @BeforeEach
  void shippedRoutes() throws IOException {
    routes = Files.createDirectory(folder.resolve("routes"));
    out = folder.resolve("out");
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      for (Path file : files.toList()) {
        Files.copy(file, routes.resolve(file.getFileName()));
      }
    }
  }

  /** The route of docs/recipes, to a folder of the test. */
  private String documented() throws IOException {
    String file = Files.readString(Path.of("docs/recipes/publish-folder.yaml"));
    assertTrue(file.lines().count() <= 6, "six lines");
    String route = file.replace("file:/var/lib/rtl/out", "file:" + out);
    assertTrue(route.contains("file:" + out), route);
    return route;
  }

  private void save(String route) throws IOException {
    Path fresh = Files.writeString(folder.resolve("fresh"), route);
    Files.move(fresh, routes.resolve("publish-folder.yaml"), StandardCopyOption.ATOMIC_MOVE);
  }

  private Product start(String sinks) {
    return start(sinks, Map.of());
  }

  private Product start(String sinks, Map<String, String> more) {
    Map<String, String> all = new java.util.HashMap<>(more);
    all.put("rtl.routes", routes.toString());
    all.put("rtl.sinks", sinks);
    return Product.start(folder.resolve("home"), all);
  }

  private static void report(Product product, String accession, String patient) throws Exception {
    String ack =
        product.mllp(
            Chest.oru(PhantomStudy.chest(accession), accession, patient, Chest.TEXT, "F", 0));
    assertTrue(ack.contains("MSA|AA|" + accession), ack);
  }

  private static double deliveries(Product product, String sink, String state) throws Exception {
    return product
        .metrics()
        .getOrDefault("rtl_deliveries{sink=\"" + sink + "\",state=\"" + state + "\"}", -1.0);
  }

  private static java.net.http.HttpResponse<String> ready(Product product) throws Exception {
    return product.anonymous(product.managementPort(), "/observe/health/ready?data=true");
  }

  private void awaitReady(Product product, int status, String word) {
    await()
        .atMost(LONG)
        .until(
            () -> {
              var health = ready(product);
              return health.statusCode() == status && health.body().contains(word);
            });
  }

  private String bundle() throws SQLException {
    try (Connection journal = connection();
        Statement statement = journal.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select a.bundle_packed from audit a join delivery d on d.run_id = a.run_id"
                    + " where d.sink = 'folder' order by d.ordinal")) {
      return StoredText.of(row.getBytes(1));
    }
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("home/journal.db"));
  }

  /** One column of the folder's deliveries, in the order in which their runs ended. */
  private List<String> journal(String column) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Connection journal = connection();
        Statement statement = journal.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select " + column + " from delivery where sink = 'folder' order by ordinal")) {
      while (rows.next()) {
        all.add(rows.getString(1));
      }
    }
    return all;
  }

  private boolean failed() throws SQLException {
    return journal("attempts").stream().anyMatch(attempts -> !attempts.equals("0"));
  }

  /** The audits in the folder, the first written first. */
  private List<String> written() throws IOException {
    if (!Files.isDirectory(out)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(out)) {
      return files
          .sorted(Comparator.comparing(file -> file.toFile().lastModified()))
          .map(file -> file.getFileName().toString())
          .toList();
    }
  }

  @Test
  void auditsBecomeFilesWholeInOrderAndOnceEach() throws Exception {
    save(documented());
    try (FhirServer server = new FhirServer();
        Product product =
            start(
                "fhir,folder",
                Map.of(
                    "rtl.fhir.server",
                    server.url().toString(),
                    "rtl.fhir.unresolved",
                    "logical"))) {
      for (int i = 1; i <= 4; i++) {
        report(product, "ACC" + i, "P-" + i);
        double sent = i;
        await().atMost(LONG).until(() -> deliveries(product, "folder", "sent") == sent);
      }
      await().atMost(LONG).until(() -> deliveries(product, "fhir", "sent") == 4);
      assertEquals(journal("run_id").stream().map(run -> run + ".json").toList(), written());
      assertEquals(List.of("1", "1", "1", "1"), journal("attempts"));
      String first = Files.readString(out.resolve(written().get(0)));
      Bundle bundle = FhirContext.forR4Cached().newJsonParser().parseResource(Bundle.class, first);
      assertEquals(Bundle.BundleType.TRANSACTION, bundle.getType());
      assertEquals(200, ready(product).statusCode());
    }
  }

  @Test
  void aFolderThatCannotBeWrittenMakesItWaitAndLosesNothing() throws Exception {
    save(documented());
    Files.writeString(out, "in the way");
    try (Product product = start("folder")) {
      for (int i = 1; i <= 3; i++) {
        report(product, "ACC" + i, "P-" + i);
      }
      await().atMost(LONG).until(this::failed);
      await().atMost(LONG).until(() -> deliveries(product, "folder", "pending") == 3);
      assertTrue(journal("reason").toString().contains("the file cannot be written"));
      Files.delete(out);
      await().atMost(LONG).until(() -> deliveries(product, "folder", "sent") == 3);
      assertEquals(
          journal("run_id").stream().map(run -> run + ".json").sorted().toList(),
          written().stream().sorted().toList());
    }
  }

  @Test
  void aNamedSinkWithoutARouteIsNotReadyAndLosesNothing() throws Exception {
    try (Product product = start("folder")) {
      awaitReady(product, 503, "no running route sends the deliveries of folder");
      report(product, "ACC1", "P-1");
      await().atMost(LONG).until(() -> deliveries(product, "folder", "pending") == 1);
      save(documented());
      awaitReady(product, 200, "UP");
      await().atMost(LONG).until(() -> deliveries(product, "folder", "sent") == 1);
      save(documented().replace("sink=folder", "sink=flder"));
      awaitReady(product, 503, "no running route sends the deliveries of folder");
      report(product, "ACC2", "P-2");
      await().atMost(LONG).until(() -> deliveries(product, "folder", "pending") == 1);
      save(documented());
      await().atMost(LONG).until(() -> deliveries(product, "folder", "sent") == 2);
      awaitReady(product, 200, "UP");
    }
  }

  private String refused(String sinks) {
    return assertThrows(Settings.Wrong.class, () -> start(sinks).close()).getMessage();
  }

  @Test
  void whatCannotBeDeliveredStopsTheStart() throws Exception {
    save(documented());
    assertTrue(refused("fhir,folder").contains("rtl.sinks names fhir: set rtl.fhir.server too"));
    String unnamed = refused("");
    assertTrue(unnamed.contains("journal:outbox?sink=folder: add this sink to rtl.sinks"), unnamed);
    save(documented() + "        - wireTap: {uri: 'direct:x'}\n");
    String keeps = refused("folder");
    assertTrue(keeps.contains("route publish-folder: wireTap is not allowed"), keeps);
    Files.delete(routes.resolve("publish-folder.yaml"));
    Files.writeString(
        routes.resolve("publish.yaml"),
        """
        - route:
            id: publish-fhir
            precondition: "{{rtl.fhir.enabled}}"
            from:
              uri: timer:publish-fhir
              steps:
                - to: bean:fhirSink?method=deliver
        """);
    String earlier = refused("");
    assertTrue(earlier.contains("publish.yaml was written for an earlier version"), earlier);
    assertTrue(earlier.contains("publish-fhir and publish-kafka"), earlier);
    assertEquals(1, earlier.lines().count(), earlier);
  }

  /** All that is logged. */
  private static final class Overheard extends AppenderBase<ILoggingEvent> {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      String told = event.getLoggerName() + " " + event.getFormattedMessage();
      if (event.getThrowableProxy() != null) {
        told += ThrowableProxyUtil.asString(event.getThrowableProxy());
      }
      lines.add(told);
    }
  }

  @Test
  void whatASinksExceptionQuotesIsLoggedNowhere() throws Exception {
    String patient = "Zebrakanari-4711";
    // no error handler of their own, and one in a route beside
    save(
        """
        - route:
            id: publish-folder
            from:
              uri: journal:outbox?sink=folder
              steps:
                - to: direct:quoting
        - route:
            id: quoting
            from:
              uri: direct:quoting
              steps:
                - throwException: {exceptionType: java.io.IOException, message: "${body}"}
        """);
    Overheard overheard = new Overheard();
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    overheard.start();
    root.addAppender(overheard);
    try (Product product = start("folder")) {
      report(product, "ACC1", patient);
      await().atMost(LONG).until(this::failed);
    } finally {
      root.detachAppender(overheard);
    }
    assertTrue(bundle().contains(patient), "the exception quoted it");
    assertTrue(
        overheard.lines.stream()
            .anyMatch(line -> line.contains("delivery of run") && line.contains(" to folder ")));
    for (String line : overheard.lines) {
      assertFalse(line.contains(patient), line);
    }
    assertFalse(journal("reason").toString().contains(patient));
  }
}
