package org.radiologytrust.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.browser.Console;
import org.radiologytrust.launch.BasicLogin;
import org.radiologytrust.launch.Product;

/** What comes to the running product's ports to do harm, from somebody who has a login. */
@Timeout(60)
@Tag("safety")
@Tag("integration")
class HostileHttpTest {
  private static final String JOLOKIA = "/hawtio/jolokia/";
  private static final String SCRIPT = "<img src=x onerror=alert(1)>";

  @TempDir static Path folder;
  private static Product product;

  @BeforeAll
  static void start() {
    product = Product.start(folder.resolve("home"), Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    product.close();
  }

  private static int port(String path) {
    return path.startsWith("/fhir") ? product.httpPort() : product.managementPort();
  }

  private static HttpResponse<String> post(String path, String type, byte[] body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(path) + path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", type)
            .header("Authorization", BasicLogin.of("operator", Product.PASSWORD))
            .POST(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String path, String... headers) throws Exception {
    return new Console(port(path)).get(path, Product.PASSWORD, headers);
  }

  /** A request as it is written here: no client tidies its path. Head and body of the answer. */
  private static String raw(String path) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port(path))) {
      socket.setSoTimeout(20_000);
      String head =
          "GET "
              + path
              + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: "
              + BasicLogin.of("operator", Product.PASSWORD)
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "'{\"type\":\"read\",\"mbean\":\"java.lang:type=Memory\",\"attribute\":', '}'",
    "'{\"type\":\"exec\",\"mbean\":\"org.apache.camel:context=rtl,type=context,name=*\","
        + "\"operation\":\"dumpRoutesAsXml()\",\"arguments\":', '}'",
  })
  void deepJsonDoesJolokiaNoHarm(String before, String after) throws Exception {
    for (int depth : new int[] {900, 200_000}) {
      String deep = before + "[".repeat(depth) + "]".repeat(depth) + after;
      HttpResponse<String> answer =
          post(JOLOKIA, "application/json", deep.getBytes(StandardCharsets.UTF_8));
      assertFalse(answer.body().contains("StackOverflow"), "refused, not run into");
      assertTrue(answer.body().length() < 100_000, "no more comes out than went in");
      assertEquals(200, get(JOLOKIA + "version").statusCode(), "and the next is served");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/fhir", "/fhir/DiagnosticReport"})
  void deepJsonDoesFhirNoHarm(String path) throws Exception {
    for (String begin : List.of("[", "{\"a\":", "{\"resourceType\":\"Bundle\",\"entry\":[")) {
      String deep = begin.repeat(100_000);
      HttpResponse<String> answer =
          post(path, "application/fhir+json", deep.getBytes(StandardCharsets.UTF_8));
      assertEquals(400, answer.statusCode(), answer.body());
    }
  }

  @Test
  void noPathLeadsOutOfTheConsolesFolder() throws Exception {
    assertTrue(raw("/hawtio/index.html").startsWith("HTTP/1.1 200"));
    for (String name : List.of("application.properties", "jolokia-access.xml", "logback.xml")) {
      for (String up :
          List.of(
              "../",
              "..%2f",
              "%2e%2e/",
              "%2e%2e%2f",
              "..%5c",
              "..\\",
              "%252e%252e%252f",
              "..;/",
              "....//",
              "static/../../",
              "./../",
              "/../",
              "%00../")) {
        String answer = raw("/hawtio/" + up + name);
        assertFalse(answer.contains("rtl.home"), up + name);
        assertFalse(answer.contains("<restrict>"), up + name);
        assertFalse(answer.contains("<configuration"), up + name);
      }
    }
    for (String path :
        List.of(
            "/hawtio/../../../../../../etc/passwd",
            "/hawtio/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
            "/hawtio//etc/passwd",
            "/fhir/../../../../../../etc/passwd",
            "/fhir/Observation/..%2f..%2f..%2fetc%2fpasswd",
            "/fhir/Observation/%2e%2e%2fmetadata")) {
      assertFalse(raw(path).contains("root:"), path);
    }
    assertTrue(raw("/fhir/Observation/%2e%2e%2fmetadata").startsWith("HTTP/1.1 404"));
  }

  @Test
  void whatJolokiaEchoesIsJsonAndNeverAScriptOrAPage() throws Exception {
    String escaped = "%3Cimg%20src=x%20onerror=alert(1)%3E";
    for (String path :
        List.of(
            "version?callback=alert",
            "version?mimeType=text/html",
            "version?callback=" + escaped + "&mimeType=text/html",
            "read/" + escaped,
            "read/java.lang:type=Memory/" + escaped,
            "search/" + escaped + ":*",
            "exec/java.lang:type=Memory/" + escaped)) {
      HttpResponse<String> answer = get(JOLOKIA + path);
      assertEquals(List.of("application/json"), answer.headers().allValues("Content-Type"), path);
      assertEquals(List.of("nosniff"), answer.headers().allValues("X-Content-Type-Options"), path);
      assertEquals(
          List.of("default-src 'none'; frame-ancestors 'none'"),
          answer.headers().allValues("Content-Security-Policy"),
          path);
      assertTrue(answer.body().startsWith("{"), answer.body());
    }
  }

  /**
   * Names of sites and ids that others wrote are shown to an operator only where they look like
   * ids.
   */
  @Test
  void whatAMessageSaysIsDataToWhoeverWatches() throws Exception {
    String ack =
        product.mllp(
            "MSH|^~\\&|"
                + SCRIPT
                + "|"
                + SCRIPT
                + "|RTL|S|2026||ORU^R01|"
                + SCRIPT
                + "|P|2.5.1\rPID|1||4711||"
                + SCRIPT
                + "\r");
    assertFalse(ack.contains("MSA|AA"), ack);
    HttpResponse<String> held = product.get("/api/messages?state=quarantined");
    String type = held.headers().firstValue("Content-Type").orElse("");
    assertTrue(type.startsWith("application/json"), type);
    assertEquals(200, held.statusCode(), held.body());
    assertTrue(held.body().contains("\"site\":\"(not shown)\""), held.body());
    assertFalse(held.body().contains("onerror"), held.body());
    HttpResponse<String> search = get("/fhir/Observation?identifier=%3Cscript%3E&x=%3Cscript%3E");
    assertTrue(
        search.headers().firstValue("Content-Type").orElse("").startsWith("application/fhir+json"));
    assertEquals(
        List.of("default-src 'none'; frame-ancestors 'none'"),
        search.headers().allValues("Content-Security-Policy"));
    HttpResponse<String> page = get("/fhir/Observation?_format=text/html");
    assertTrue(
        page.headers().firstValue("Content-Type").orElse("").startsWith("application/fhir+"),
        page.headers()::toString);
    for (String path : List.of("/fhir/%3Cscript%3E", "/hawtio/%3Cscript%3E.js", "/%3Cscript%3E")) {
      assertFalse(get(path).body().contains("<script>alert"), path);
      assertFalse(get(path).body().contains("<script>.js"), path);
    }
  }

  /** Bytes that would say so if anybody made objects of them. */
  private static final class Canary implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final AtomicInteger HEARD = new AtomicInteger();

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      HEARD.incrementAndGet();
    }
  }

  private static byte[] canary() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Canary());
    }
    return bytes.toByteArray();
  }

  @Test
  void noDoorMakesObjectsOfBytes() throws Exception {
    byte[] bytes = canary();
    for (String path :
        List.of("/fhir", "/fhir/DiagnosticReport", "/fhir/Observation/_search", JOLOKIA)) {
      for (String type :
          List.of(
              "application/x-java-serialized-object",
              "application/x-java-object",
              "application/octet-stream",
              "application/fhir+json",
              "application/json")) {
        HttpResponse<String> answer =
            post(path, type, bytes, "Accept", "application/x-java-serialized-object");
        assertFalse(answer.body().contains("\"status\":200"), answer.body());
        assertFalse(
            answer.headers().firstValue("Content-Type").orElse("").contains("java"),
            answer.headers()::toString);
      }
    }
    String ack = product.mllp(bytes);
    assertTrue(ack.contains("MSA|AR|"), ack);
    assertEquals(0, Canary.HEARD.get());
    // it would have been heard
    new ObjectInputStream(new ByteArrayInputStream(bytes)).readObject();
    assertEquals(1, Canary.HEARD.get());
  }
}
