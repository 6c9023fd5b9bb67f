package org.radiologytrust.change;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ShippedRoutes;

/** Route files that are added, changed and removed while the product runs. */
@Tag("integration")
class RouteReloadTest {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final String READY = "/observe/health/ready";
  private static final String ADT = "MSH|^~\\&|RIS|HOSP|||20260401||ADT^A01|1|P|2.5\rPID|1||4711\r";

  @TempDir Path folder;

  private Path routes;
  private Product product;
  private CapturedLog log;

  @BeforeEach
  void start() throws Exception {
    routes = ShippedRoutes.copiedTo(folder);
    log = new CapturedLog("org.radiologytrust.ops.routes.RouteFiles");
    product = Product.start(folder.resolve("home"), Map.of("rtl.routes", routes.toString()));
  }

  @AfterEach
  void stop() throws Exception {
    product.close();
    log.close();
  }

  private static String route(String id, String from) {
    return "- route:\n    id: "
        + id
        + "\n    from:\n      uri: "
        + from
        + "\n      steps:\n        - setBody:\n            constant: done\n";
  }

  @Test
  void aGoodChangeIsOneLineAndARemovedFileStopsItsRoutes() throws Exception {
    Path out = folder.resolve("out");
    String second = route("second", "direct:second");
    String both =
        "- route:\n    id: first\n    from:\n      uri: timer:first?period=50\n      steps:\n"
            + "        - setBody:\n            constant: done\n        - to: file:"
            + out
            + "?fileName=done\n"
            + second;
    // as an editor does: in place
    Files.writeString(routes.resolve("site.yaml"), both);
    await().atMost(LONG).until(() -> Files.exists(out.resolve("done")));
    awaitLines("route file site.yaml was loaded: routes first, second");

    move(second, "site.yaml");
    awaitLines(
        "route file site.yaml was loaded: routes first, second",
        "route file site.yaml was loaded: routes second; stopped: first");
    Files.deleteIfExists(out.resolve("done"));

    Files.delete(routes.resolve("site.yaml"));
    awaitLines(
        "route file site.yaml was loaded: routes first, second",
        "route file site.yaml was loaded: routes second; stopped: first",
        "route file site.yaml was removed: stopped second");
    assertTrue(Files.notExists(out.resolve("done")));
    assertEquals(200, ready().statusCode());
    String health = ready().body();
    assertTrue(health.contains("second was stopped: it is no longer in site.yaml"), health);
    // and it can come back
    move(second, "site.yaml");
    await().atMost(LONG).until(() -> !ready().body().contains("second was stopped"));
  }

  @Test
  void aRouteThatCannotStartIsNamedWithTheReason() throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      move(
          route("busy", "netty:tcp://127.0.0.1:" + busy.getLocalPort() + "?sync=true"),
          "busy.yaml");
      awaitNotReady("not running: busy (busy.yaml: its port is in use");
    }
    move(route("busy", "direct:busy"), "busy.yaml");
    awaitReady();

    move(route("odd", "direct:odd?canary-option=true"), "busy.yaml");
    String body = awaitNotReady("not running: odd (busy.yaml: it names");
    assertTrue(!body.contains("canary"), body);
    Files.delete(routes.resolve("busy.yaml"));
    awaitReady();

    // all routes that ran go on: no reason to take the node out of service
    move("- route: [broken", "new.yaml");
    awaitWarning("new.yaml was not loaded, none of its routes runs (");
    Files.delete(routes.resolve("new.yaml"));
    await().atMost(LONG).until(() -> !ready().body().contains("new.yaml"));
    List<String> errors = log.lines(Level.ERROR);
    assertEquals(3, errors.size(), errors::toString);
    assertTrue(
        errors
            .get(0)
            .startsWith("route file busy.yaml was not loaded, not running: busy: its port"));
    assertTrue(errors.stream().allMatch(line -> line.lines().count() == 1), errors::toString);
  }

  /** Camel would stop the intake and run the other route in its place. */
  @Test
  @Tag("safety")
  void aRouteOfAnotherFileIsNotReplacedAndAnUnreadableFileIsNamed() throws Exception {
    move(route("hl7-in", "direct:mine"), "mine.yaml");
    awaitWarning("mine.yaml was not loaded, none of its routes runs (hl7.yaml has a route of the");
    assertTrue(product.mllp(ADT).contains("MSA|AA"));
    move(route("mine", "direct:mine"), "mine.yaml");
    await()
        .atMost(LONG)
        .until(() -> log.lines().contains("route file mine.yaml was loaded: routes mine"));
    // a burst of changes must not be the last one that is seen
    for (int i = 0; i < 600; i++) {
      Files.delete(Files.writeString(routes.resolve("burst.yaml"), "x"));
    }

    move(route("mine", "direct:mine") + "#" + "x".repeat(1 << 20), "mine.yaml");
    await()
        .atMost(LONG)
        .until(() -> ready().body().contains("mine.yaml was not loaded, its earlier routes run"));
    assertEquals(200, ready().statusCode());

    Files.move(routes.resolve("hl7.yaml"), routes.resolve("renamed.yaml"));
    await()
        .atMost(LONG)
        .until(() -> log.lines().stream().anyMatch(l -> l.contains("renamed.yaml was loaded")));
    awaitReady();
    assertTrue(product.mllp(ADT).contains("MSA|AA"));
  }

  private void awaitLines(String... lines) {
    await().atMost(LONG).untilAsserted(() -> assertEquals(List.of(lines), log.lines()));
  }

  private String awaitNotReady(String message) throws Exception {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertTrue(ready().body().contains(message), ready().body() + log.lines());
              assertEquals(503, ready().statusCode());
            });
    return product.anonymous(product.managementPort(), READY).body();
  }

  private void awaitWarning(String message) throws Exception {
    await().atMost(LONG).until(() -> ready().body().contains(message));
    assertEquals(200, ready().statusCode());
  }

  /** Such as a copy of a file, or a comment in one: nothing that ran is interrupted. */
  @Test
  void aHarmlessChangeLeavesRoutesRunningAndTheNodeReady() throws Exception {
    String hl7 = Files.readString(routes.resolve("hl7.yaml"));
    Files.copy(routes.resolve("hl7.yaml"), routes.resolve("hl7 copy.yaml"));
    awaitWarning("hl7 copy.yaml was not loaded, none of its routes runs (hl7.yaml has a route");
    Files.delete(routes.resolve("hl7 copy.yaml"));
    await().atMost(LONG).until(() -> !ready().body().contains("hl7 copy.yaml"));
    move("# ours\n\n" + hl7.replace("    id: hl7-in\n", "    id:   hl7-in  # MLLP\n"), "hl7.yaml");
    // the next change of another file is seen after it
    move(route("mine", "direct:mine"), "mine.yaml");
    awaitLines(
        "route file hl7 copy.yaml was not loaded: hl7.yaml has a route of the id hl7-in too:"
            + " change one of them",
        "route file hl7 copy.yaml was removed: it had no route",
        "route file mine.yaml was loaded: routes mine");
    assertEquals(200, ready().statusCode());
  }

  private void awaitReady() {
    await().atMost(LONG).until(() -> ready().statusCode() == 200);
  }

  private HttpResponse<String> ready() throws Exception {
    return product.anonymous(product.managementPort(), READY);
  }

  private void move(String content, String name) throws IOException {
    Path fresh = Files.writeString(folder.resolve("fresh"), content);
    Files.move(
        fresh,
        routes.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
