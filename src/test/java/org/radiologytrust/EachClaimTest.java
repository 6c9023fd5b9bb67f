package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.ollama.OllamaCall;
import org.radiologytrust.peers.ollama.OllamaServer;

/** The product with {@code rtl.audit.ask=each}: report and image in, Observations out. */
@Tag("peers")
class EachClaimTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;

  /** The audit of a report with four claims, by a model that gives these answers. */
  private void audited(OllamaServer.Answer answers, Audited look) throws Exception {
    try (PrivateOrthanc orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
        OllamaServer ollama = OllamaServer.ofPair(answers)) {
      Map<String, String> settings =
          new HashMap<>(Product.peers(orthanc, ollama.url(), "medgemma:4b", "rtl-medgemma"));
      settings.put("rtl.model.context", "8192");
      settings.put("rtl.model.slots", "4");
      settings.put("rtl.audit.ask", "each");
      try (Product product = Product.start(folder.resolve("home"), settings)) {
        PhantomStudy study = PhantomStudy.chest("ACC1");
        Chest.store(orthanc, study, folder);
        product.mllp(Chest.oru(study, "MSG1", "PHANTOM-1", Chest.TEXT, "F", 30));
        await().atMost(LONG).until(() -> product.summaries().size() == 1);
        look.at(product, ollama);
      }
    }
  }

  private interface Audited {
    void at(Product product, OllamaServer ollama) throws Exception;
  }

  private static Set<String> steps(Product product) throws Exception {
    return product.search(Provenance.class, "").stream()
        .flatMap(p -> p.getEntity().stream())
        .flatMap(e -> e.getExtension().stream())
        .filter(e -> e.getUrl().endsWith("/rtl-model-use"))
        .map(e -> e.getExtensionString("step") + " " + e.getExtensionString("model"))
        .collect(Collectors.toSet());
  }

  @Test
  void everyClaimIsAskedAboutByItselfOnTheImageAndOnABlankOne() throws Exception {
    audited(
        ModelAnswers::of,
        (product, ollama) -> {
          Observation summary = product.summaries().get(0);
          assertEquals(92, summary.getValueQuantity().getValue().intValue());
          assertEquals(
              Map.of("supported", 3L, "uncertain", 1L),
              product.claims().stream()
                  .collect(Collectors.groupingBy(Product::label, Collectors.counting())));
          String note = Product.component(summary, "note");
          assertTrue(note.contains("did not look for findings that the report leaves out"), note);
          assertTrue(note.contains("it changed no label"), note);

          assertEquals(List.of(), ollama.calls("alignment"));
          List<OllamaCall> questions = ollama.calls("question");
          assertEquals(8, questions.size());
          assertEquals(4, questions.stream().filter(ModelAnswers::blank).count());
          assertTrue(questions.stream().allMatch(call -> call.model().contains("rtl-medgemma")));
          for (String hidden : List.of("PHANTOM-1", "Phantom", "1961", "ACC1")) {
            assertTrue(questions.stream().noneMatch(call -> call.text().contains(hidden)), hidden);
          }
          assertEquals(
              Set.of(
                  "claims rtl-medgemma",
                  "findings medgemma:4b",
                  "question rtl-medgemma",
                  "blank-question rtl-medgemma",
                  "rewrite rtl-medgemma"),
              steps(product));
          assertEquals(
              4,
              product
                  .metrics()
                  .get(
                      "rtl_model_calls_total{model=\"rtl-medgemma\",outcome=\"answered\","
                          + "step=\"question\"}"));
        });
  }

  @Test
  void whatIsSupportedWithoutTheImageBecomesUncertain() throws Exception {
    audited(
        call ->
            call.step().equals("question")
                ? "{\"evidence\":\"It is white.\",\"answer\":\"yes\",\"probability\":0.9}"
                : ModelAnswers.of(call),
        (product, ollama) -> {
          assertEquals(4, product.claims().size());
          for (Observation claim : product.claims()) {
            assertEquals("uncertain", Product.label(claim));
          }
          String note = Product.component(product.summaries().get(0), "note");
          assertTrue(note.contains("4 supported claims were supported without the image"), note);
        });
  }
}
