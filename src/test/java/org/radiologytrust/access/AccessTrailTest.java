package org.radiologytrust.access;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.launch.BasicLogin;
import org.radiologytrust.launch.Product;

/** Who read which audits can be told later, and by no word of the patients themselves. */
@Tag("safety")
@Tag("integration")
class AccessTrailTest {
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Product product;

  private void start(Map<String, String> more) throws Exception {
    product = Product.start(folder, more);
    String ack =
        product.mllp(
            "MSH|^~\\&|RIS|HOSP|RTL|HOSP|20260102030405||ORU^R01^ORU_R01|M1|P|2.5\r"
                + "PID|1||MRNCANARY^^^HOSP^MR||Canary^Jane\r"
                + "OBR|1||F-1^RIS|71046^Chest^C4|||202601020304|||||||||||||||||RAD|F\r"
                + "OBX|1|TX|GDT^Report||IMPRESSION: Small right effusion. BI-RADS category 7.||||||F\r");
    assertTrue(ack.contains("MSA|AA|"), ack);
    await()
        .atMost(LONG)
        .until(
            () ->
                product.metrics().get("rtl_reports_open{state=\"awaiting_images\"}") == 0
                    && product.metrics().get("rtl_reports_open{state=\"ready\"}") == 0
                    && product.metrics().get("rtl_reports_open{state=\"auditing\"}") == 0);
  }

  @AfterEach
  void stop() throws Exception {
    product.close();
  }

  private List<JsonNode> trail() throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("access.log"))) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  @Test
  void eachReadAndSearchThatToldOfAPatientLeavesALine() throws Exception {
    start(Map.of());
    Instant before = Instant.now().minusSeconds(1);
    List<Observation> found =
        product.observations("patient.identifier=MRNCANARY&_sort=-_lastUpdated");
    List<String> ids = found.stream().map(o -> o.getIdElement().getIdPart()).toList();
    assertFalse(ids.isEmpty());
    String id = ids.get(0);
    assertEquals(200, product.get("/fhir/Observation/" + id).statusCode());
    assertEquals(200, head("/fhir/Observation/" + id));
    byte[] form = "patient.identifier=MRNCANARY&_count=1".getBytes(StandardCharsets.UTF_8);
    String type = "application/x-www-form-urlencoded";
    assertEquals(200, product.post("/fhir/Observation/_search", type, form).statusCode());
    assertEquals(200, product.get("/fhir/Observation?_summary=count").statusCode());
    // what tells of no patient
    assertEquals(200, product.get("/fhir/Observation?patient=MRNCANARY").statusCode());
    assertEquals(404, product.get("/fhir/Observation/nope").statusCode());
    assertEquals(400, product.get("/fhir/Observation?patient=").statusCode());
    assertEquals(200, product.get("/fhir/Device").statusCode());
    assertEquals(200, product.get("/fhir/metadata").statusCode());
    assertEquals(
        200, product.get("/fhir/Provenance?target=Observation/" + id).statusCode(), "the last");

    String summary = "/fhir/Observation?code=report-audit&_include=Observation:has-member";
    assertEquals(200, product.get(summary + "&_revinclude=Provenance:target").statusCode());
    assertEquals(200, product.get("/fhir/Observation/" + id + "/_history").statusCode());
    assertEquals(200, product.get("/fhir/Observation/" + id + "/_history/1").statusCode());

    await().atMost(LONG).until(() -> trail().size() == 11);
    List<JsonNode> trail = trail();
    for (JsonNode line : trail) {
      assertEquals("operator", line.path("user").asText());
      assertTrue(Instant.parse(line.path("time").asText()).isAfter(before));
    }
    JsonNode search = trail.get(0);
    assertEquals("search", search.path("kind").asText());
    assertEquals("Observation", search.path("type").asText());
    assertEquals(
        List.of("_count", "_sort", "patient.identifier"),
        List.copyOf(new TreeSet<>(texts(search.path("parameters")))));
    assertEquals(ids, texts(search.path("ids")));
    for (JsonNode read : trail.subList(1, 3)) {
      assertEquals("read", read.path("kind").asText());
      assertEquals(List.of(id), texts(read.path("ids")));
    }
    assertEquals(1, trail.get(3).path("ids").size());
    assertEquals(List.of("_summary"), texts(trail.get(4).path("parameters")));
    assertEquals("Provenance", trail.get(5).path("type").asText());
    List<String> told = new ArrayList<>();
    for (JsonNode line : trail.subList(6, 9)) {
      assertEquals("search", line.path("kind").asText());
      told.addAll(texts(line.path("ids")));
    }
    assertTrue(told.containsAll(ids), "those that are included, too");
    assertEquals("Provenance", trail.get(8).path("type").asText());
    for (JsonNode read : trail.subList(9, 11)) {
      assertEquals(List.of(id), texts(read.path("ids")));
    }
    assertFalse(Files.readString(folder.resolve("access.log")).contains("CANARY"));
  }

  @Test
  void thePageLeavesALineForEachListAndEachOpeningOfAReport() throws Exception {
    start(Map.of());
    assertEquals(200, product.get("/help").statusCode());
    String list = product.get("/").body();
    Matcher link = Pattern.compile("/reports/([0-9a-f-]{36})").matcher(list);
    assertTrue(link.find(), list);
    String id = link.group(1);
    assertEquals(404, product.get("/reports/" + UUID.randomUUID()).statusCode());
    for (String page : List.of("", "/made", "/print", "/observations")) {
      assertEquals(200, product.get("/reports/" + id + page).statusCode(), page);
    }
    await().atMost(LONG).until(() -> trail().size() == 5);
    List<JsonNode> trail = trail();
    assertEquals("list", trail.get(0).path("kind").asText());
    assertEquals("Worklist", trail.get(0).path("type").asText());
    for (JsonNode line : trail) {
      assertEquals("operator", line.path("user").asText());
      assertEquals(List.of(id), texts(line.path("ids")));
    }
    for (JsonNode opened : trail.subList(1, 5)) {
      assertEquals("open", opened.path("kind").asText());
      assertEquals("Report", opened.path("type").asText());
    }
    assertFalse(Files.readString(folder.resolve("access.log")).contains("CANARY"));
  }

  private int head(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.httpPort() + path))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .header("Authorization", BasicLogin.of("operator", Product.PASSWORD))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  private String ready() throws Exception {
    return product.anonymous(product.managementPort(), "/observe/health/ready?data=true").body();
  }

  @Test
  void aTrailThatCannotBeLeftIsSeenAndEndsTheReadsBeforeOneIsLost() throws Exception {
    start(Map.of("rtl.access.max-waiting", "1024"));
    Path file = folder.resolve("access.log");
    Files.delete(file);
    Files.createDirectory(file);
    String one = "/fhir/Observation?_count=1";
    assertEquals(200, product.get(one).statusCode(), "the line waits");
    await().atMost(LONG).until(() -> ready().contains("rtl.access.log"));
    int told = 1;
    while (product.get(one).statusCode() == 200) {
      told++;
      assertTrue(told < 20, "reads go on without a trail");
    }
    assertEquals(503, product.get(one).statusCode());
    assertEquals(503, product.get("/").statusCode(), "nor is a page shown");
    assertEquals(200, product.get("/fhir/Device").statusCode(), "tells of no patient");
    Files.delete(file);
    int before = told;
    await().atMost(LONG).until(() -> Files.isRegularFile(file) && trail().size() == before);
    await().atMost(LONG).until(() -> product.get(one).statusCode() == 200);
    await().atMost(LONG).until(() -> !ready().contains("rtl.access.log"));
  }

  @Test
  void itCanBeTurnedOff() throws Exception {
    start(Map.of("rtl.access.log", ""));
    assertFalse(product.observations("").isEmpty());
    product.close();
    assertFalse(Files.exists(folder.resolve("access.log")));
  }
}
