package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Provenance;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.ingest.dicom.OrthancRest;
import org.radiologytrust.ingest.dicom.PrivateOrthanc;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;
import org.radiologytrust.peers.ollama.OllamaCall;
import org.radiologytrust.peers.ollama.OllamaServer;

/** Earlier studies in a real Orthanc: shown to the model, another patient's not, and deleted. */
@Tag("peers")
@Tag("safety")
class PriorsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String TEXT =
      "FINDINGS:\nUnchanged left pleural effusion.\nThe heart is normal in size.";

  /** Has the number of the report's patient. */
  private static final Patient OTHER =
      new Patient(
          List.of(new Identifier("urn:oid:2.999.1", "PHANTOM-1", "MR")),
          "Roe",
          "Paula",
          LocalDate.of(1991, 7, 8),
          Sex.FEMALE,
          "");

  @TempDir Path folder;

  private static PhantomStudy study(String accession, LocalDateTime taken) {
    PhantomStudy chest = PhantomStudy.chest(accession);
    return new PhantomStudy(
        chest.patient(),
        accession,
        chest.studyInstanceUid(),
        taken,
        chest.studyDescription(),
        chest.bodyPartExamined(),
        "",
        "U",
        "PA",
        1);
  }

  private static String basis(Observation claim) {
    return claim.getComponent().stream()
        .filter(c -> c.getCode().getCodingFirstRep().getCode().equals("basis"))
        .map(c -> ((CodeableConcept) c.getValue()).getCodingFirstRep().getCode())
        .findFirst()
        .orElseThrow();
  }

  private static Observation claim(Product product, String begins) throws Exception {
    return standing(product.claims()).stream()
        .filter(c -> Product.component(c, "claim-text").startsWith(begins))
        .findFirst()
        .orElseThrow();
  }

  /** Those of audits that no later one has replaced. */
  private static List<Observation> standing(List<Observation> all) {
    return all.stream().filter(o -> o.getStatus() == ObservationStatus.PRELIMINARY).toList();
  }

  private static String note(Product product) throws Exception {
    return Product.component(standing(product.summaries()).get(0), "note");
  }

  @Test
  void earlierStudiesAreShownUntilTheyAreDeleted() throws Exception {
    PhantomStudy last = study("P1", LocalDateTime.of(2026, 2, 1, 9, 0, 0));
    PhantomStudy first = study("P2", LocalDateTime.of(2025, 12, 1, 9, 0, 0));
    PhantomStudy others = study("P3", LocalDateTime.of(2026, 3, 1, 9, 0, 0)).of(OTHER);
    PhantomStudy own = PhantomStudy.chest("ACC1");
    try (PrivateOrthanc orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
        OllamaServer ollama = OllamaServer.ofPair(ModelAnswers::of)) {
      Map<String, String> settings =
          new HashMap<>(Product.peers(orthanc, ollama.url(), "medgemma:4b", "rtl-medgemma"));
      settings.put("rtl.model.context", "8192");
      for (PhantomStudy study : List.of(last, first, others, own)) {
        Chest.store(orthanc, study, folder);
      }
      try (Product product = Product.start(folder.resolve("home"), settings)) {
        product.mllp(Chest.oru(own, "MSG1", "PHANTOM-1", TEXT, "F", 30));
        await().atMost(LONG).until(() -> product.summaries().size() == 1);
        OllamaCall compared =
            ollama.calls("alignment").stream()
                .filter(call -> call.text().contains("Unchanged"))
                .filter(call -> !ModelAnswers.blank(call))
                .findFirst()
                .orElseThrow();
        assertEquals(3, compared.images().size());
        assertTrue(
            compared.text().contains("EARLIER STUDY 1:")
                && compared.text().indexOf("EARLIER STUDY 2:")
                    < compared.text().indexOf("CURRENT STUDY:"),
            compared.text());
        assertEquals("untrusted-model", basis(claim(product, "Unchanged")));
        assertEquals("model-with-image", basis(claim(product, "The heart")));
        String note = note(product);
        assertTrue(note.contains("earlier study of 2025-12-01 ("), note);
        assertTrue(note.contains("earlier study of 2026-02-01 ("), note);
        assertTrue(
            note.contains("Not shown: earlier study of 2026-03-01, because its patient differs"),
            note);
        List<String> sources =
            product.search(Provenance.class, "").stream()
                .flatMap(p -> p.getEntity().stream())
                .map(entity -> "" + entity.getWhat().getIdentifier().getValue())
                .toList();
        assertTrue(sources.contains("urn:oid:" + first.studyInstanceUid()), sources.toString());
        assertTrue(sources.contains("urn:oid:" + last.studyInstanceUid()));
        assertFalse(sources.contains("urn:oid:" + others.studyInstanceUid()));
      }
      OrthancRest.deleteStudy(orthanc, "P1");
      OrthancRest.deleteStudy(orthanc, "P2");
      // a process that has them in no cache
      try (Product product = Product.start(folder.resolve("home"), settings)) {
        product.mllp(Chest.oru(own, "MSG2", "PHANTOM-1", TEXT + "\nNo mass.", "C", 40));
        await().atMost(LONG).until(() -> standing(product.claims()).size() == 3);
        assertTrue(note(product).contains("no longer in the archive"), note(product));
        assertEquals("no-prior", basis(claim(product, "Unchanged")));
        assertFalse(claim(product, "Unchanged").hasValue());
        assertEquals("model-with-image", basis(claim(product, "The heart")));
      }
    }
  }
}
