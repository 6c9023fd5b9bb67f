package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.hl7.fhir.r4.model.Observation;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;

/** What changed in a report, over HTTP as JSON and on its page, of the running product. */
@Tag("integration")
class ReportWordsTest {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FIRST = "FINDINGS:\nRight effusion.\nIMPRESSION:\nNo pneumothorax.";
  private static final String SECOND = FIRST.replace("Right", "Left 😀");
  private static final String ADDENDUM = "Small right pneumothorax.";

  @TempDir static Path folder;
  private static Product product;
  private static String id;

  @BeforeAll
  static void start() throws Exception {
    product = Product.start(folder.resolve("home"), Map.of("rtl.images.wait", "1s"));
    PhantomStudy study = PhantomStudy.chest("ACC1");
    send(Chest.oru(study, "C1", "PHANTOM-1", FIRST, "F", 1));
    send(Chest.oru(study, "C2", "PHANTOM-1", SECOND, "C", 2));
    send(Chest.addendum(study, "C3", "PHANTOM-1", ADDENDUM, 3));
    await()
        .atMost(LONG)
        .until(() -> report("ACC1").at("/versions/2/state").asText(), "checked_only"::equals);
    id = report("ACC1").path("id").asText();
  }

  private static void send(String message) throws Exception {
    String ack = product.mllp(message);
    assertTrue(ack.contains("\rMSA|AA|"), ack);
  }

  @AfterAll
  static void stop() throws Exception {
    product.close();
  }

  private static JsonNode report(String accession) throws Exception {
    return get("story?id=" + accession).path("reports").path(0);
  }

  private static JsonNode get(String path) throws Exception {
    HttpResponse<String> response = product.get("/api/" + path);
    assertEquals(200, response.statusCode(), response::body);
    assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
    return JSON.readTree(response.body());
  }

  /** Removed words in brackets, added ones in braces. */
  private static String shown(JsonNode changes) {
    StringBuilder shown = new StringBuilder();
    for (JsonNode piece : changes.path("pieces")) {
      String text = piece.path("text").asText();
      shown.append(
          switch (piece.path("kind").asText()) {
            case "removed" -> "[" + text + "]";
            case "added" -> "{" + text + "}";
            default -> text;
          });
    }
    return shown.toString();
  }

  @Test
  void changedWordsAreJson() throws Exception {
    JsonNode changes = get("reports/" + id + "/changes?from=1&to=2");
    assertEquals(
        "FINDINGS:\n[Right]{Left 😀} effusion.\nIMPRESSION:\nNo pneumothorax.", shown(changes));
    assertEquals(id, changes.path("report").asText());
    assertEquals(1, changes.at("/from/number").asInt());
    assertEquals("corrected", changes.at("/to/status").asText());
    assertEquals(
        "FINDINGS:\n[Left 😀]{Right} effusion.\nIMPRESSION:\nNo pneumothorax.",
        shown(get("reports/" + id + "/changes?from=2&to=1")));
    assertEquals(SECOND, shown(get("reports/" + id + "/changes?from=2&to=2")));
  }

  @Test
  void withoutNumbersTheCurrentVersionIsComparedWithTheOneBefore() throws Exception {
    String added = SECOND + "{\n\nADDENDUM:\n" + ADDENDUM + "}";
    JsonNode changes = get("reports/" + id + "/changes");
    assertEquals(added, shown(changes));
    assertEquals(2, changes.at("/from/number").asInt());
    assertEquals(3, changes.at("/to/number").asInt());
    assertEquals(added, shown(get("reports/" + id + "/changes?to=3")));
  }

  @Test
  void pageAndJsonSayTheSame() throws Exception {
    JsonNode changes = get("reports/" + id + "/changes?from=1&to=3");
    Document page = Jsoup.parse(product.get("/reports/" + id + "/versions/1").body());
    page.select(".vh").remove();
    for (String kind : List.of("removed", "added")) {
      List<String> json = new ArrayList<>();
      StreamSupport.stream(changes.path("pieces").spliterator(), false)
          .filter(piece -> piece.path("kind").asText().equals(kind))
          .forEach(piece -> json.add(piece.path("text").asText().strip()));
      assertFalse(json.isEmpty());
      assertEquals(
          json,
          page.select(".report " + (kind.equals("added") ? "ins" : "del")).stream()
              .map(e -> e.wholeText().strip())
              .toList());
    }
  }

  @Test
  void sentenceThatTheAddendumChangesIsNamedInJsonOnThePageAndInFhir() throws Exception {
    JsonNode addenda = get("reports/" + id + "/addenda");
    assertEquals("checked_only", addenda.path("state").asText());
    assertEquals(3, addenda.at("/version/number").asInt());
    assertEquals(1, addenda.path("changes").size());
    JsonNode change = addenda.path("changes").get(0);
    assertEquals("2026-04-01T09:03:00.000+00:00", change.path("addendum").asText());
    assertEquals(ADDENDUM, change.at("/statement/text").asText());
    assertEquals("No pneumothorax.", change.at("/changed/text").asText());
    String text = SECOND + "\n\nADDENDUM:\n" + ADDENDUM;
    int start = text.offsetByCodePoints(0, change.at("/changed/start").asInt());
    int end = text.offsetByCodePoints(0, change.at("/changed/end").asInt());
    assertEquals("No pneumothorax.", text.substring(start, end));
    Document page = Jsoup.parse(product.get("/reports/" + id).body());
    assertTrue(
        page.select(".amended").text().matches("Addendum of .*09:03 changes: “No pneumothorax.”"),
        page.select(".amended")::text);
    assertEquals("No pneumothorax.", page.selectFirst(".report .changed mark bdi").ownText());
    List<Observation> flagged =
        product.claims().stream()
            .filter(o -> Product.component(o, "check").contains("changed-by-addendum"))
            .toList();
    assertEquals(1, flagged.size());
    assertEquals("No pneumothorax.", Product.component(flagged.get(0), "claim-text"));
    assertEquals("needs_review", Product.label(flagged.get(0)));
  }

  /** The page's limit: nothing in common is looked for beyond it. */
  @Test
  void veryLongTextsAreAnsweredAsAWhole() throws Exception {
    PhantomStudy study = PhantomStudy.chest("ACC3");
    String before = "No effusion.\n" + numbered("alpha");
    String after = "No effusion.\n" + numbered("beta");
    send(Chest.oru(study, "C6", "PHANTOM-3", before, "F", 1));
    send(Chest.oru(study, "C7", "PHANTOM-3", after, "C", 2));
    JsonNode changes = get("reports/" + report("ACC3").path("id").asText() + "/changes");
    String shown = shown(changes);
    assertEquals(before, shown.replaceAll("\\{[^}]*}|[\\[\\]]", ""));
    assertEquals(after, shown.replaceAll("\\[[^\\]]*]|[{}]", ""));
    assertEquals(3, changes.path("pieces").size());
  }

  private static String numbered(String word) {
    return IntStream.range(0, 3000)
        .mapToObj(i -> word + i + (i % 10 == 9 ? "\n" : " "))
        .collect(Collectors.joining())
        .strip();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          reports/ID/changes?from=4|400|from: give the number of a version, at most 3
          reports/ID/changes?to=0|400|to: give the number of a version, at most 3
          reports/ID/changes?to=1|409|the report has no version before this one
          reports/ID/changes?from=one|400|from: give the number of a version, at most 3
          reports/ID/changes?version=1|400|a parameter is not known here; this address takes from, to
          reports/ID/addenda?to=1|400|a parameter is not known here; this address takes none
          reports/00000000-0000-4000-8000-000000000000/changes|404|there is no report with this id
          reports/..%2F1/addenda|404|there is no report with this id
          reports/ID|404|there is nothing at this address: see docs/operate.md
          """)
  void whatIsNotPossibleIsSaid(String path, int status, String error) throws Exception {
    HttpResponse<String> response = product.get("/api/" + path.replace("ID", id));
    assertEquals(status, response.statusCode(), response::body);
    assertEquals(error, JSON.readTree(response.body()).path("error").asText());
  }

  @Test
  @Tag("safety")
  void eachAnswerIsALineOfTheAccessLog() throws Exception {
    PhantomStudy study = PhantomStudy.chest("ACC2");
    send(Chest.oru(study, "C4", "PHANTOM-2", FIRST, "F", 1));
    send(Chest.oru(study, "C5", "PHANTOM-2", SECOND, "C", 2));
    String other = report("ACC2").path("id").asText();
    assertEquals(400, product.get("/api/reports/" + other + "/changes?to=9").statusCode());
    get("reports/" + other + "/changes");
    get("reports/" + other + "/addenda");
    await().atMost(LONG).until(() -> opened(other), count -> count >= 2);
    assertEquals(2, opened(other));
  }

  private static long opened(String report) throws Exception {
    Path file = folder.resolve("home/access.log");
    return Files.exists(file)
        ? Files.readAllLines(file).stream()
            .filter(line -> line.contains("\"type\":\"Report\"") && line.contains(report))
            .count()
        : 0;
  }
}
