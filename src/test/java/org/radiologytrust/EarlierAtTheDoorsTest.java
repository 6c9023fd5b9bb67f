package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.auth.users.QuickPassword;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.launch.BasicLogin;
import org.radiologytrust.launch.Product;
import org.radiologytrust.presign.Contract;

/** A report that is still open, and an earlier one in the journal that contradicts it. */
@Tag("safety")
@Tag("integration")
class EarlierAtTheDoorsTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String REMOVED =
      "FINDINGS: Status post cholecystectomy. No biliary dilatation.";
  private static final String PRESENT =
      "FINDINGS: The gallbladder is unremarkable. No biliary dilatation.";

  @TempDir Path folder;
  private Path home;
  private Product product;

  /**
   * What a door takes.
   *
   * @param body with id, family name and birth date of the patient
   */
  private record Door(String path, String type, String body) {}

  private static final List<Door> DOORS =
      List.of(
          new Door(
              "/api/check",
              "application/json",
              """
              {"text": "%s", "studied": "2026-06-01", "order": {"procedure": "CT ABDOMEN"},
               "patient": {"id": "%%s", "family": "%%s", "given": "Jane", "born": "%%s", "sex": "female"}}
              """
                  .formatted(PRESENT)),
          new Door(
              "/api/check",
              "application/hl7-v2",
              oru("9", "B1", "20260601", PRESENT, "P")
                  .replace("4711", "%s")
                  .replace("Doe", "%s")
                  .replace("19600101", "%s")),
          new Door(
              "/fhir/DiagnosticReport/$check",
              "application/fhir+json",
              """
              {"resourceType": "Bundle", "type": "collection", "entry": [
               {"fullUrl": "urn:uuid:5f0c1f2e-0000-4000-8000-000000000001", "resource": {
                "resourceType": "Patient", "identifier": [{"value": "%%s"}],
                "name": [{"family": "%%s", "given": ["Jane"]}], "birthDate": "%%s", "gender": "female"}},
               {"resource": {"resourceType": "DiagnosticReport", "status": "preliminary",
                "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0074", "code": "RAD"}]}],
                "code": {"text": "CT ABDOMEN"}, "effectiveDateTime": "2026-06-01T12:00:00Z",
                "identifier": [{"system": "urn:acc", "value": "B1"}],
                "subject": {"reference": "urn:uuid:5f0c1f2e-0000-4000-8000-000000000001"},
                "presentedForm": [{"contentType": "text/plain", "data": "%s"}]}}]}
              """
                  .formatted(
                      Base64.getEncoder()
                          .encodeToString(PRESENT.getBytes(StandardCharsets.UTF_8)))));

  private static String oru(String control, String number, String day, String text, String status) {
    return "MSH|^~\\&|RIS|LAB|RTL|RTL|%s||ORU^R01|%s|P|2.5\rPID|1||4711^^^^MR||Doe^Jane||19600101|F\r"
            .formatted(day, control)
        + "OBR|1||%s|1^CT ABDOMEN^L|||%s1200|||||||||||%s||||%s1400||CT|%s\r"
            .formatted(number, day, number, day, status)
        + "OBX|1|TX|1^^L||%s||||||%s\r".formatted(text, status);
  }

  @BeforeEach
  void start() throws Exception {
    home = folder.resolve("home");
    product = Product.start(home, Map.of("rtl.images.wait", "0s", "rtl.site", "LAB"));
    for (Role role : List.of(Role.CHECKER, Role.REVIEWER)) {
      UsersFile.in(home).put(QuickPassword.account(role.code(), role, Product.PASSWORD));
    }
  }

  @AfterEach
  void stop() throws Exception {
    product.close();
  }

  private String ask(String user, Door door, String id, String family, String born)
      throws Exception {
    String date = door.type().contains("hl7") ? born.replace("-", "") : born;
    HttpResponse<String> reply =
        HTTP.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + product.httpPort() + door.path()))
                .header("Content-Type", door.type())
                .header("Authorization", BasicLogin.of(user, Product.PASSWORD))
                .POST(BodyPublishers.ofString(door.body().formatted(id, family, date)))
                .build(),
            BodyHandlers.ofString());
    assertEquals(200, reply.statusCode(), reply::body);
    return reply.body();
  }

  private String ask(String user, Door door) throws Exception {
    return ask(user, door, "4711", "Doe", "1960-01-01");
  }

  /** The lines of checks in the access log, once there are so many. */
  private List<JsonNode> checks(int number) throws Exception {
    Path log = home.resolve("access.log");
    await().atMost(LONG).until(() -> lines(log).size() >= number);
    return lines(log);
  }

  private static List<JsonNode> lines(Path log) throws Exception {
    List<JsonNode> all = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      JsonNode access = JSON.readTree(line);
      if (access.path("kind").asText().equals("check")) {
        all.add(access);
      }
    }
    return all;
  }

  /** Bodies that do not depend on the time of the answer. */
  private static String steady(String answer) {
    return answer.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(Z|[+-]\\d\\d:\\d\\d)", "");
  }

  @Test
  void whoMayReadAuditsIsToldAndACheckerSeesNoDifference() throws Exception {
    List<String> before = new ArrayList<>();
    for (Door door : DOORS) {
      before.add(steady(ask("checker", door)));
    }
    product.mllp(oru("1", "A1", "20250304", REMOVED, "F"));
    await().atMost(LONG).until(() -> product.summaries().size() == 1);
    String report =
        JSON.readTree(product.get("/api/story?id=A1").body()).at("/reports/0/id").asText();
    int lines = DOORS.size();
    for (int i = 0; i < DOORS.size(); i++) {
      Door door = DOORS.get(i);
      assertEquals(before.get(i), steady(ask("checker", door)));
      for (String user : List.of("reviewer", "operator")) {
        String told = ask(user, door);
        assertTrue(told.contains("earlier report of 2025-03-04"), told);
        assertTrue(told.contains("cholecystectomy"), told);
        if (door.path().equals("/api/check")) {
          Contract.own("check.yaml").holds("Result", told);
          String page = JSON.readTree(told).at("/compared/0/page").asText();
          HttpResponse<String> opened = product.get(page);
          assertEquals("/reports/" + report, opened.headers().firstValue("Location").orElse(page));
        }
      }
      lines += 3;
    }
    for (JsonNode line : checks(lines)) {
      boolean reads = !line.path("user").asText().equals("checker");
      assertEquals(reads ? "[\"" + report + "\"]" : "[]", line.path("ids").toString());
    }
    String log = Files.readString(home.resolve("access.log"));
    for (String word : List.of("4711", "Doe", "1960", "gallbladder", "cholecystectomy")) {
      assertFalse(log.contains(word), word);
    }
  }

  @Test
  void aPartOfThePatientFindsNothing() throws Exception {
    product.mllp(oru("1", "A1", "20250304", REMOVED, "F"));
    await().atMost(LONG).until(() -> product.summaries().size() == 1);
    for (Door door : DOORS) {
      for (String answer :
          List.of(
              ask("operator", door, "4712", "Doe", "1960-01-01"),
              ask("operator", door, "4711", "Roe", "1960-01-01"),
              ask("operator", door, "4711", "Doe", "1961-01-01"))) {
        assertFalse(answer.contains("cholecystectomy"), answer);
      }
    }
    String unborn =
        """
        {"text": "%s", "studied": "2026-06-01", "order": {"procedure": "CT ABDOMEN"},
         "patient": {"id": "4711", "family": "Doe", "given": "Jane", "sex": "female"}}
        """
            .formatted(PRESENT);
    String answer =
        product
            .post("/api/check", "application/json", unborn.getBytes(StandardCharsets.UTF_8))
            .body();
    assertEquals(0, JSON.readTree(answer).path("flags").size(), answer);
    checks(DOORS.size() * 3 + 1).forEach(line -> assertEquals("[]", line.path("ids").toString()));
  }
}
