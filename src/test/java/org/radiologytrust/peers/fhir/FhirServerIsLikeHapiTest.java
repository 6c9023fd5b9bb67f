package org.radiologytrust.peers.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same requests to a real HAPI JPA server and to the tests' own: same status, same kind. */
@Tag("peers")
@Tag("safety")
class FhirServerIsLikeHapiTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ERROR = Pattern.compile("HAPI-0989|HAPI-1094");

  private static URI real;
  private static FhirServer fake;

  private final String own = UUID.randomUUID().toString();

  @BeforeAll
  static void start() throws Exception {
    real = HapiServer.shared().url();
    fake = new FhirServer();
  }

  @AfterAll
  static void stop() {
    fake.close();
  }

  @BeforeEach
  void patient() throws Exception {
    same(
        201,
        put(
            "Patient/p-" + own,
            """
            {"resourceType":"Patient","id":"p-%1$s",
             "identifier":[{"system":"urn:test","value":"%1$s"}]}"""
                .formatted(own)));
  }

  private interface Request {
    HttpRequest.Builder at(URI base);
  }

  private record Reply(int status, String type, String etag, JsonNode body) {
    /** The number of HAPI's message, of those that matter to us. */
    String error() {
      Matcher m = ERROR.matcher(body.path("issue").path(0).path("diagnostics").asText());
      return m.find() ? m.group() : "";
    }
  }

  private static Reply ask(Request request, URI base) throws IOException, InterruptedException {
    HttpResponse<String> reply =
        HTTP.send(
            request.at(base).header("Accept", "application/fhir+json").build(),
            BodyHandlers.ofString());
    return new Reply(
        reply.statusCode(),
        reply.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", ""),
        reply.headers().firstValue("ETag").orElse(""),
        JSON.readTree(reply.body()));
  }

  /** Asks both; gives what the real one said. */
  private static JsonNode same(int status, Request request) throws Exception {
    Reply a = ask(request, real);
    Reply b = ask(request, URI.create(fake.url().toString()));
    assertEquals(status, a.status(), () -> a.body().toString());
    assertEquals(a.status(), b.status(), () -> b.body().toString());
    assertEquals(a.type(), b.type());
    assertEquals(a.etag(), b.etag());
    assertEquals(a.body().path("resourceType"), b.body().path("resourceType"));
    assertEquals(a.error(), b.error());
    assertEquals(a.body().path("entry").size(), b.body().path("entry").size());
    for (int i = 0; i < a.body().path("entry").size(); i++) {
      JsonNode real = a.body().path("entry").path(i);
      JsonNode fake = b.body().path("entry").path(i);
      for (String part : new String[] {"status", "location", "etag"}) {
        assertEquals(real.path("response").path(part), fake.path("response").path(part));
      }
      assertEquals(real.path("resource").path("id"), fake.path("resource").path("id"));
    }
    return a.body();
  }

  private static Request get(String path) {
    return base -> HttpRequest.newBuilder(URI.create(base + "/" + path));
  }

  private static Request put(String path, String resource) {
    return base ->
        HttpRequest.newBuilder(URI.create(base + "/" + path))
            .header("Content-Type", "application/fhir+json")
            .PUT(BodyPublishers.ofString(resource));
  }

  private static Request search(String type, String form) {
    return base ->
        HttpRequest.newBuilder(URI.create(base + "/" + type + "/_search"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Prefer", "handling=strict")
            .POST(BodyPublishers.ofString(form));
  }

  private String observation(String status, String patient) {
    return """
        {"resourceType":"Observation","id":"o-%s","status":"%s","code":{"text":"x"},
         "subject":{"reference":"Patient/%s"}}"""
        .formatted(own, status, patient);
  }

  /** A transaction of one PUT. */
  private Request transaction(String resource, String ifMatch) {
    String condition = ifMatch.isEmpty() ? "" : ",\"ifMatch\":\"W/\\\"" + ifMatch + "\\\"\"";
    String body =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
         {"resource":%s,"request":{"method":"PUT","url":"Observation/o-%s"%s}}]}"""
            .formatted(resource, own, condition);
    return base ->
        HttpRequest.newBuilder(base)
            .header("Content-Type", "application/fhir+json")
            .header("Prefer", "return=minimal")
            .POST(BodyPublishers.ofString(body));
  }

  @Test
  void aStaleIfMatchIsAConflict() throws Exception {
    String patient = "p-" + own;
    same(200, transaction(observation("preliminary", patient), ""));
    same(200, transaction(observation("preliminary", patient), "1"));
    same(200, transaction(observation("final", patient), "1"));
    same(409, transaction(observation("cancelled", patient), "1"));
    same(409, transaction(observation("final", patient), "1"));
    same(200, transaction(observation("final", patient), "2"));
    same(200, get("Observation/o-" + own));
  }

  @Test
  void ifMatchOnWhatIsNotThereCreatesIt() throws Exception {
    same(200, transaction(observation("preliminary", "p-" + own), "4"));
  }

  @Test
  void aReferenceThatLeadsNowhereStopsTheWholeTransaction() throws Exception {
    same(400, transaction(observation("preliminary", "nobody"), ""));
    same(404, get("Observation/o-" + own));
  }

  @Test
  void theCapabilityStatementSaysNothingOfUpdateCreate() throws Exception {
    JsonNode statement = same(200, get("metadata"));
    assertFalse(statement.toString().contains("updateCreate"));
    Reply ours = ask(get("metadata"), fake.url());
    assertFalse(ours.body().toString().contains("updateCreate"));
  }

  @Test
  void searches() throws Exception {
    same(200, search("Patient", "identifier=urn:test%7C" + own + "&_count=20"));
    same(200, search("Patient", "identifier=urn:none%7C1,urn:test%7C" + own + "&_count=20"));
    same(200, search("Patient", "identifier=urn:other%7C" + own));
    same(400, search("Patient", "nonsense=1"));
    same(400, get("Observation?nonsense=1"));
    same(400, get("Observation?subject:identifier=urn:test%7C" + own));
    same(404, get("Nonsense/1"));
  }
}
