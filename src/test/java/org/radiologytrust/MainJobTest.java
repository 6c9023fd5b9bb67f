package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.fhir.FhirServer;
import org.radiologytrust.peers.ollama.OllamaCall;
import org.radiologytrust.peers.ollama.OllamaFault;
import org.radiologytrust.peers.ollama.OllamaServer;
import org.radiologytrust.publish.Validator;

/**
 * The main job with every peer: a real MLLP client, a real Orthanc that gets a real C-STORE, a
 * server that speaks Ollama's wire, a FHIR server that takes transactions.
 */
@Tag("peers")
class MainJobTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NONCE = Pattern.compile("case ([0-9a-f]{12})\n");
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;
  private PrivateOrthanc orthanc;
  private OllamaServer ollama;
  private FhirServer fhir;
  private Product product;

  @BeforeEach
  void start() throws Exception {
    orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
    ollama = OllamaServer.ofPair(ModelAnswers::of);
    fhir = new FhirServer();
    fhir.put(Chest.patient());
    DiagnosticReport report = new DiagnosticReport();
    report.setId("rep-1");
    report.addIdentifier().setValue("ACC1");
    report.getSubject().setReference("Patient/pat-1");
    fhir.put(report);
    product = Product.start(folder.resolve("home"), settings(Map.of()));
  }

  private Map<String, String> settings(Map<String, String> more) {
    Map<String, String> all = Product.peers(orthanc, ollama.url(), "medgemma:4b", "rtl-medgemma");
    // the default, which the golden requests name
    all.put("rtl.model.context", "8192");
    all.put("rtl.model.slots", "4");
    all.put("rtl.model.pause", "20ms");
    all.put("rtl.audit.delay", "100ms");
    all.put("rtl.audit.attempts", "2");
    all.put("rtl.fhir.server", fhir.url().toString());
    all.putAll(more);
    return all;
  }

  @AfterEach
  void stop() throws Exception {
    product.close();
    fhir.close();
    ollama.close();
    orthanc.close();
  }

  private Observation audited() throws Exception {
    await()
        .atMost(LONG)
        .until(
            () ->
                product.summaries().stream()
                    .anyMatch(o -> o.getExtension().stream().noneMatch(MainJobTest::superseded)));
    return product.summaries().stream()
        .filter(o -> o.getExtension().stream().noneMatch(MainJobTest::superseded))
        .findFirst()
        .orElseThrow();
  }

  private static boolean superseded(org.hl7.fhir.r4.model.Extension e) {
    return e.getUrl().endsWith("rtl-superseded-by");
  }

  @Test
  void reportAndImageBecomeObservationsThatFlagWhatIsNotSupported() throws Exception {
    // so long that steps which may run side by side are seen to
    ollama.script().always(call -> true, OllamaFault.stallBefore(Duration.ofMillis(1500)));
    PhantomStudy study = PhantomStudy.chest("ACC1");
    Chest.store(orthanc, study, folder);
    String ack = product.mllp(Chest.oru(study, "MSG1", "PHANTOM-1", Chest.TEXT, "F", 30));
    assertTrue(ack.contains("\rMSA|AA|MSG1"), ack);

    Observation summary = audited();
    assertEquals(92, summary.getValueQuantity().getValue().intValue(), "3 supported, 1 uncertain");
    assertEquals(
        "low",
        summary.getComponent().stream()
            .filter(c -> c.getCode().getCodingFirstRep().getCode().equals("severity"))
            .findFirst()
            .orElseThrow()
            .getValueCodeableConcept()
            .getCodingFirstRep()
            .getCode());
    List<Observation> flagged =
        product.observations(
            "code="
                + Product.CODES
                + "rtl-observation%7Cclaim-audit&value-concept="
                + Product.CODES
                + "rtl-claim-label%7Cneeds_review,"
                + Product.CODES
                + "rtl-claim-label%7Cuncertain&status=preliminary");
    assertEquals(1, flagged.size());
    assertEquals(
        "Left pleural effusion, definitely malignant",
        Product.component(flagged.get(0), "claim-text"));
    assertEquals(
        "Left pleural effusion, of which the cause cannot be told.",
        Product.component(flagged.get(0), "proposal"));

    assertRequestsAre("main-job");
    assertEquals(3, ollama.depth(), "claims and findings, alignment and probe, the wording");
    assertEquals(5, ollama.calls().size(), "one call for each step, and the probe");
    assertTrue(
        Product.component(summary, "note").contains("it changed no label"),
        Product.component(summary, "note"));

    await().atMost(LONG).until(() -> fhir.transactions() >= 1);
    await().atMost(LONG).until(() -> fhir.all(Observation.class).size() >= 5);
    Observation sent =
        fhir.read(Observation.class, summary.getIdElement().getIdPart()).orElseThrow();
    assertEquals("Patient/pat-1", sent.getSubject().getReference(), "resolved by search");
    assertEquals("DiagnosticReport/rep-1", sent.getFocusFirstRep().getReference());
    assertFalse(fhir.all(Provenance.class).isEmpty());
    assertTrue(
        fhir.all(Device.class).size() >= 3,
        "the engine and both models: " + fhir.all(Device.class));
    Provenance provenance = fhir.all(Provenance.class).get(0);
    String json = FhirContext.forR4Cached().newJsonParser().encodeResourceToString(provenance);
    assertTrue(json.contains(ollama.digest("rtl-medgemma")), "the model's digest");

    assertEverythingSentIsValid();

    Map<String, Double> metrics = product.metrics();
    assertEquals(1, metrics.get("rtl_messages_total{outcome=\"parsed\"}"));
    assertEquals(1, metrics.get("rtl_reports_total{outcome=\"audited\"}"));
    assertEquals(1, metrics.get("rtl_step_seconds_count{model=\"medgemma:4b\",step=\"findings\"}"));
    await()
        .atMost(LONG)
        .until(
            () ->
                product.metrics().get("rtl_deliveries{sink=\"fhir\",state=\"sent\"}").equals(1.0));
  }

  private void assertEverythingSentIsValid() {
    // 5 audits, a finding, Provenance, 3 Devices, card, prompts
    assertEverythingSentIsValid(16);
  }

  private void assertEverythingSentIsValid(int least) {
    Validator validator = Validator.shared();
    FhirContext context = FhirContext.forR4Cached();
    int seen = 0;
    for (Class<? extends Resource> type :
        List.of(Observation.class, Provenance.class, Device.class, DocumentReference.class)) {
      for (Resource resource : fhir.all(type)) {
        String json = context.newJsonParser().encodeResourceToString(resource);
        assertEquals(List.of(), validator.problems(json), json);
        seen++;
      }
    }
    assertTrue(seen >= least, "resources: " + seen);
  }

  /** Calls of a step; the probe asks the alignment's questions with a blank image. */
  private List<OllamaCall> calls(String step) {
    boolean blank = step.equals("blank");
    return ollama.calls(blank ? "alignment" : step).stream()
        .filter(call -> ModelAnswers.blank(call) == blank)
        .toList();
  }

  /**
   * Every request, whole, is the one in the golden file. Images are compared by their pixels' size
   * and taken out, and so is the nonce before an image: it differs from run to run, and a run's id
   * has the engine's version. To renew the files after a change that is wanted, delete them and run
   * this.
   */
  private void assertRequestsAre(String name) throws Exception {
    List<Path> written = new ArrayList<>();
    Set<String> nonces = new HashSet<>();
    for (String step : List.of("claims", "findings", "alignment", "blank", "rewrite")) {
      List<OllamaCall> calls = calls(step);
      assertEquals(1, calls.size(), step);
      ObjectNode body = (ObjectNode) calls.get(0).body().deepCopy();
      for (JsonNode message : body.path("messages")) {
        if (message.has("images")) {
          Matcher nonce = NONCE.matcher(message.get("content").asText());
          assertTrue(nonce.lookingAt(), step + ": " + message.get("content"));
          assertTrue(nonces.add(nonce.group(1)), "each call has a nonce of its own");
          ((ObjectNode) message).put("content", nonce.replaceFirst("case NONCE\n"));
          ArrayNode images = (ArrayNode) message.get("images");
          for (int i = 0; i < images.size(); i++) {
            byte[] png = Base64.getDecoder().decode(images.get(i).asText());
            var image = ImageIO.read(new ByteArrayInputStream(png));
            images.set(
                i, JSON.getNodeFactory().textNode(image.getWidth() + "x" + image.getHeight()));
          }
        }
      }
      Path golden = Path.of("src/test/resources/golden", name, step + ".json");
      if (Files.notExists(golden)) {
        Files.createDirectories(golden.getParent());
        Files.writeString(
            golden, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(body) + "\n");
        written.add(golden);
      }
      assertEquals(JSON.readTree(Files.readString(golden)), body, step);
    }
    assertEquals(List.of(), written, "were missing and are written: look at them, run again");
    assertArrayEquals(
        Base64.getDecoder().decode(ollama.calls("findings").get(0).images().get(0)),
        Base64.getDecoder().decode(calls("alignment").get(0).images().get(0)),
        "both steps see the same picture");
    for (OllamaCall call : ollama.calls()) {
      for (String hidden : List.of("PHANTOM-1", "Phantom", "Petra", "1961", "ACC1")) {
        assertFalse(call.text().contains(hidden), hidden + " in step " + call.step());
      }
    }
  }

  @Test
  void imageAfterTheReportIsWaitedFor() throws Exception {
    PhantomStudy study = PhantomStudy.chest("ACC1");
    product.mllp(Chest.oru(study, "MSG1", "PHANTOM-1", Chest.TEXT, "F", 30));
    await()
        .atMost(LONG)
        .until(
            () -> product.metrics().get("rtl_reports_open{state=\"awaiting_images\"}").equals(1.0));
    assertTrue(ollama.calls().isEmpty());
    Chest.store(orthanc, study, folder);
    assertEquals(92, audited().getValueQuantity().getValue().intValue());
  }

  @Tag("safety")
  @Test
  void anotherPatientsImageIsRefusedLoudly() throws Exception {
    PhantomStudy study = PhantomStudy.chest("ACC1");
    Chest.store(orthanc, study, folder);
    product.mllp(Chest.oru(study, "MSG1", "OTHER-PATIENT", Chest.TEXT, "F", 30));
    Observation summary = audited();
    assertEquals(Observation.ObservationStatus.CANCELLED, summary.getStatus());
    assertFalse(summary.hasValue());
    assertTrue(Product.component(summary, "failure").contains("wrong patient: PatientID"));
    assertFalse(product.claims().isEmpty(), "the checks of text and order run");
    for (Observation claim : product.claims()) {
      assertEquals(Observation.ObservationStatus.PRELIMINARY, claim.getStatus());
    }
    assertTrue(ollama.calls().isEmpty(), "no model saw it");
    assertEquals(1, product.metrics().get("rtl_reports_total{outcome=\"not_auditable\"}"));
  }

  @Test
  void correctionIsAuditedAnewAndTakesBackTheOldAudit() throws Exception {
    PhantomStudy study = PhantomStudy.chest("ACC1");
    Chest.store(orthanc, study, folder);
    product.mllp(Chest.oru(study, "MSG1", "PHANTOM-1", Chest.TEXT, "F", 30));
    Observation first = audited();
    await().atMost(LONG).until(() -> fhir.all(Observation.class).size() >= 5);
    product.mllp(
        Chest.oru(
            study, "MSG2", "PHANTOM-1", Chest.TEXT.replace(", definitely malignant", ""), "C", 45));
    await().atMost(LONG).until(() -> product.summaries().size() == 2);
    Observation second = audited();
    assertEquals(100, second.getValueQuantity().getValue().intValue());
    for (Observation old : product.observations("status=cancelled")) {
      assertTrue(old.getExtension().stream().anyMatch(MainJobTest::superseded), old.getId());
    }
    Observation cancelled =
        product.summaries().stream()
            .filter(o -> o.getIdElement().getIdPart().equals(first.getIdElement().getIdPart()))
            .findFirst()
            .orElseThrow();
    assertEquals(Observation.ObservationStatus.CANCELLED, cancelled.getStatus());
    await()
        .atMost(LONG)
        .until(
            () ->
                fhir.read(Observation.class, first.getIdElement().getIdPart())
                        .orElseThrow()
                        .getStatus()
                    == Observation.ObservationStatus.CANCELLED);
    assertEquals(2, fhir.versions(Observation.class, first.getIdElement().getIdPart()).size());
  }

  @Tag("safety")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "claims/empty",
        "claims/quote",
        "findings/length",
        "findings/doneFalse",
        "alignment/missing",
        "findings/blank",
        "alignment/stream",
        "alignment/blank",
        "rewrite/http400",
        "rewrite/notJson"
      })
  void stepThatFailsMakesTheAuditNotAuditable(String fault) throws Exception {
    String step = fault.substring(0, fault.indexOf('/'));
    OllamaFault what =
        switch (fault.substring(fault.indexOf('/') + 1)) {
          case "empty" -> OllamaFault.empty();
          case "quote" ->
              OllamaFault.content(
                  "{\"claims\":[{\"sentence\":1,\"quote\":\"never written\",\"type\":\"finding\"}]}");
          case "length" -> OllamaFault.lengthCut();
          case "doneFalse" -> OllamaFault.doneFalse();
          case "blank" ->
              OllamaFault.content(
                  step.equals("findings")
                      ? "{\"quality\":\"poor\",\"findings\":[{\"description\":\"blank image\","
                          + "\"location\":\"\",\"cue\":\"\",\"probability\":0.9}]}"
                      : judgements("The image is blank.", i -> "uncertain"));
          case "missing" ->
              OllamaFault.content(
                  "{\"judgements\":[{\"claim\":1,\"evidence\":\"seen\",\"findings\":[],"
                      + "\"label\":\"supported\",\"probability\":0.9}]}");
          case "stream" -> OllamaFault.errorInStream("the runner died");
          case "http400" -> OllamaFault.http(400, "no");
          default -> OllamaFault.content("I am sorry.");
        };
    ollama.script().always(call -> call.step().equals(step) && !ModelAnswers.blank(call), what);
    PhantomStudy study = PhantomStudy.chest("ACC1");
    Chest.store(orthanc, study, folder);
    product.mllp(Chest.oru(study, "MSG1", "PHANTOM-1", Chest.TEXT, "F", 30));
    Observation summary = audited();
    assertEquals(Observation.ObservationStatus.CANCELLED, summary.getStatus());
    assertFalse(summary.hasValue(), "never a score");
    assertEquals("error", summary.getDataAbsentReason().getCodingFirstRep().getCode());
    String failure = Product.component(summary, "failure");
    boolean refused = fault.endsWith("/stream") || fault.endsWith("/http400");
    assertEquals(
        refused ? "The model was not available." : "The model gave no usable answer.",
        failure,
        "no step, model or server");
    assertEquals(
        "overconfident", Product.component(summary, "check"), "what the checks found stays");
    assertTrue(product.claims().isEmpty());
    assertEquals(1, product.metrics().get("rtl_reports_total{outcome=\"not_auditable\"}"));
  }

  /** An answer with judgements of all four claims. */
  private static String judgements(String evidence, IntFunction<String> label) {
    return IntStream.rangeClosed(1, 4)
        .mapToObj(
            i ->
                "{\"claim\":%d,\"evidence\":\"%s\",\"findings\":[],\"label\":\"%s\",\"probability\":0.99}"
                    .formatted(i, evidence, label.apply(i)))
        .collect(Collectors.joining(",", "{\"judgements\":[", "]}"));
  }

  @Test
  void labelThatABlankImageGetsTooIsNoEvidence() throws Exception {
    ollama
        .script()
        .always(
            ModelAnswers::blank,
            OllamaFault.content(judgements("It looks fine.", i -> "supported")));
    PhantomStudy study = PhantomStudy.chest("ACC1");
    Chest.store(orthanc, study, folder);
    product.mllp(Chest.oru(study, "MSG1", "PHANTOM-1", Chest.TEXT, "F", 30));
    Observation summary = audited();
    assertEquals(68, summary.getValueQuantity().getValue().intValue(), "4 uncertain, none 100");
    assertTrue(
        Product.component(summary, "note").contains("3 supported claims were supported without"),
        Product.component(summary, "note"));
    List<Observation> claims = product.claims();
    assertEquals(4, claims.size());
    assertTrue(claims.stream().allMatch(c -> Product.label(c).equals("uncertain")));
    Observation effusion =
        claims.stream()
            .filter(c -> Product.component(c, "claim-text").startsWith("There is a left"))
            .findFirst()
            .orElseThrow();
    assertEquals(
        List.of(
            "The model gives the same label when it is shown a blank image.",
            "The left angle is blunted."),
        effusion.getComponent().stream()
            .filter(c -> c.getCode().getCodingFirstRep().getCode().equals("evidence"))
            .map(c -> c.getValue().primitiveValue())
            .toList());
    assertEquals("blank-probe", code(effusion, "basis"));
    assertEquals("", code(effusion, "confidence-basis"), "a rule has no confidence");
    await().atMost(LONG).until(() -> fhir.all(Observation.class).size() >= 5);
    assertEverythingSentIsValid();
  }

  /** What a small model really did: it lists an opacity, and then supports what denies it. */
  @Tag("safety")
  @Test
  void whatTheModelsOwnFindingsContradictIsNotSupported() throws Exception {
    ollama
        .script()
        .always(
            call -> call.step().equals("findings"),
            OllamaFault.content(
                "{\"quality\":\"good\",\"findings\":[{\"description\":\"opacity\",\"location\":"
                    + "\"right lung\",\"cue\":\"denser area\",\"probability\":0.9999}]}"));
    ollama
        .script()
        .always(
            call -> call.step().equals("alignment") && !ModelAnswers.blank(call),
            OllamaFault.content(
                "{\"judgements\":[{\"claim\":1,\"evidence\":\"All is normal.\",\"findings\":[],"
                    + "\"label\":\"supported\",\"probability\":0.9999}]}"));
    PhantomStudy study = PhantomStudy.chest("ACC1");
    Chest.store(orthanc, study, folder);
    String text = "IMPRESSION:\nNo acute abnormality.";
    product.mllp(Chest.oru(study, "MSG1", "PHANTOM-1", text, "F", 30));
    Observation summary = audited();
    assertEquals(68, summary.getValueQuantity().getValue().intValue(), "never 100");
    assertEquals(
        "0 of 1 claim is supported. Uncertain: “No acute abnormality”.",
        Product.component(summary, "clinician-summary"));
    assertEquals(
        "A computer program compared the statement of this report with the images. It asks the"
            + " doctors to look again at it. Your doctor can explain what the report means.",
        Product.component(summary, "patient-summary"));
    Observation claim = product.claims().get(0);
    assertEquals("uncertain", Product.label(claim));
    assertEquals("contradicts-own-finding", code(claim, "basis"));
    assertEquals("model", code(claim, "asked-check"));
    assertTrue(
        claim.getDerivedFrom().stream()
            .anyMatch(r -> String.valueOf(r.getReference()).contains("Observation/")),
        "rests on the finding");
    assertEquals(
        List.of("claims", "findings", "alignment", "alignment"),
        ollama.calls().stream()
            .map(OllamaCall::step)
            .filter(s -> !s.isEmpty())
            .sorted(
                java.util.Comparator.comparing(List.of("claims", "findings", "alignment")::indexOf))
            .toList(),
        "four calls, and none for a summary");
    await().atMost(LONG).until(() -> fhir.all(Observation.class).size() >= 3);
    assertEverythingSentIsValid(14);
  }

  @Test
  void whereNoModelIsTrustedClaimsAreUncertainAndAContradictionOnlyAsks() throws Exception {
    product.close();
    product =
        Product.start(
            folder.resolve("home"), settings(Map.of("rtl.audit.untrusted-modalities", "DX")));
    ollama
        .script()
        .always(
            call -> call.step().equals("alignment") && !ModelAnswers.blank(call),
            OllamaFault.content(
                judgements("The lung is clear.", i -> i == 1 ? "needs_review" : "supported")));
    PhantomStudy study = PhantomStudy.chest("ACC1");
    Chest.store(orthanc, study, folder);
    product.mllp(Chest.oru(study, "MSG1", "PHANTOM-1", Chest.TEXT, "F", 30));
    Observation summary = audited();
    assertFalse(summary.hasValue(), "no score");
    assertEquals("unknown", summary.getDataAbsentReason().getCodingFirstRep().getCode());
    String note = Product.component(summary, "note");
    assertTrue(note.contains("4 claims are uncertain, because no answer of a model"), note);
    List<Observation> claims = product.claims();
    assertEquals(4, claims.size());
    for (Observation claim : claims) {
      assertEquals("uncertain", Product.label(claim));
      assertEquals("untrusted-model", code(claim, "basis"));
      boolean contradicted = Product.component(claim, "claim-text").startsWith("There is a left");
      assertEquals(contradicted ? "model" : "", code(claim, "asked-check"));
    }
    assertEquals(0, ollama.calls("rewrite").size(), "the wording needs no change");
    assertEquals(1, product.metrics().get("rtl_asked_flags_total{check=\"model\"}"));
    await().atMost(LONG).until(() -> fhir.all(Observation.class).size() >= 5);
    assertEverythingSentIsValid();
  }

  private static String code(Observation observation, String component) {
    return observation.getComponent().stream()
        .filter(c -> c.getCode().getCodingFirstRep().getCode().equals(component))
        .map(c -> c.getValueCodeableConcept().getCodingFirstRep().getCode())
        .findFirst()
        .orElse("");
  }

  @Test
  void probeThatFailsMakesTheAuditNotAuditable() throws Exception {
    ollama.script().always(ModelAnswers::blank, OllamaFault.http(400, "no"));
    PhantomStudy study = PhantomStudy.chest("ACC1");
    Chest.store(orthanc, study, folder);
    product.mllp(Chest.oru(study, "MSG1", "PHANTOM-1", Chest.TEXT, "F", 30));
    Observation summary = audited();
    assertEquals("error", summary.getDataAbsentReason().getCodingFirstRep().getCode());
    String failure = Product.component(summary, "failure");
    assertEquals("The model was not available.", failure);
  }

  @Test
  void modelServerThatGoesAwayIsWaitedForAndTheRunGoesOnAtItsStep() throws Exception {
    ollama
        .script()
        .times(
            3,
            call -> call.step().equals("alignment") && !ModelAnswers.blank(call),
            OllamaFault.busy());
    PhantomStudy study = PhantomStudy.chest("ACC1");
    Chest.store(orthanc, study, folder);
    product.mllp(Chest.oru(study, "MSG1", "PHANTOM-1", Chest.TEXT, "F", 30));
    assertEquals(92, audited().getValueQuantity().getValue().intValue());
    assertEquals(1, ollama.calls("claims").size(), "its answer was kept");
    assertEquals(1, ollama.calls("findings").size());
    assertEquals(4, calls("alignment").size());
    // the step runs beside alignment: if alignment fails before the answer comes, it asks again
    assertTrue(calls("blank").size() <= 4, "once in each of the four tries at most");
  }
}
