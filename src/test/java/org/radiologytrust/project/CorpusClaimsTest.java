package org.radiologytrust.project;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.geom.Rectangle2D;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripperByArea;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.launch.BasicLogin;
import org.radiologytrust.launch.Product;

/**
 * Each claim that was audited of the corpus is found again at the bytes that its Observation names:
 * decoded, they are its words. For a PDF the words stand in the boxes that it names.
 */
@Tag("integration")
class CorpusClaimsTest {
  private static final Path CORPUS = Path.of("src/test/resources/corpus");
  private static final String ORIGIN =
      "http://radiologytrustlayer.org/fhir/StructureDefinition/rtl-text-origin";
  private static final String CORRELATION = "http://radiologytrustlayer.org/fhir/sid/correlation";

  /** Points around a box: the height of a letter differs from that of its line. */
  private static final double AROUND = 2;

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path home;

  private static List<Path> files(String folder, String ending) throws Exception {
    try (Stream<Path> all = Files.list(CORPUS.resolve(folder))) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  @Test
  void theBytesOfAClaimAreItsWords() throws Exception {
    try (Product product = Product.start(home, Map.of())) {
      for (Path file : files("hl7", ".hl7")) {
        product.mllp(Files.readAllBytes(file));
      }
      for (Path file : files("fhir", ".json")) {
        product.post("/api/messages", "application/fhir+json", Files.readAllBytes(file));
      }
      await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () ->
                  product.metrics().entrySet().stream()
                      .filter(metric -> metric.getKey().startsWith("rtl_reports_open"))
                      .allMatch(metric -> metric.getValue() == 0));
      Map<String, List<byte[]>> messages = messages(product);
      int exact = 0;
      int pages = 0;
      for (Observation claim : product.claims()) {
        List<Place> places = places(claim);
        String words = Product.component(claim, "claim-text");
        assertFalse(places.isEmpty(), words);
        boolean onPage = places.stream().anyMatch(place -> place.numbers.containsKey("page"));
        List<String> read = new ArrayList<>();
        for (byte[] raw : messages.get(correlation(claim))) {
          if (places.stream().allMatch(place -> place.numbers.get("end") <= raw.length)) {
            read.add(onPage ? wordsOnPage(raw, places) : pattern(raw, places));
          }
        }
        String dense = dense(words);
        assertTrue(read.stream().anyMatch(dense::matches), () -> words + " is not in " + read);
        exact += onPage ? 0 : 1;
        pages += onPage ? 1 : 0;
      }
      assertTrue(exact > 40, exact + " claims");
      assertTrue(pages > 2, pages + " claims of pages");
    }
  }

  /** A place in a message. Numbers are those of rtl-text-origin by name. */
  private record Place(String charset, Map<String, Double> numbers) {
    byte[] of(byte[] raw) {
      return Arrays.copyOfRange(
          raw, numbers.get("start").intValue(), numbers.get("end").intValue());
    }
  }

  private static List<Place> places(Observation claim) {
    List<Place> places = new ArrayList<>();
    for (Observation.ObservationComponentComponent component : claim.getComponent()) {
      for (Extension origin : component.getExtensionsByUrl(ORIGIN)) {
        Map<String, Double> numbers = new HashMap<>();
        String charset = "";
        for (Extension part : origin.getExtension()) {
          String value = part.getValue().primitiveValue();
          if (part.getUrl().equals("charset")) {
            charset = value;
          } else if (!part.getUrl().equals("place")) {
            numbers.put(part.getUrl(), Double.valueOf(value));
          }
        }
        places.add(new Place(charset, numbers));
      }
    }
    return places;
  }

  /**
   * What the words of a claim must match. Words whose bytes have another form, such as an escape
   * sequence or base64, may be any; the tests of the readers compare those. Between two places
   * there is nothing but what a reader adds: line ends, and the colon behind a name.
   */
  private static String pattern(byte[] raw, List<Place> places) {
    return places.stream()
        .map(place -> place.charset.isEmpty() ? ".+" : quoted(place.of(raw), place.charset))
        .collect(Collectors.joining(":?", "(?s)", ""));
  }

  private static String quoted(byte[] bytes, String charset) {
    return Pattern.quote(dense(new String(bytes, Charset.forName(charset))));
  }

  private static String wordsOnPage(byte[] raw, List<Place> places) throws Exception {
    StringBuilder seen = new StringBuilder();
    for (Place place : places) {
      String data = new String(place.of(raw), StandardCharsets.ISO_8859_1);
      byte[] pdf = Base64.getMimeDecoder().decode(data);
      try (PDDocument document = Loader.loadPDF(pdf)) {
        PDFTextStripperByArea area = new PDFTextStripperByArea();
        area.addRegion(
            "box",
            new Rectangle2D.Double(
                place.numbers.get("x") - AROUND,
                place.numbers.get("y") - AROUND,
                place.numbers.get("width") + 2 * AROUND,
                place.numbers.get("height") + 2 * AROUND));
        area.extractRegions(document.getPage(place.numbers.get("page").intValue() - 1));
        seen.append(dense(area.getTextForRegion("box")));
      }
    }
    return Pattern.quote(seen.toString());
  }

  private static String dense(String text) {
    return text.replaceAll("\\s+", "");
  }

  private static String correlation(Observation claim) {
    return claim.getIdentifier().stream()
        .filter(identifier -> identifier.getSystem().equals(CORRELATION))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  /** The messages about a report, by the correlation ids of all its versions. */
  private static Map<String, List<byte[]>> messages(Product product) throws Exception {
    Map<String, List<byte[]>> found = new HashMap<>();
    JsonNode all = json(product, "/api/messages?state=parsed&limit=1000");
    for (JsonNode row : all.get("messages")) {
      String id = row.get("id").asText();
      byte[] raw = bytes(product, "/api/messages/" + id + "/bytes");
      for (JsonNode report : json(product, "/api/messages/" + id).get("reports")) {
        for (JsonNode version : report.get("versions")) {
          found
              .computeIfAbsent(version.get("correlationId").asText(), key -> new ArrayList<>())
              .add(raw);
        }
      }
    }
    return found;
  }

  private static JsonNode json(Product product, String path) throws Exception {
    return JSON.readTree(bytes(product, path));
  }

  private static byte[] bytes(Product product, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.httpPort() + path))
            .header("Authorization", BasicLogin.of("operator", Product.PASSWORD))
            .build();
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    assertEquals(200, answer.statusCode(), path);
    return answer.body();
  }
}
