package org.radiologytrust.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.browser.Console;
import org.radiologytrust.launch.BasicLogin;
import org.radiologytrust.launch.Product;

/** Which requests to Jolokia may call an operation: a POST of JSON that names one MBean. */
@Tag("safety")
@Tag("integration")
class JolokiaCallsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JOLOKIA = "/hawtio/jolokia/";
  private static final String HL7_IN = Console.ROUTE.formatted("hl7-in");
  private static final String NAMED =
      "org.apache.camel:context=rtl,name=\\\"hl7-in\\\",type=routes";

  @TempDir static Path folder;
  private static Product product;
  private static Console console;
  private static Map<String, String> before;

  @BeforeAll
  static void start() throws Exception {
    product = Product.start(folder.resolve("home"), Map.of());
    console = new Console(product.managementPort());
    before = states();
    assertTrue(before.containsValue("Started"), before::toString);
  }

  @AfterAll
  static void stop() throws Exception {
    product.close();
  }

  private static Map<String, String> states() throws Exception {
    Map<String, String> all = new TreeMap<>();
    for (String route : console.search("org.apache.camel:type=routes,*")) {
      all.put(route, console.read(route, "State").path("value").asText());
    }
    return all;
  }

  /** Every test ends here. */
  @AfterEach
  void everyRouteIsAsItWas() throws Exception {
    assertEquals(before, states());
  }

  private static String call(String mbean, String operation) {
    return "{\"type\":\"exec\",\"mbean\":\"%s\",\"operation\":\"%s\"}".formatted(mbean, operation);
  }

  private static HttpResponse<String> post(String path, String type, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.managementPort() + path))
            .header("Authorization", BasicLogin.of("operator", Product.PASSWORD))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** As it is written here: no client tidies the path. */
  private static String raw(String method, String path) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", product.managementPort())) {
      socket.setSoTimeout(20_000);
      String head =
          "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n"
                  .formatted(method, path)
              + "Content-Type: application/json\r\nAuthorization: "
              + BasicLogin.of("operator", Product.PASSWORD)
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/hawtio/jolokia/exec/org.apache.camel:context=rtl,name=!%22hl7-in!%22,type=routes/stop()",
        "/hawtio/jolokia/exec/org.apache.camel:context=rtl,name=%22hl7-in%22,type=routes/stop()",
        "/hawtio/jolokia/%65xec/org.apache.camel:type=routes,*/stop()",
        "/hawtio/jolokia/EXEC/org.apache.camel:type=routes,*/stop()",
        "/hawtio/jolokia/exec/org.apache.camel%3Atype%3Droutes%2C%2A/stop%28%29",
        "/hawtio/jolokia//exec/org.apache.camel:type=routes,*/stop()",
        "/hawtio/jolokia/x/../exec/org.apache.camel:type=routes,*/stop()",
        "/hawtio//jolokia/exec/org.apache.camel:type=routes,*/stop()",
        "/observe/../hawtio/jolokia/exec/org.apache.camel:type=routes,*/stop()",
        "/hawtio/jolokia/exec/org.apache.camel:type=routes,!*/stop()",
        "/hawtio/jolokia/exec/org.apache.camel!:type=routes,*/stop()/!/!//",
        "/hawtio/jolokia?p=exec/org.apache.camel:type=routes,*/stop()",
        "/hawtio/jolokia/?p=/exec/org.apache.camel:type=routes,*/stop()",
        "/hawtio/jolokia/write/org.apache.camel:context=rtl,name=%22hl7-in%22,type=routes/Tracing/true",
        "/hawtio/jolokia/set/org.apache.camel:context=rtl,name=%22hl7-in%22,type=routes/Tracing/true",
        "/hawtio/jolokia/write/org.apache.camel:type=routes,*/Tracing/true",
        "/hawtio/jolokia/notification/register",
        "/hawtio/jolokia/config/x"
      })
  void noAddressAloneChangesAnything(String path) throws Exception {
    for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")) {
      String answer = raw(method, path);
      assertTrue(answer.startsWith("HTTP/1.1 "), answer);
      assertFalse(answer.contains("\"status\":200"), () -> method + " " + answer);
      everyRouteIsAsItWas();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.camel:type=routes,*",
        "org.apache.camel:*",
        "*:type=routes,*",
        "*:*",
        "org.apache.came?:type=routes,*",
        "org.apache.camel:context=rtl,name=\\\"hl7-i?\\\",type=routes",
        "org.apache.camel:context=rtl,name=\\\"*\\\",type=routes",
        "org.apache.camel:context=*,name=\\\"hl7-in\\\",type=routes",
        "jmx@org.apache.camel:type=routes,*"
      })
  void noPatternIsCalled(String pattern) throws Exception {
    String stop = call(pattern, "stop()");
    String proxied =
        stop.replaceFirst(
            "}$", ",\"target\":{\"url\":\"service:jmx:rmi:///jndi/rmi://x/jmxrmi\"}}");
    for (String body :
        List.of(
            stop,
            "[" + stop + "]",
            "[{\"type\":\"version\"}," + stop + "," + stop + "]",
            proxied)) {
      JsonNode answer = JSON.readTree(post(JOLOKIA, "application/json", body).body());
      for (JsonNode one : answer.isArray() ? answer : JSON.createArrayNode().add(answer)) {
        boolean version = one.path("request").path("type").asText().equals("version");
        assertEquals(version, one.path("status").asInt() == 200, answer::toString);
      }
      everyRouteIsAsItWas();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"exec\",\"mbean\":null,\"operation\":\"stop()\"}",
        "{\"type\":\"exec\",\"operation\":\"stop()\"}",
        "{\"type\":\"exec\",\"mbean\":[\"org.apache.camel:type=routes,*\"],\"operation\":\"stop()\"}",
        "{\"type\":[\"exec\"],\"mbean\":\"org.apache.camel:type=routes,*\",\"operation\":\"stop()\"}",
        "[[{\"type\":\"exec\",\"mbean\":\"org.apache.camel:type=routes,*\",\"operation\":\"stop()\"}]]",
        "{\"type\":\"write\",\"mbean\":\"org.apache.camel:context=rtl,name=\\\"hl7-in\\\",type=routes\","
            + "\"attribute\":\"Tracing\",\"value\":true}",
        "{\"type\":\"notification\",\"command\":\"register\"}",
        "exec/org.apache.camel:type=routes,*/stop()",
        "null",
        "\"exec\""
      })
  void whatIsNoPlainCallIsRefused(String body) throws Exception {
    String answer = post(JOLOKIA, "application/json", body).body();
    assertFalse(answer.contains("\"status\":200"), answer);
  }

  @Test
  void aCallIsTakenAsJsonOnly() throws Exception {
    for (String type :
        List.of(
            "",
            "text/plain",
            "text/plain; application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/jsonp",
            "application/json-seq",
            "*/*")) {
      assertEquals(415, post(JOLOKIA, type, call(NAMED, "stop()")).statusCode(), type);
    }
    for (String type : List.of("application/json", "text/json", "Application/JSON;charset=UTF-8")) {
      for (String operation : List.of("stop()", "start()")) {
        HttpResponse<String> answer = post(JOLOKIA, type, call(NAMED, operation));
        assertTrue(answer.body().contains("\"status\":200"), answer::body);
        assertEquals(
            operation.equals("stop()") ? "Stopped" : "Started",
            console.read(HL7_IN, "State").path("value").asText());
      }
    }
  }

  @Test
  void anotherOriginChangesNothingAtEitherPort() throws Exception {
    assertEquals(
        403,
        console.post("operator", call(NAMED, "stop()"), "Origin", "http://evil.test").statusCode());
    HttpClient http = HttpClient.newHttpClient();
    for (String path : List.of("/fhir", "/fhir/DiagnosticReport", "/fhir/Observation/_search")) {
      for (String[] site :
          new String[][] {
            {"Origin", "http://evil.test"},
            {"Origin", "null"},
            {"Sec-Fetch-Site", "cross-site"},
            {"Sec-Fetch-Site", "same-site"}
          }) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.httpPort() + path))
                .header("Authorization", BasicLogin.of("operator", Product.PASSWORD))
                .header("Content-Type", "application/fhir+json")
                .header(site[0], site[1])
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        assertEquals(
            403,
            http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode(),
            path + " " + site[1]);
      }
    }
  }
}
