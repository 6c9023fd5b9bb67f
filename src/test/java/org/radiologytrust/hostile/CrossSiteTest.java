package org.radiologytrust.hostile;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.browser.Chromium;
import org.radiologytrust.browser.Console;
import org.radiologytrust.launch.Product;

/**
 * Another site's page in the browser of an operator who is logged in. The product is reached by
 * plain HTTP on a network name, where browsers send no Sec-Fetch headers.
 */
@Tag("peers")
@Tag("safety")
class CrossSiteTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String HL7_IN = Console.ROUTE.formatted("hl7-in");
  private static final String STOP_PATH =
      "/hawtio/jolokia/exec/org.apache.camel:context=rtl,name=!%22hl7-in!%22,type=routes/stop()";
  private static final String STOP_ALL_PATH =
      "/hawtio/jolokia/exec/org.apache.camel:type=routes,*/stop()";

  /** JSON without a quotation mark in the MBean's name, so that it fits into a form's field. */
  private static final String STOP_ALL =
      "{\"type\":\"exec\",\"mbean\":\"org.apache.camel:type=routes,*\",\"operation\":\"stop()\"";

  private static final String REPORT =
      "{\"resourceType\":\"DiagnosticReport\",\"status\":\"final\"";

  @TempDir static Path folder;
  private static HttpServer evil;
  private static Product product;
  private static Console console;
  private Chromium chromium;

  @BeforeAll
  static void start() throws Exception {
    product = Product.start(folder.resolve("home"), Map.of());
    console = new Console(product.managementPort());
    evil = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    // the page is in the query of its address
    evil.createContext(
        "/",
        exchange -> {
          String query = exchange.getRequestURI().getRawQuery();
          byte[] page =
              URLDecoder.decode(query == null ? "" : query, StandardCharsets.UTF_8)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, page.length == 0 ? -1 : page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    evil.start();
  }

  @AfterAll
  static void stop() throws Exception {
    evil.stop(0);
    product.close();
  }

  @BeforeEach
  void logIn() throws Exception {
    chromium =
        new Chromium(
            folder,
            "operator",
            Product.PASSWORD,
            "--host-resolver-rules=MAP rtl.hospital 127.0.0.1, MAP evil.test 127.0.0.1");
    chromium.open(management("/hawtio/"));
    await().atMost(LONG).until(() -> chromium.text().contains("operator"));
  }

  @AfterEach
  void close() throws Exception {
    chromium.close();
  }

  private static String management(String path) {
    return "http://rtl.hospital:" + product.managementPort() + path;
  }

  private static String api(String path) {
    return "http://rtl.hospital:" + product.httpPort() + path;
  }

  private static String quoted(String html) {
    return html.replace("&", "&amp;").replace("\"", "&quot;");
  }

  /** Opens a page of the other site. */
  private void open(String html) throws Exception {
    chromium.open("http://evil.test:" + evil.getAddress().getPort() + "/empty");
    await()
        .atMost(LONG)
        .until(() -> chromium.evaluate("location.host").asText().startsWith("evil.test"));
    chromium.evaluate(
        "document.open(); document.write(" + Chromium.text(html) + "); document.close(); 0");
  }

  /** Waits until the other site's page has become an answer of the product. */
  private void leaves() {
    await()
        .atMost(LONG)
        .until(
            () ->
                chromium
                    .evaluate(
                        "!location.host.startsWith('evil') && document.readyState=='complete'")
                    .asBoolean());
  }

  private static void nothingChanged(String after) throws Exception {
    assertEquals("Started", console.read(HL7_IN, "State").path("value").asText(), after);
    assertEquals(
        0.0,
        product.metrics().entrySet().stream()
            .filter(e -> e.getKey().startsWith("rtl_messages_total"))
            .mapToDouble(Map.Entry::getValue)
            .sum(),
        after);
  }

  @Test
  void aLinkChangesNothing() throws Exception {
    for (String path : List.of(STOP_PATH, STOP_ALL_PATH)) {
      open("<a href=\"" + management(path) + "\">a picture</a>");
      assertTrue(chromium.click("a", "a picture"));
      leaves();
      nothingChanged(path);
      open("<script>location.href = '" + management(path) + "'</script>");
      leaves();
      nothingChanged(path);
    }
    chromium.open(management("/hawtio/"));
    await().atMost(LONG).until(() -> chromium.text().contains("operator"));
  }

  @Test
  void aFormChangesNothing() throws Exception {
    for (Map.Entry<String, String> target :
        Map.of(
                management("/hawtio/jolokia/"), STOP_ALL,
                management("/hawtio/jolokia"), STOP_ALL,
                api("/fhir"), REPORT,
                api("/fhir/DiagnosticReport"), REPORT)
            .entrySet()) {
      for (String type :
          List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
        String name = target.getValue() + ",\"x\":\"";
        open(
            "<form method=post enctype=\"%s\" action=\"%s\"><input name=\"%s\" value=\"%s\"></form>"
                    .formatted(type, target.getKey(), quoted(name), quoted("\"}"))
                + "<script>document.forms[0].submit()</script>");
        leaves();
        nothingChanged(type + " to " + target.getKey());
      }
    }
    open(
        "<form action=\"%s\"><input name=p value=\"%s\"></form>"
                .formatted(
                    management("/hawtio/jolokia"), "exec/org.apache.camel:type=routes,*/stop()")
            + "<script>document.forms[0].submit()</script>");
    leaves();
    nothingChanged("a form by GET");
  }

  @Test
  void aForeignFetchChangesNothing() throws Exception {
    open("<p>a page</p>");
    for (String type : List.of("", "text/plain", "application/json", "text/json")) {
      for (String mode : List.of("no-cors", "cors")) {
        for (Map.Entry<String, String> target :
            Map.of(management("/hawtio/jolokia/"), STOP_ALL, api("/fhir"), REPORT).entrySet()) {
          String body =
              "new Blob([" + Chromium.text(target.getValue() + "}") + "], {type: '" + type;
          chromium.evaluate(
              "fetch('%s', {method: 'POST', mode: '%s', credentials: 'include', body: %s'})})"
                      .formatted(target.getKey(), mode, body)
                  + ".then(() => 'sent', () => 'refused')");
          nothingChanged(mode + " " + type + " to " + target.getKey());
        }
      }
    }
    for (String path : List.of(STOP_PATH, STOP_ALL_PATH)) {
      chromium.evaluate(
          "fetch('%s', {mode: 'no-cors', credentials: 'include'}).then(() => 0, () => 1)"
              .formatted(management(path)));
      chromium.evaluate(
          "new Promise(done => { const i = new Image(); i.onload = i.onerror = () => done(0);"
              + " i.src = '%s'; })".formatted(management(path)));
      nothingChanged(path);
    }
    assertFalse(
        chromium
            .evaluate(
                "fetch('%s', {credentials: 'include'}).then(a => a.text(), () => '')"
                    .formatted(api("/fhir/Device")))
            .asText()
            .contains("resourceType"),
        "and nothing can be read");
  }
}
