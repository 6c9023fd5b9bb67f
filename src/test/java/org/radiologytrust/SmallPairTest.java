package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Provenance;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.peers.RealOllama;
import org.radiologytrust.peers.SmallPair;
import org.radiologytrust.phantom.Abnormality;
import org.radiologytrust.phantom.Abnormality.Kind;
import org.radiologytrust.phantom.Abnormality.Side;
import org.radiologytrust.phantom.PhantomStudy;

/**
 * The main job with a model that truly looks: reports by MLLP, phantoms by C-STORE, all six steps
 * on a real Ollama with base and LoRA side by side, flagged Observations out.
 */
@Tag("peers")
class SmallPairTest {
  private static final Abnormality LEFT_EFFUSION =
      new Abnormality(Kind.PLEURAL_EFFUSION, Side.LEFT, 0.6);

  /**
   * @param flagged the one claim that comes out as needs_review; empty = none
   */
  private record Case(long seed, List<Abnormality> shows, String text, String flagged) {}

  private static final Map<String, Case> CASES = new LinkedHashMap<>();

  static {
    CASES.put(
        "TRUE-1",
        new Case(
            3001,
            List.of(LEFT_EFFUSION),
            "There is a left pleural effusion. No pneumothorax is seen.",
            ""));
    CASES.put(
        "HEDGED-1",
        new Case(
            3002,
            List.of(new Abnormality(Kind.OPACITY, Side.RIGHT, 0.6)),
            "There is a possible right lung opacity.",
            ""));
    CASES.put(
        "SIDE-1",
        new Case(
            3003,
            List.of(LEFT_EFFUSION),
            "There is a right pleural effusion.",
            "There is a right pleural effusion."));
    CASES.put(
        "ABSENT-1",
        new Case(
            3004,
            List.of(new Abnormality(Kind.CARDIOMEGALY, Side.LEFT, 0.7)),
            "There is a left pneumothorax.",
            "There is a left pneumothorax."));
    CASES.put("NORMAL-1", new Case(3005, List.of(), "No pleural effusion is seen.", ""));
  }

  @TempDir Path folder;

  @Test
  void wrongSideAndAbsentFindingAreFlaggedAndEveryStepNamesItsModel() throws Exception {
    try (PrivateOrthanc orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
        RealOllama ollama = RealOllama.start(1, 2)) {
      SmallPair.create(ollama);
      try (Product product = Product.start(folder.resolve("home"), settings(orthanc, ollama))) {
        for (var c : CASES.entrySet()) {
          send(product, orthanc, c.getKey(), c.getValue());
        }
        await()
            .pollInterval(Duration.ofSeconds(1))
            .atMost(Duration.ofMinutes(10))
            .until(() -> product.summaries().size() == CASES.size());
        assertEquals(
            CASES.values().stream()
                .map(Case::flagged)
                .filter(f -> !f.isEmpty())
                .collect(Collectors.toSet()),
            product.claims().stream()
                .filter(k -> Product.label(k).equals("needs_review"))
                .map(k -> Product.component(k, "claim-text"))
                .collect(Collectors.toSet()));
        assertDigests(product, ollama);
      }
    }
  }

  private void send(Product product, PrivateOrthanc orthanc, String accession, Case c)
      throws Exception {
    PhantomStudy study = PhantomStudy.chest(accession);
    Chest.store(orthanc, study, c.seed, c.shows, folder);
    String ack =
        product.mllp(
            Chest.oru(study, "C-" + accession, "PHANTOM-1", "FINDINGS:\n" + c.text, "F", 30));
    assertTrue(ack.contains("\rMSA|AA|"), ack);
  }

  private static Map<String, String> settings(PrivateOrthanc orthanc, RealOllama ollama) {
    Map<String, String> all = new HashMap<>();
    all.put("rtl.orthanc.url", orthanc.httpUrl().toString());
    all.put("rtl.orthanc.user", orthanc.user());
    all.put("rtl.orthanc.password", orthanc.password());
    all.put("rtl.model.wire", "ollama");
    all.put("rtl.model.urls", ollama.url().toString());
    all.put("rtl.model.base", SmallPair.BASE);
    all.put("rtl.model.lora", SmallPair.LORA);
    all.put("rtl.model.context", "4096");
    return all;
  }

  /** Each step's Provenance names the digest of the model that it asked. */
  private static void assertDigests(Product product, RealOllama ollama) throws Exception {
    HttpResponse<String> response = product.get("/fhir/Provenance?_count=500");
    assertEquals(200, response.statusCode(), response::body);
    Set<String> uses = new HashSet<>();
    FhirContext.forR4Cached()
        .newJsonParser()
        .parseResource(Bundle.class, response.body())
        .getEntry()
        .stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .filter(Provenance.class::isInstance)
        .flatMap(p -> ((Provenance) p).getEntity().stream())
        .flatMap(e -> e.getExtension().stream())
        .filter(e -> e.getUrl().endsWith("/rtl-model-use"))
        .forEach(
            e ->
                uses.add(
                    e.getExtensionString("step")
                        + " "
                        + e.getExtensionString("model")
                        + " "
                        + e.getExtensionString("digest")));
    for (String step : List.of("claims", "alignment", "blank", "rewrite", "summaries")) {
      assertTrue(
          uses.contains(step + " " + SmallPair.LORA + " " + ollama.digest(SmallPair.LORA)), step);
    }
    assertTrue(
        uses.contains("findings " + SmallPair.BASE + " " + ollama.digest(SmallPair.BASE)),
        "findings");
  }
}
