package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.MarkdownType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.StringType;
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
import org.radiologytrust.peers.ollama.OllamaServer;
import org.radiologytrust.publish.Validator;

/**
 * A sentence that no step reads is named, wherever a sender puts it; where it belongs to the
 * report's text there is no score. With a model that supports all it is asked about, and images.
 */
@Tag("peers")
@Tag("safety")
class NotAuditedTest {
  private static final Duration LONG = Duration.ofSeconds(180);
  private static final String HIDDEN = "Large right pneumothorax.";
  private static final String READ = "FINDINGS:\nThere is a left pleural effusion.";
  private static final String SIZE = ": " + HIDDEN.length() + " characters";
  private static final String NO_SCORE = " of the report's text, so there is no score";
  private static final String PDF =
      Base64.getEncoder().encodeToString("%PDF-1.7 some".getBytes(StandardCharsets.US_ASCII));

  @TempDir Path folder;
  private PrivateOrthanc orthanc;
  private OllamaServer ollama;
  private Product product;

  /** What each report's summary has under not-audited, by accession number. */
  private final Map<String, List<String>> expected = new LinkedHashMap<>();

  @BeforeEach
  void start() throws Exception {
    orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
    ollama = OllamaServer.ofPair(ModelAnswers::of);
    Map<String, String> all = Product.peers(orthanc, ollama.url(), "medgemma:4b", "rtl-medgemma");
    all.put("rtl.audit.blank-probe", "false");
    all.put("rtl.images.wait", "10m");
    product = Product.start(folder.resolve("home"), all);
  }

  @AfterEach
  void stop() throws Exception {
    product.close();
    ollama.close();
    orthanc.close();
  }

  private PhantomStudy study(String... notAudited) throws Exception {
    String accession = "ACC" + (expected.size() + 1);
    expected.put(accession, List.of(notAudited));
    PhantomStudy study = PhantomStudy.chest(accession);
    Chest.store(orthanc, study, folder);
    return study;
  }

  private void hl7(String text, String more, String... notAudited) throws Exception {
    PhantomStudy study = study(notAudited);
    String id = "C" + study.accessionNumber();
    String message = Chest.oru(study, id, "PHANTOM-1", text, "F", 0) + more;
    assertTrue(product.mllp(message).contains("\rMSA|AA|" + id));
  }

  private void hl7At(String segment, String more, String... notAudited) throws Exception {
    PhantomStudy study = study(notAudited);
    String id = "C" + study.accessionNumber();
    String message =
        Chest.oru(study, id, "PHANTOM-1", READ, "F", 0)
            .replace("\r" + segment + "|", "\r" + more + "\r" + segment + "|");
    assertTrue(product.mllp(message).contains("\rMSA|AA|" + id));
  }

  private void fhir(Consumer<DiagnosticReport> change, String... notAudited) throws Exception {
    post(report(study(notAudited), change));
  }

  private static DiagnosticReport report(PhantomStudy study, Consumer<DiagnosticReport> change) {
    DiagnosticReport report =
        FhirContext.forR4Cached()
            .newJsonParser()
            .parseResource(
                DiagnosticReport.class,
                new String(Chest.fhir(study.accessionNumber()), StandardCharsets.UTF_8));
    report.getPresentedFormFirstRep().setData(READ.getBytes(StandardCharsets.UTF_8));
    change.accept(report);
    return report;
  }

  private void post(org.hl7.fhir.r4.model.Resource resource) throws Exception {
    String json = FhirContext.forR4Cached().newJsonParser().encodeResourceToString(resource);
    int status =
        product
            .post("/fhir", "application/fhir+json", json.getBytes(StandardCharsets.UTF_8))
            .statusCode();
    assertTrue(status == 200 || status == 201, "" + status);
  }

  @Test
  void whatNoStepReadsIsNamedAndTextOfTheReportTakesTheScore() throws Exception {
    hl7(READ, "");
    // sections that no claim is made of
    hl7("COMPARISON:\n" + HIDDEN + "\n" + READ, "", "comparison section" + SIZE);
    hl7("TECHNIQUE:\n" + HIDDEN + "\n" + READ, "", "technique section" + SIZE);
    hl7("HISTORY:\n" + HIDDEN + "\n" + READ, "", "history section" + SIZE);
    hl7("INDICATION:\n" + HIDDEN + "\n" + READ, "", "history section" + SIZE);
    // report text that is left out
    String signed = "Electronically signed by Dr. X, large right pneumothorax present";
    hl7(
        READ + "\n" + signed,
        "",
        "text in a line with a signature: " + signed.length() + " characters" + NO_SCORE);
    hl7(READ + "\nElectronically signed by Dr. X on 04/01/2026 at 9:30 am", "");
    hl7(READ, "OBX|9|XPN|R^Reader||" + HIDDEN + "||||||F\r", "OBX-5 of type XPN" + SIZE + NO_SCORE);
    hl7(READ, "OBX|9|DT|D^Date||" + HIDDEN + "||||||F\r", "OBX-5 of type DT" + SIZE + NO_SCORE);
    hl7(READ, "OBX|9|DT|D^Date||20260401||||||F\r", "OBX-5 of type DT: 8 characters");
    hl7(READ, "OBX|9|ST|R^Report||Heart normal.|||" + HIDDEN + "|||F\r", "OBX-8" + SIZE + NO_SCORE);
    hl7(READ, "OBX|9|ST|R^Report||Heart normal.|||A^Abnormal^HL70078|||F\r");
    hl7At("OBX|1", "NTE|1||" + HIDDEN, "NTE after OBR" + SIZE + NO_SCORE);
    // a document beside the text
    hl7(
        READ,
        "OBX|9|ED|P^PDF||^application^pdf^Base64^" + PDF + "||||||F\r",
        "attachment in OBX-5 (pdf), cut off or damaged: 13 bytes" + NO_SCORE);
    fhir(
        r -> r.addPresentedForm().setContentType("application/pdf").setData("%PDF".getBytes()),
        "presentedForm of type application/pdf, cut off or damaged: 4 bytes" + NO_SCORE);
    fhir(
        r -> r.addPresentedForm().setContentType("text/rtf").setUrl("http://127.0.0.1:1/x"),
        "presentedForm of type text/rtf, no data: size unknown");
    // read, since only this form says it
    fhir(
        r ->
            r.addPresentedForm()
                .setContentType("text/html")
                .setData(("<p>" + HIDDEN + "</p>").getBytes()));
    fhir(
        r ->
            r.addPresentedForm()
                .setContentType("text/html")
                .setData("<p>FINDINGS:<br/>There is a left pleural effusion.</p>".getBytes()));
    fhir(
        r ->
            r.addExtension(
                "http://hl7.org/fhir/5.0/StructureDefinition/extension-DiagnosticReport.note",
                new Annotation(new MarkdownType(HIDDEN))));
    fhir(
        r -> {
          Observation result = new Observation();
          result.setId("o");
          result.setStatus(Observation.ObservationStatus.FINAL);
          result.getCode().setText("Finding");
          result.setValue(new StringType(HIDDEN));
          r.addContained(result);
          r.addResult().setReference("#o");
        },
        "Observation.value" + SIZE + NO_SCORE);
    PhantomStudy composed = study("Composition.section" + SIZE + NO_SCORE);
    Composition composition = new Composition();
    composition.addSection().getText().setDivAsString("<div>" + HIDDEN + "</div>");
    Bundle bundle = new Bundle().setType(Bundle.BundleType.COLLECTION);
    bundle.addEntry().setResource(composition);
    bundle.addEntry().setResource(report(composed, r -> {}));
    post(bundle);

    await().atMost(LONG).until(() -> product.summaries().size() == expected.size());
    for (Map.Entry<String, List<String>> e : expected.entrySet()) {
      Observation summary = summary(e.getKey());
      List<String> named =
          summary.getComponent().stream()
              .filter(c -> c.getCode().getCodingFirstRep().getCode().equals("not-audited"))
              .map(c -> c.getValue().primitiveValue())
              .toList();
      assertEquals(e.getValue(), named, e.getKey());
      boolean left = named.stream().anyMatch(n -> n.endsWith(NO_SCORE));
      String narrative = summary.getText().getDivAsString();
      assertEquals(!left, summary.hasValueQuantity(), e.getKey() + " " + narrative);
      assertEquals(!named.isEmpty(), narrative.contains("Not audited:"), narrative);
      assertEquals(left, narrative.contains("part of the report's text was not"), narrative);
      assertEquals(List.of(), Validator.shared().errors(json(summary)));
    }
  }

  /** The comment after an OBX is the report's; those on a patient and an order are not. */
  @Test
  void noteAfterAnObservationIsReportText() throws Exception {
    hl7(READ, "NTE|1||" + HIDDEN + "\r");
    hl7At("OBR", "NTE|1||" + HIDDEN);
    hl7At("OBR", "ORC|RE\rNTE|1||" + HIDDEN);
    hl7(READ + "\nLARGE RIGHT PNEUMOTHORAX:", "");
    await().atMost(LONG).until(() -> product.summaries().size() == 4);
    assertEquals(1, texts("ACC1").stream().filter(HIDDEN::startsWith).count(), "" + texts("ACC1"));
    assertEquals(List.of("There is a left pleural effusion"), texts("ACC2"));
    assertEquals(List.of("There is a left pleural effusion"), texts("ACC3"));
    assertTrue(texts("ACC4").contains("LARGE RIGHT PNEUMOTHORAX:"), "" + texts("ACC4"));
    for (String accession : expected.keySet()) {
      assertTrue(summary(accession).hasValueQuantity(), accession);
    }
  }

  private Observation summary(String accession) throws Exception {
    return product.summaries().stream()
        .filter(o -> json(o).contains("\"" + accession + "\""))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no summary of " + accession));
  }

  private List<String> texts(String accession) throws Exception {
    return product.claims().stream()
        .filter(o -> json(o).contains("\"" + accession + "\""))
        .map(o -> Product.component(o, "claim-text"))
        .toList();
  }

  private static String json(Observation observation) {
    return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(observation);
  }
}
