package org.radiologytrust.textfirst;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.fhir.FhirServer;
import org.radiologytrust.peers.ollama.OllamaFault;
import org.radiologytrust.peers.ollama.OllamaServer;

/** The whole product, with the text of a report checked before its images are here. */
@Tag("peers")
@Tag("safety")
class TextFirstTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;
  private PrivateOrthanc orthanc;
  private OllamaServer ollama;
  private FhirServer fhir;
  private Product product;

  @BeforeEach
  void peers() throws Exception {
    orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
    ollama = OllamaServer.ofPair(ModelAnswers::of);
    fhir = new FhirServer();
    fhir.put(Chest.patient());
  }

  private void start(Map<String, String> more) {
    Map<String, String> all =
        new HashMap<>(Product.peers(orthanc, ollama.url(), "medgemma:4b", "rtl-medgemma"));
    all.put("rtl.fhir.server", fhir.url().toString());
    all.put("rtl.audit.text-first", "true");
    all.putAll(more);
    product = Product.start(folder.resolve("home"), all);
  }

  @AfterEach
  void stop() throws Exception {
    product.close();
    fhir.close();
    ollama.close();
    orthanc.close();
  }

  private double metric(String name) throws Exception {
    return product.metrics().getOrDefault(name, 0.0);
  }

  private double deliveries(String state) throws Exception {
    return metric("rtl_deliveries{sink=\"fhir\",state=\"" + state + "\"}");
  }

  private static List<Observation> of(List<Observation> summaries, ObservationStatus status) {
    return summaries.stream().filter(o -> o.getStatus() == status).toList();
  }

  @Test
  void theFlagOfTheTextIsThereBeforeTheImagesAndTheServerGetsOneAudit() throws Exception {
    start(Map.of());
    PhantomStudy study = PhantomStudy.chest("ACC1");
    product.mllp(Chest.oru(study, "MSG1", "PHANTOM-1", Chest.TEXT, "F", 30));
    await().atMost(LONG).until(() -> !product.summaries().isEmpty());
    Observation first = product.summaries().get(0);
    assertTrue(
        Product.component(first, "note").startsWith("Only the text was checked so far"),
        Product.component(first, "note"));
    await().atMost(LONG).until(() -> metric("rtl_worklist_reports{state=\"open\"}") == 1);
    assertEquals(1, metric("rtl_reports_open{state=\"awaiting_images\"}"), "still in flight");
    assertEquals(1, deliveries("held"));
    assertEquals(List.of(), ollama.calls(), "no model was asked");
    assertEquals(List.of(), fhir.all(Observation.class), "the server waits");

    Chest.store(orthanc, study, folder);
    await().atMost(LONG).until(() -> deliveries("sent") == 1);
    assertEquals(1, deliveries("overtaken"));
    assertEquals(0, deliveries("dead"));
    assertEquals(1, metric("rtl_reports_total{outcome=\"audited\"}"));
    assertEquals(0, metric("rtl_reports_open{state=\"awaiting_images\"}"));
    List<Observation> sent =
        fhir.all(Observation.class).stream()
            .filter(o -> o.getCode().getCodingFirstRep().getCode().equals("report-audit"))
            .toList();
    assertEquals(1, sent.size(), "it never heard of the first audit");
    assertEquals(ObservationStatus.PRELIMINARY, sent.get(0).getStatus());
    List<Observation> here = product.summaries();
    assertEquals(1, of(here, ObservationStatus.PRELIMINARY).size());
    assertEquals(
        first.getIdElement().getIdPart(),
        of(here, ObservationStatus.CANCELLED).get(0).getIdElement().getIdPart());
  }

  @Test
  void aSinkThatDoesNotWaitIsToldOfBoth() throws Exception {
    start(Map.of("rtl.sinks.text-first", "fhir"));
    PhantomStudy study = PhantomStudy.chest("ACC1");
    product.mllp(Chest.oru(study, "MSG1", "PHANTOM-1", Chest.TEXT, "F", 30));
    await().atMost(LONG).until(() -> deliveries("sent") == 1);
    Chest.store(orthanc, study, folder);
    await().atMost(LONG).until(() -> deliveries("sent") == 2);
    List<Observation> sent =
        fhir.all(Observation.class).stream()
            .filter(o -> o.getCode().getCodingFirstRep().getCode().equals("report-audit"))
            .toList();
    assertEquals(1, of(sent, ObservationStatus.PRELIMINARY).size());
    assertEquals(1, of(sent, ObservationStatus.CANCELLED).size());
  }

  @Test
  void afterItsTimeTheAuditOfTheTextIsSentWithoutTheOther() throws Exception {
    start(Map.of("rtl.sinks.hold", "2s"));
    product.mllp(Chest.oru(PhantomStudy.chest("ACC1"), "MSG1", "PHANTOM-1", Chest.TEXT, "F", 30));
    await().atMost(LONG).until(() -> deliveries("sent") == 1);
    assertEquals(1, metric("rtl_reports_open{state=\"awaiting_images\"}"));
  }

  @Test
  void aTextDoesNotWaitForRunsThatAskAModel() throws Exception {
    start(Map.of("rtl.audit.parallel", "1"));
    ollama.script().always(call -> true, OllamaFault.stallBefore(Duration.ofSeconds(20)));
    PhantomStudy study = PhantomStudy.chest("ACC1");
    Chest.store(orthanc, study, folder);
    product.mllp(Chest.oru(study, "MSG1", "PHANTOM-1", Chest.TEXT, "F", 30));
    await().atMost(LONG).until(() -> !ollama.calls().isEmpty());
    product.mllp(Chest.oru(PhantomStudy.chest("ACC2"), "MSG2", "PHANTOM-1", Chest.TEXT, "F", 30));
    await().atMost(LONG).until(() -> metric("rtl_worklist_reports{state=\"open\"}") == 2);
    assertEquals(1, metric("rtl_reports_open{state=\"auditing\"}"), "the model still works");
  }

  /** Nothing would be known earlier: one audit says it all. */
  @Test
  void whereNeitherImagesNorAModelAreToComeThereIsOneAudit() throws Exception {
    start(
        Map.of(
            "rtl.orthanc.url",
            "",
            "rtl.orthanc.user",
            "",
            "rtl.orthanc.password",
            "",
            "rtl.model.wire",
            "none"));
    product.mllp(Chest.oru(PhantomStudy.chest("ACC1"), "MSG1", "PHANTOM-1", Chest.TEXT, "F", 30));
    await().atMost(LONG).until(() -> deliveries("sent") == 1);
    assertEquals(1, product.summaries().size());
    assertEquals(0, deliveries("overtaken"));
  }
}
