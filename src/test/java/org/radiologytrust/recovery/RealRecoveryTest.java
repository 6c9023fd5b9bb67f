package org.radiologytrust.recovery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.peers.llama.SmallPair;
import org.radiologytrust.peers.ollama.RealOllama;
import org.radiologytrust.peers.ollama.StreamRelay;

/**
 * A real model server fails in the middle of an audit. The schemas of this test allow one answer to
 * each step, so every audit has the same result.
 */
@Tag("peers")
@Tag("real-model")
@Tag("safety")
class RealRecoveryTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final String SENTENCE = "There is a left pleural effusion";

  /** So long that it can be caught in the middle. */
  private static final String EVIDENCE = "The left angle is blunted and hard to see. ".repeat(6);

  @TempDir static Path shared;
  private static RealOllama ollama;
  private static PrivateOrthanc orthanc;
  private static StreamRelay relay;

  @TempDir Path folder;

  @BeforeAll
  static void startPeers() throws Exception {
    orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
    ollama = RealOllama.start(1, 1);
    relay = new StreamRelay(ollama.url());
    ollama.create("seeing", SmallPair.model(SmallPair.BASE));
    step("claims", 60, list("claims", "sentence", one(SENTENCE, "quote"), one("finding", "type")));
    step(
        "findings",
        40,
        object("\"quality\",\"findings\"", one("good", "quality") + "," + none("findings")));
    step(
        "alignment",
        160,
        list(
            "judgements",
            "claim",
            one(EVIDENCE.strip(), "evidence"),
            none("findings"),
            one("uncertain", "label"),
            "\"probability\":{\"enum\":[0.6]}"));
    step("rewrite", 60, list("rewrites", "claim", one("Possibly a left effusion.", "text")));
  }

  @AfterAll
  static void stopPeers() {
    relay.close();
    ollama.close();
    orthanc.close();
  }

  private static String one(String value, String name) {
    return "\"" + name + "\":{\"enum\":[\"" + value + "\"]}";
  }

  private static String none(String name) {
    return "\"" + name + "\":{\"type\":\"array\",\"maxItems\":0,\"items\":{\"enum\":[\"none\"]}}";
  }

  private static String object(String names, String properties) {
    return "{\"type\":\"object\",\"additionalProperties\":false,\"required\":["
        + names
        + "],\"properties\":{"
        + properties
        + "}}";
  }

  /** One item, number 1. */
  private static String list(String name, String number, String... properties) {
    StringBuilder names = new StringBuilder("\"" + number + "\"");
    for (String property : properties) {
      names.append(',').append(property, 0, property.indexOf(':'));
    }
    String item =
        object(
            names.toString(),
            "\""
                + number
                + "\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":1},"
                + String.join(",", properties));
    return object(
        "\"" + name + "\"",
        "\""
            + name
            + "\":{\"type\":\"array\",\"minItems\":1,\"maxItems\":1,\"items\":"
            + item
            + "}");
  }

  /** The shipped step with another schema, and as much room as its one answer takes. */
  private static void step(String name, int answerTokens, String schema) throws Exception {
    Path own = Files.createDirectories(shared.resolve("steps").resolve(name));
    Files.writeString(own.resolve("schema.json"), schema);
    Files.writeString(
        own.resolve("step.yaml"),
        Files.readString(Path.of("src/main/resources/steps", name, "step.yaml"))
            .replaceAll("(answerTokens(PerItem)?): \\d+", "$1: " + answerTokens));
  }

  private Map<String, String> settings() {
    Map<String, String> all = Product.peers(orthanc, relay.url(), "seeing", "seeing");
    all.put("rtl.files", shared.toString());
    all.put("rtl.model.between-tokens", "5s");
    all.put("rtl.model.pause", "200ms");
    all.put("rtl.audit.delay", "500ms");
    // one call about images, so that the third is the alignment
    all.put("rtl.audit.blank-probe", "false");
    return all;
  }

  private void send(Product product, String accession) throws Exception {
    PhantomStudy study = PhantomStudy.chest(accession);
    Chest.store(orthanc, study, folder);
    String ack =
        product.mllp(
            Chest.oru(
                study, "M" + accession, "PHANTOM-1", "FINDINGS:\n" + SENTENCE + ".", "F", 30));
    assertTrue(ack.contains("\rMSA|AA|M" + accession), ack);
  }

  private static double calls(Product product, String step, String outcome) throws Exception {
    return product
        .metrics()
        .getOrDefault(
            "rtl_model_calls_total{model=\"seeing\",outcome=\"%s\",step=\"%s\"}"
                .formatted(outcome, step),
            0.0);
  }

  private static double refusals(Product product, String step, String reason) throws Exception {
    return product
        .metrics()
        .getOrDefault(
            "rtl_model_refusals_total{model=\"seeing\",reason=\"%s\",step=\"%s\"}"
                .formatted(reason, step),
            0.0);
  }

  /**
   * Waits until the alignment's answer has begun and is not whole.
   *
   * @param before questions that the relay saw before the report
   */
  private static void inTheMiddleOfTheAlignment(Product product, int before) throws Exception {
    await()
        .pollInterval(POLL)
        .atMost(LONG)
        .until(() -> relay.chats() >= before + 3 && relay.pieces() >= 8);
    assertEquals(1, calls(product, "claims", "answered"));
    assertEquals(1, calls(product, "findings", "answered"));
    assertEquals(0, calls(product, "alignment", "answered"));
    assertEquals(0, product.summaries().size(), "not whole");
  }

  private static void assertAudited(Product product, int reports) throws Exception {
    await().atMost(LONG).until(() -> audited(product) >= reports);
    List<Observation> summaries = product.summaries();
    assertEquals(reports, summaries.size());
    for (Observation summary : summaries) {
      assertTrue(summary.hasValueQuantity(), Product.component(summary, "failure"));
      assertEquals(68, summary.getValueQuantity().getValue().intValue());
    }
    assertEquals(reports, product.claims().size(), "one set");
    for (Observation claim : product.claims()) {
      assertEquals("uncertain", Product.label(claim));
      assertEquals(SENTENCE, Product.component(claim, "claim-text"));
      assertEquals(EVIDENCE.strip(), Product.component(claim, "evidence"));
      assertEquals("Possibly a left effusion.", Product.component(claim, "proposal"));
    }
    Map<String, Double> metrics = product.metrics();
    assertEquals(reports, metrics.get("rtl_messages_total{outcome=\"parsed\"}"));
    assertEquals(reports, metrics.get("rtl_reports_total{outcome=\"audited\"}"));
    assertEquals(0, metrics.get("rtl_reports_total{outcome=\"not_auditable\"}"));
  }

  private static double audited(Product product) throws Exception {
    return product.metrics().get("rtl_reports_total{outcome=\"audited\"}");
  }

  @Test
  void serverKilledInMidStreamComesBackAndTheAuditGoesOnWhereItWas() throws Exception {
    try (Product product = Product.start(folder.resolve("home"), settings())) {
      int before = relay.chats();
      send(product, "REAL1");
      inTheMiddleOfTheAlignment(product, before);
      ollama.kill();
      relay.down();
      await().atMost(LONG).until(() -> refusals(product, "alignment", "broken_stream") >= 1);
      await().atMost(LONG).until(() -> refusals(product, "alignment", "unreachable") >= 1);
      assertEquals(0, product.summaries().size(), "a dead server makes no audit");
      ollama.restart();
      relay.up();
      assertAudited(product, 1);
      for (String step : List.of("claims", "findings", "alignment", "rewrite")) {
        assertEquals(1, calls(product, step, "answered"), step);
      }
      assertEquals(0, calls(product, "claims", "refused"));
      assertEquals(0, calls(product, "findings", "refused"));
      assertDigestIsTold(product);
    }
  }

  /** The Provenance names the digest that the server itself tells. */
  private static void assertDigestIsTold(Product product) throws Exception {
    String digest = ollama.digest("seeing");
    assertTrue(digest.matches("[0-9a-f]{64}"), digest);
    HttpResponse<String> provenance = product.get("/fhir/Provenance");
    assertEquals(200, provenance.statusCode(), provenance::body);
    assertTrue(provenance.body().contains(digest), provenance::body);
  }

  @Test
  @Tag("slow")
  void killedProductGoesOnAtTheStep() throws Exception {
    Path home = folder.resolve("home");
    int before = relay.chats();
    ServeProcess first = ServeProcess.start(home, settings());
    try {
      send(first.product(), "REAL2");
      inTheMiddleOfTheAlignment(first.product(), before);
    } finally {
      first.kill();
    }
    try (ServeProcess second = ServeProcess.start(home, settings())) {
      Product product = second.product();
      assertAudited(product, 1);
      assertEquals(0, calls(product, "claims", "answered"), "kept over the kill");
      assertEquals(0, calls(product, "findings", "answered"), "kept over the kill");
      for (String step : List.of("alignment", "rewrite")) {
        assertEquals(1, calls(product, step, "answered"), step);
      }
    }
  }

  @Test
  @Tag("slow")
  void reportWaitsForAModelThatWasDeleted() throws Exception {
    try (Product product = Product.start(folder.resolve("home"), settings())) {
      send(product, "REAL3");
      assertAudited(product, 1);
      assertEquals(200, ready(product));
      ollama.delete("seeing");
      try {
        await().atMost(LONG).until(() -> ready(product) == 503);
        send(product, "REAL4");
        await()
            .atMost(LONG)
            .until(
                () ->
                    refusals(product, "claims", "not_found")
                            + refusals(product, "findings", "not_found")
                        >= 2);
        assertEquals(1, product.summaries().size(), "nothing is published of what waits");
        assertEquals(1, audited(product));
      } finally {
        ollama.create("seeing", SmallPair.model(SmallPair.BASE));
      }
      assertAudited(product, 2);
      await().atMost(LONG).until(() -> ready(product) == 200);
    }
  }

  private static int ready(Product product) throws Exception {
    return product.anonymous(product.managementPort(), "/observe/health/ready").statusCode();
  }

  @Test
  @Tag("slow")
  void slowLoadIsWaitedForAndAHangInTheMiddleIsNoEnd() throws Exception {
    ollama.kill();
    ollama.restart();
    try (Product product = Product.start(folder.resolve("home"), settings())) {
      int before = relay.chats();
      send(product, "REAL5");
      await().pollInterval(Duration.ofMillis(10)).atMost(LONG).until(() -> relay.chats() > before);
      ollama.freeze();
      assertEquals(0, relay.pieces(), "still loading");
      // longer than between two tokens, shorter than for the first
      Thread.sleep(7000);
      ollama.thaw();
      inTheMiddleOfTheAlignment(product, before);
      for (String step : List.of("claims", "findings", "alignment")) {
        assertEquals(0, calls(product, step, "refused"), "a slow load is no failure");
      }
      ollama.freeze();
      try {
        await().atMost(LONG).until(() -> refusals(product, "alignment", "stalled") >= 1);
        assertEquals(0, product.summaries().size(), "a hung server makes no audit");
      } finally {
        ollama.thaw();
      }
      assertAudited(product, 1);
      assertEquals(1, calls(product, "claims", "answered"));
    }
  }
}
