package org.radiologytrust.ingest.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.radiologytrust.model.Report;

/** The official examples of FHIR R4 and US Core. */
class SharedFhirSamplesTest {
  private static final Path DATA = Path.of("../shared/data/fhir");
  @AutoClose private final Post post = new Post();

  @BeforeEach
  void data() {
    assumeTrue(Files.isDirectory(DATA));
  }

  private static String file(String name) throws IOException {
    return Files.readString(DATA.resolve(name));
  }

  @Test
  void ctOfTheHeadHasAConclusion() throws IOException {
    assertEquals(201, post.json(file("r4/DiagnosticReport-f201.json")).status());
    Report report = post.journal.onlyReport();
    assertEquals("DiagnosticReport/f201", report.reportId());
    assertEquals("Patient/f201", report.patient().reference());
    assertEquals("IMPRESSION:\nCT brains: large tumor sphenoid/clivus.", report.text());
  }

  @Test
  void ultrasoundHasAConclusion() throws IOException {
    assertEquals(201, post.json(file("r4/DiagnosticReport-ultrasound.json")).status());
    assertEquals("IMPRESSION:\nUnremarkable study", post.journal.onlyReport().text());
  }

  @Test
  void chestHasXhtml() throws IOException {
    assertEquals(201, post.json(file("uscore/DiagnosticReport-chest-xray-report.json")).status());
    String text = post.journal.onlyReport().text();
    assertTrue(text.startsWith("Result\n\nChest Portable\nINDICATION"), text);
    assertTrue(text.contains("\nFINDINGS:\nLINES AND TUBES: None.\n"), text);
    assertTrue(text.contains("\nIMPRESSION:\n\nNo acute abnormality.\nWSN"), text);
    assertEquals("30746-2", post.journal.onlyReport().order().procedure().code());
  }

  @Test
  void chestFromItsObservationsAlone() throws IOException {
    DiagnosticReport report =
        (DiagnosticReport) read("uscore/DiagnosticReport-chest-xray-report.json");
    report.getPresentedForm().clear();
    Post.Reply reply =
        post.json(
            FhirSamples.bundle(
                BundleType.TRANSACTION,
                report,
                read("uscore/observation-xray-chest-findings.json"),
                read("uscore/observation-xray-chest-impression.json")));
    assertEquals(200, reply.status(), reply.body());
    String text = post.journal.onlyReport().text();
    assertTrue(text.startsWith("FINDINGS:\nLINES AND TUBES: None."), text);
    assertTrue(text.endsWith("IMPRESSION:\nNo acute abnormality"), text);
  }

  private static Resource read(String name) throws IOException {
    return (Resource) Post.FHIR.newJsonParser().parseResource(file(name));
  }

  @Test
  void boneDensityHasOnlyAPdf() throws IOException {
    Post.Reply reply = post.json(file("uscore/DiagnosticReport-bone-density-report.json"));
    assertEquals(201, reply.status(), reply.body());
    String text = post.journal.onlyReport().text();
    assertTrue(text.endsWith("DXA Bone density quantitative measurement panel\nReport"), text);
  }

  @Test
  void cardiologyIsNotRadiology() throws IOException {
    Post.Reply reply = post.json(file("uscore/DiagnosticReport-cardiology-report.json"));
    assertEquals(200, reply.status());
    assertEquals("Not audited. DiagnosticReport.category: not radiology", reply.diagnostics());
  }

  @Test
  void whatIsNoReport() throws IOException {
    assertEquals(422, post.json(file("r4/ImagingStudy-example.json")).status());
    assertEquals(422, post.json(file("uscore/servicerequest-chest-xray.json")).status());
  }
}
