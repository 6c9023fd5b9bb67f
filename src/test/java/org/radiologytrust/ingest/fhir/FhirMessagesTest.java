package org.radiologytrust.ingest.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.ingest.document.MediaType;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.model.Report;

class FhirMessagesTest {
  private final FhirMessages messages = Post.messages(ZoneOffset.UTC);

  private String read(String body) {
    Parsed parsed =
        assertInstanceOf(Parsed.class, messages.read(body.getBytes(StandardCharsets.UTF_8)));
    return parsed.first().text();
  }

  @Test
  void bytesAlone() {
    var bundle = FhirSamples.whole(BundleType.TRANSACTION);
    assertEquals(FhirSamples.TEXT, read(Post.FHIR.newJsonParser().encodeResourceToString(bundle)));
    String xml = Post.FHIR.newXmlParser().encodeResourceToString(bundle);
    assertEquals(FhirSamples.TEXT, read(xml));
    assertEquals(FhirSamples.TEXT, read("\ufeff" + xml));
    assertInstanceOf(Quarantined.class, messages.read(new byte[0]));
    assertInstanceOf(Quarantined.class, messages.read("MSH|".getBytes(StandardCharsets.UTF_8)));
  }

  private Disposition draft(Resource resource) {
    String json = Post.FHIR.newJsonParser().encodeResourceToString(resource);
    return messages.draft(
        json.getBytes(StandardCharsets.UTF_8), MediaType.of("application/fhir+json"));
  }

  /** Nobody has signed it: it may have neither patient nor number, as a draft in JSON. */
  @ParameterizedTest
  @ValueSource(strings = {"", "display", "urn:uuid:5", "#p"})
  void aDraftNeedsNoPatientAndNoNumber(String subject) {
    DiagnosticReport report = FhirSamples.report();
    report.setId((String) null);
    report.getIdentifier().clear();
    report.setSubject(null);
    if (subject.equals("display")) {
      report.getSubject().setDisplay("Ann");
    } else if (!subject.isEmpty()) {
      report.getSubject().setReference(subject);
    }
    Report read = assertInstanceOf(Parsed.class, draft(report)).first();
    assertEquals(FhirSamples.TEXT, read.text());
    assertEquals(List.of(), read.patient().identifiers());
    String json = Post.FHIR.newJsonParser().encodeResourceToString(report);
    assertInstanceOf(
        Quarantined.class,
        messages.read(json.getBytes(StandardCharsets.UTF_8)),
        "a report that is filed needs both");
  }

  @Test
  void aDraftWithoutAPatientHasNoPartsOfSomebody() {
    DiagnosticReport report = FhirSamples.report();
    report.setSubject(null);
    Observation result = new Observation();
    result.setId("#x");
    result.setStatus(ObservationStatus.FINAL).setValue(new StringType("Mass."));
    report.addContained(result);
    report.addResult().setReference("#x");
    assertInstanceOf(Parsed.class, draft(report));
    result.setSubject(new Reference("Patient/p2"));
    assertInstanceOf(Quarantined.class, draft(report));
  }

  @Test
  void aDraftAboutADeviceIsRefused() {
    DiagnosticReport report = FhirSamples.report();
    report.setSubject(new Reference("Device/phantom"));
    assertInstanceOf(Quarantined.class, draft(report));
  }
}
