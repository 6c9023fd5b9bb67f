package org.radiologytrust.presign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.auth.users.QuickPassword;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.launch.FormBody;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;

/** After 1,000 checks no word of a draft is in a file, a log line, a metric, or on the heap. */
@Tag("safety")
@Tag("peers")
class NothingKeptTest {
  private static final int CALLS = 1_000;
  private static final String CANARY = "qanaryzq";
  private static final String TEXT =
      "FINDINGS: Large effusion of the left knee, "
          + CANARY
          + ".\nIMPRESSION: Large effusion of the right knee, "
          + CANARY
          + ".";

  @TempDir Path folder;

  /**
   * A request.
   *
   * @param status that it must get
   */
  private record Asked(String path, String type, String body, int status) {}

  /** What each door takes, and what it refuses after it has read it. */
  private static List<Asked> requests() {
    String line = TEXT.replace("\n", "\\n");
    String fhir =
        "{\"resourceType\":\"DiagnosticReport\",\"status\":\"preliminary\",\"identifier\":[{\"value\":\""
            + CANARY
            + "\"}],\"code\":{\"text\":\"MRI KNEE\"},\"subject\":{\"identifier\":{\"value\":\""
            + CANARY
            + "\"}},\"presentedForm\":[{\"contentType\":\"text/plain\",\"data\":\""
            + Base64.getEncoder().encodeToString(TEXT.getBytes(StandardCharsets.UTF_8))
            + "\"}]}";
    String hl7 =
        "MSH|^~\\&|RIS|LAB|RTL|RTL|20260501||ORU^R01|"
            + CANARY
            + "|P|2.5\rPID|1||"
            + CANARY
            + "||"
            + CANARY
            + "^A\rOBR|1||"
            + CANARY
            + "|1^MRI KNEE^L|||202605011200||||||||||||||||||RAD|P\rOBX|1|TX|1^^L||"
            + TEXT.replace("\n", "\\.br\\")
            + "||||||P\r";
    return List.of(
        new Asked(
            "/v1/process",
            "application/json",
            "{\"sessionData\":{},\"report\":{\"reportText\":\"" + line + "\"}}",
            200),
        new Asked("/api/check", "application/json", "{\"text\":\"" + line + "\"}", 200),
        // a patient whose earlier reports are looked up
        new Asked(
            "/api/check",
            "application/json",
            ("{\"text\":\"%s\",\"studied\":\"2026-05-01\",\"patient\":{\"id\":\"%s\",\"family\":\"%s\","
                    + "\"given\":\"%s\",\"born\":\"1960-01-05\"}}")
                .formatted(line, CANARY, CANARY, CANARY),
            200),
        new Asked("/api/check", "application/hl7-v2", hl7, 200),
        new Asked("/fhir/DiagnosticReport/$check", "application/fhir+json", fhir, 200),
        new Asked(
            "/v1/process",
            "application/json",
            "{\"report\":{\"reportText\":\"" + line + "\"}}",
            400),
        new Asked("/api/check", "application/json", "{\"text\":\"" + line + "\",\"a\":1}", 422),
        new Asked("/api/check", "application/hl7-v2", hl7.replace("OBX|1", "OBX|x"), 200),
        new Asked("/api/check", "text/plain", TEXT, 415));
  }

  @Test
  void noWordOfADraftStays() throws Exception {
    Path home = folder.resolve("home");
    Path log = folder.resolve("log");
    try (ServeProcess serve =
        ServeProcess.start(home, Map.of(), Map.of(), ProcessBuilder.Redirect.to(log.toFile()))) {
      Product product = serve.product();
      List<Asked> requests = requests();
      int quoted = 0;
      for (int i = 0; i < CALLS; i++) {
        Asked asked = requests.get(i % requests.size());
        var reply =
            product.post(asked.path(), asked.type(), asked.body().getBytes(StandardCharsets.UTF_8));
        assertEquals(asked.status(), reply.statusCode(), asked + reply.body());
        quoted += reply.statusCode() == 200 && reply.body().contains(CANARY) ? 1 : 0;
        assertTrue(reply.statusCode() == 200 || !reply.body().contains(CANARY), reply.body());
      }
      assertTrue(quoted >= CALLS / requests.size(), "answers do quote the report");
      checkAtThePage(product, home);
      String metrics = product.anonymous(product.managementPort(), "/observe/metrics").body();
      assertTrue(metrics.contains("rtl_presign"), "the calls are counted");
      assertFalse(metrics.contains(CANARY));
      Path dump = folder.resolve("heap.hprof");
      FoundWords.dump(serve.pid(), dump);
      assertEquals(List.of(), FoundWords.in(List.of(dump), List.of(CANARY)), "on the heap");
    }
    try (Stream<Path> files = Files.walk(home)) {
      List<Path> all = new ArrayList<>(files.filter(Files::isRegularFile).toList());
      assertTrue(all.stream().anyMatch(f -> f.endsWith("journal.db")), all::toString);
      all.add(log);
      assertEquals(List.of(), FoundWords.in(all, List.of(CANARY)), "in a file");
    }
  }

  /** A person checks texts, goes back to the form, and logs out. */
  private static void checkAtThePage(Product product, Path home) throws Exception {
    UsersFile.in(home).put(QuickPassword.account("cleo", Role.CHECKER, Product.PASSWORD));
    String origin = "http://127.0.0.1:" + product.httpPort();
    HttpClient http = HttpClient.newHttpClient();
    Map<String, String> login = Map.of("user", "cleo", "password", Product.PASSWORD, "next", "/");
    String cookie =
        send(http, origin, "/login", login, "")
            .headers()
            .firstValue("Set-Cookie")
            .orElseThrow()
            .split(";")[0];
    HttpRequest form =
        HttpRequest.newBuilder(URI.create(origin + "/check")).header("Cookie", cookie).build();
    Matcher token =
        Pattern.compile("name=\"token\" value=\"([^\"]+)\"")
            .matcher(http.send(form, BodyHandlers.ofString()).body());
    assertTrue(token.find());
    Map<String, String> fields = new HashMap<>(Map.of("token", token.group(1), "text", TEXT));
    for (int i = 0; i < CALLS / 10; i++) {
      if (i % 2 == 0) {
        fields.remove("change");
      } else {
        fields.put("change", "true");
      }
      String answer = send(http, origin, "/check", fields, cookie).body();
      assertTrue(answer.contains(CANARY), answer);
      assertEquals(i % 2 == 0, answer.contains("data-flag=\"1\""), answer);
    }
    assertEquals(303, send(http, origin, "/logout", fields, cookie).statusCode());
  }

  private static HttpResponse<String> send(
      HttpClient http, String origin, String path, Map<String, String> fields, String cookie)
      throws Exception {
    return http.send(
        FormBody.post(HttpRequest.newBuilder(URI.create(origin + path)), fields)
            .header("Origin", origin)
            .header("Cookie", cookie)
            .build(),
        BodyHandlers.ofString());
  }
}
