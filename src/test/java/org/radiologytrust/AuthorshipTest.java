package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;

/** A draft of software and the report that a person makes of it, from the feed to /fhir. */
@Tag("integration")
class AuthorshipTest {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final String DRAFT = "FINDINGS: No pneumothorax. Small left effusion.";
  private static final String FINAL = "FINDINGS: No pneumothorax. Large left effusion.";
  private static final FhirContext R4 = FhirContext.forR4Cached();

  @TempDir Path home;

  @Test
  void claimsSayWhatAnAiDraftedAndNobodyChanged() throws Exception {
    try (CapturedLog log = new CapturedLog();
        Product product = Product.start(home, Map.of())) {
      send(product, report(DiagnosticReportStatus.PRELIMINARY, DRAFT, 1, true));
      await().atMost(LONG).until(() -> claims(product, "ai-draft").size() == 2);
      send(product, report(DiagnosticReportStatus.FINAL, FINAL, 2, false));
      await().atMost(LONG).until(() -> claims(product, "edited").size() == 1);
      assertEquals(List.of("No pneumothorax."), claims(product, "ai-draft"));
      assertEquals(List.of("Large left effusion."), claims(product, "edited"));
      // comes too late: an older version changes nothing
      send(product, report(DiagnosticReportStatus.PRELIMINARY, "FINDINGS: Large mass.", 0, true));
      assertEquals(List.of("Large left effusion."), claims(product, "edited"));
      assertFalse(
          log.lines().stream().anyMatch(line -> line.contains("Canary")),
          "a person's name is in the log");
    }
  }

  private static void send(Product product, DiagnosticReport report) throws Exception {
    byte[] body =
        R4.newJsonParser().encodeResourceToString(report).getBytes(StandardCharsets.UTF_8);
    int status = product.post("/fhir/DiagnosticReport", "application/fhir+json", body).statusCode();
    assertEquals(2, status / 100);
  }

  private static DiagnosticReport report(
      DiagnosticReportStatus status, String text, int minute, boolean software) {
    DiagnosticReport report =
        R4.newJsonParser()
            .parseResource(
                DiagnosticReport.class, new String(Chest.fhir("ACC1"), StandardCharsets.UTF_8));
    report.setStatus(status);
    report.setIssuedElement(new InstantType("2026-04-01T09:3" + minute + ":00Z"));
    report.getPresentedFormFirstRep().setData(text.getBytes(StandardCharsets.UTF_8));
    Reference author =
        new Reference()
            .setType(software ? "Device" : "Practitioner")
            .setDisplay(software ? "Draft Bot" : "Canary, Carla");
    report.addPerformer(author);
    return report;
  }

  /** The claims of the current audit of which this became of the draft. */
  private static List<String> claims(Product product, String authorship) throws Exception {
    return product
        .observations("code=claim-audit&status=preliminary&component-value-concept=" + authorship)
        .stream()
        .flatMap(claim -> claim.getComponent().stream())
        .filter(c -> c.getCode().getCodingFirstRep().getCode().equals("claim-text"))
        .map(c -> c.getValue().primitiveValue())
        .toList();
  }
}
