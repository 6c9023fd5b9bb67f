package org.radiologytrust.presign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.launch.Product;

/** FHIR drafts at both doors that take them. */
@Tag("integration")
class FhirDoorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "/api/check";
  private static final String OPERATION = "/fhir/DiagnosticReport/$check";
  private static final String R4 = "application/fhir+json";

  @TempDir static Path folder;
  private static Product product;

  @BeforeAll
  static void start() {
    product = Product.start(folder.resolve("home"), Map.of("rtl.images.wait", "0s"));
  }

  @AfterAll
  static void stop() throws Exception {
    product.close();
  }

  /** Without a patient and without a number. */
  private static String draft(String more) {
    return "{\"resourceType\":\"DiagnosticReport\",\"status\":\"preliminary\","
        + "\"code\":{\"text\":\"XR KNEE LEFT\"},"
        + more
        + "\"conclusion\":\"Large effusion of the right knee. Normal prostate.\"}";
  }

  private static HttpResponse<String> post(String path, String type, String body) throws Exception {
    return product.post(path, type, body.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode checked(String path, String body) throws Exception {
    HttpResponse<String> reply = post(path, R4, body);
    assertEquals(200, reply.statusCode(), reply.body());
    return JSON.readTree(reply.body());
  }

  @Test
  void aDraftWithoutAPatientIsChecked() throws Exception {
    JsonNode result = checked(API, draft(""));
    assertTrue(result.path("flags").findValuesAsText("check").size() > 0, result.toString());
    List<String> notMade = result.path("notMade").findValuesAsText("check");
    assertFalse(notMade.isEmpty(), result.toString());
    JsonNode observations = checked(OPERATION, draft(""));
    assertEquals("collection", observations.path("type").asText());
    for (String check : notMade) {
      assertTrue(observations.toString().contains(check), check + " in " + observations);
    }
  }

  @Test
  void theNoteOfR5IsCheckedAndOtherTextIsNamed() throws Exception {
    String more =
        "\"note\":[{\"text\":\"Right tension pneumothorax.\"}],"
            + "\"impressionText\":\"Fracture of the patella.\",";
    String what = "DiagnosticReport.impressionText, which R4 does not know";
    JsonNode result = checked(API, draft(more));
    assertTrue(result.path("text").asText().contains("Right tension pneumothorax."));
    assertEquals(what, result.path("unread").path(0).asText(), result.toString());
    assertTrue(checked(OPERATION, draft(more)).toString().contains(what));
  }

  @ParameterizedTest
  @ValueSource(strings = {API, OPERATION})
  void whatMayChangeTheStatusIsNotChecked(String path) throws Exception {
    HttpResponse<String> reply = post(path, R4, draft("\"reportStatus\":\"entered-in-error\","));
    assertEquals(422, reply.statusCode(), reply.body());
    assertTrue(reply.body().contains("DiagnosticReport.reportStatus"), reply.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {API, OPERATION, "/fhir/DiagnosticReport"})
  void anotherVersionOfFhirIs415(String path) throws Exception {
    assertEquals(415, post(path, R4 + "; fhirVersion=5.0", draft("")).statusCode());
  }
}
