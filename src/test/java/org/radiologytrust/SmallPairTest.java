package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Provenance;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.lab.phantom.Abnormality;
import org.radiologytrust.lab.phantom.Abnormality.Kind;
import org.radiologytrust.lab.phantom.Abnormality.Side;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Jvm;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.llama.RealLlama;
import org.radiologytrust.peers.llama.SmallPair;

/**
 * The main job with a model that truly looks: reports by MLLP, phantoms by C-STORE, all five steps
 * on a real llama-server with base and LoRA side by side, flagged Observations out.
 */
@Tag("peers")
@Tag("real-model")
class SmallPairTest {
  private static final Abnormality LEFT_EFFUSION =
      new Abnormality(Kind.PLEURAL_EFFUSION, Side.LEFT, 0.6);

  /**
   * @param flagged the one claim that comes out as needs_review, or as the model's contradiction of
   *     its own finding; empty = none
   */
  private record Case(
      String accession, long seed, List<Abnormality> shows, String text, String flagged) {}

  /** Tokens that an image takes in the small pair. */
  private static final int IMAGE_TOKENS = 16;

  private static final Case TWO_CLAIMS =
      new Case(
          "TRUE-1",
          3001,
          List.of(LEFT_EFFUSION),
          "There is a left pleural effusion. No pneumothorax is seen.",
          "");

  private static final List<Case> CASES =
      List.of(
          new Case(
              "HEDGED-1",
              3002,
              List.of(new Abnormality(Kind.OPACITY, Side.RIGHT, 0.6)),
              "There is a possible right lung opacity.",
              ""),
          new Case(
              "SIDE-1",
              3003,
              List.of(LEFT_EFFUSION),
              "There is a right pleural effusion.",
              "There is a right pleural effusion."),
          new Case(
              "ABSENT-1",
              3004,
              List.of(new Abnormality(Kind.CARDIOMEGALY, Side.LEFT, 0.7)),
              "There is a left pneumothorax.",
              "There is a left pneumothorax."));

  @TempDir Path folder;

  @Test
  void wrongSideAndAbsentFindingAreFlaggedAndTheDemoComesOut() throws Exception {
    try (PrivateOrthanc orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
        RealLlama llama = RealLlama.start()) {
      Map<String, String> settings = new HashMap<>(Product.smallPair(orthanc, llama));
      settings.put("rtl.model.warm-up", "true");
      try (Product product = Product.start(folder.resolve("home"), settings)) {
        awaitReuse(product, 2);
        for (Case c : CASES) {
          send(product, orthanc, c);
        }
        await()
            .pollInterval(Duration.ofSeconds(1))
            .atMost(Duration.ofMinutes(10))
            .until(() -> product.summaries().size() == CASES.size());
        assertEquals(
            CASES.stream().map(Case::flagged).filter(f -> !f.isEmpty()).collect(Collectors.toSet()),
            product.claims().stream()
                .filter(SmallPairTest::flagged)
                .map(k -> Product.component(k, "claim-text"))
                .collect(Collectors.toSet()));
        assertTrue(
            product.summaries().stream().allMatch(Observation::hasValue), "all have a score");
        assertModels(product);
      }
      assertDemo(llama);
    }
  }

  private static boolean flagged(Observation claim) {
    return Product.label(claim).equals("needs_review")
        || Product.component(claim, "basis").equals("contradicts-own-finding");
  }

  /** {@code rtl demo} finds the pair by itself, and each of its cases comes out as expected. */
  private static void assertDemo(RealLlama llama) throws Exception {
    Process demo =
        Jvm.rtl("demo", "--exit", "-Drtl.model.wire=openai", "-Drtl.model.urls=" + llama.url())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, demo.waitFor(), out);
    assertTrue(out.contains("Score 100: supported 4"), out);
    assertFalse(out.contains("NOT as expected"), out);
  }

  /** The server passes the test of reuse, so a run reads an image once for each model. */
  private static void awaitReuse(Product product, int models) throws Exception {
    await()
        .pollInterval(Duration.ofSeconds(1))
        .atMost(Duration.ofMinutes(10))
        .until(() -> reuse(product).size() == models);
    assertEquals(Set.of(1.0), Set.copyOf(reuse(product)), "results of the test of reuse");
  }

  private static List<Double> reuse(Product product) throws Exception {
    return product.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().startsWith("rtl_model_image_reuse{"))
        .map(Map.Entry::getValue)
        .toList();
  }

  @Test
  @Tag("slow")
  void questionsAboutOneImageReadItOnce() throws Exception {
    try (PrivateOrthanc orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
        RealLlama llama = RealLlama.start()) {
      assertTrue(kept(orthanc, llama, false) < IMAGE_TOKENS, "each call has its own nonce");
      assertTrue(kept(orthanc, llama, true) > IMAGE_TOKENS, "the first call read the image");
    }
  }

  /** The tokens of a question for each of two claims that the server did not read again. */
  private double kept(PrivateOrthanc orthanc, RealLlama llama, boolean tested) throws Exception {
    Map<String, String> settings = new HashMap<>(Product.smallPair(orthanc, llama));
    settings.put("rtl.audit.ask", "each");
    settings.put("rtl.model.warm-up", "" + tested);
    settings.put("rtl.audit.blank-probe", "false");
    try (Product product = Product.start(folder.resolve("tested-" + tested), settings)) {
      if (tested) {
        awaitReuse(product, 2);
      }
      send(product, orthanc, TWO_CLAIMS);
      await()
          .pollInterval(Duration.ofSeconds(1))
          .atMost(Duration.ofMinutes(10))
          .until(() -> product.summaries().size() == 1);
      return product
          .metrics()
          .get(
              "rtl_model_tokens_total{direction=\"kept\",model=\"%s\",step=\"question\"}"
                  .formatted(SmallPair.LORA));
    }
  }

  private void send(Product product, PrivateOrthanc orthanc, Case c) throws Exception {
    PhantomStudy study = PhantomStudy.chest(c.accession);
    Chest.store(orthanc, study, c.seed, c.shows, folder);
    String ack =
        product.mllp(
            Chest.oru(study, "C-" + c.accession, "PHANTOM-1", "FINDINGS:\n" + c.text, "F", 30));
    assertTrue(ack.contains("\rMSA|AA|"), ack);
  }

  /** Each step's Provenance names the model that it asked. */
  private static void assertModels(Product product) throws Exception {
    Set<String> uses =
        product.search(Provenance.class, "").stream()
            .flatMap(p -> p.getEntity().stream())
            .flatMap(e -> e.getExtension().stream())
            .filter(e -> e.getUrl().endsWith("/rtl-model-use"))
            .map(e -> e.getExtensionString("step") + " " + e.getExtensionString("model"))
            .collect(Collectors.toSet());
    for (String step : List.of("claims", "alignment", "blank", "rewrite")) {
      assertTrue(uses.contains(step + " " + SmallPair.LORA), step);
    }
    assertTrue(uses.contains("findings " + SmallPair.BASE), "findings");
  }
}
