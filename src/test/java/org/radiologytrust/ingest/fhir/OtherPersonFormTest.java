package org.radiologytrust.ingest.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Set;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Media;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.radiologytrust.ingest.document.TestCda;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.journal.inbox.IntakeAlarm;

/** A CDA in each place where a FHIR message may have one, of the report's patient or of another. */
@Tag("safety")
class OtherPersonFormTest {
  private static final FhirMessages MESSAGES = Post.messages(ZoneOffset.UTC);

  private enum Place {
    PRESENTED_FORM("Bundle.entry[1].resource.presentedForm[1].data") {
      @Override
      void add(Bundle bundle, DiagnosticReport report, Attachment cda) {
        report.addPresentedForm(cda);
      }
    },
    BINARY("Bundle.entry[2].resource.data") {
      @Override
      void add(Bundle bundle, DiagnosticReport report, Attachment cda) {
        Binary binary = new Binary();
        binary.setId("b1");
        bundle.addEntry().setResource(binary.setContentType("text/xml").setData(cda.getData()));
        report.addPresentedForm().setContentType("text/xml").setUrl("Binary/b1");
      }
    },
    CONTAINED_BINARY("Bundle.entry[1].resource.contained[0].data") {
      @Override
      void add(Bundle bundle, DiagnosticReport report, Attachment cda) {
        Binary binary = new Binary();
        binary.setId("#b1");
        report.addContained(binary.setContentType("text/xml").setData(cda.getData()));
        report.addPresentedForm().setContentType("text/xml").setUrl("#b1");
      }
    },
    DOCUMENT_REFERENCE("Bundle.entry[2].resource.content[0].attachment.data") {
      @Override
      void add(Bundle bundle, DiagnosticReport report, Attachment cda) {
        DocumentReference document = new DocumentReference();
        document.setId("d1");
        document.setStatus(DocumentReferenceStatus.CURRENT).addContent().setAttachment(cda);
        document.getContext().addRelated(new Reference("DiagnosticReport/r1"));
        bundle.addEntry().setResource(document);
      }
    },
    MEDIA("Bundle.entry[2].resource.content.data") {
      @Override
      void add(Bundle bundle, DiagnosticReport report, Attachment cda) {
        Media media = new Media();
        media.setId("m1");
        bundle.addEntry().setResource(media.setContent(cda));
        report.addMedia().setLink(new Reference("Media/m1"));
      }
    };

    private final String path;

    Place(String path) {
      this.path = path;
    }

    abstract void add(Bundle bundle, DiagnosticReport report, Attachment cda);
  }

  private static Disposition read(Place place, TestCda cda) {
    String text = cda.text();
    DiagnosticReport report = FhirSamples.report();
    Bundle bundle = FhirSamples.bundle(BundleType.COLLECTION, FhirSamples.patient(), report);
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    place.add(bundle, report, new Attachment().setContentType("text/xml").setData(data));
    String json = Post.FHIR.newJsonParser().encodeResourceToString(bundle);
    return MESSAGES.read(json.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @EnumSource
  void ofAnotherPatientIsRefused(Place place) {
    TestCda his =
        new TestCda()
            .patient(
                "root='1.9.9' extension='NI-9'",
                "<given>Otto</given><family>Elsewhere</family>",
                "19311224",
                "M")
            .section("59776-5", "Small nodule.");
    Quarantined refused = assertInstanceOf(Quarantined.class, read(place, his));
    assertEquals(Set.of(IntakeAlarm.OTHER_PERSON), refused.alarms(), refused.reason());
    assertTrue(refused.reason().startsWith(place.path + ": names another"), refused.reason());
  }

  @ParameterizedTest
  @EnumSource
  void ofTheSamePatientIsRead(Place place) {
    TestCda hers =
        new TestCda()
            .patient(
                "root='1.9.9' extension='NI-8'",
                "<given>Ann</given><family>Canaryname</family>",
                "19700506",
                "F")
            .section("59776-5", "Small nodule.");
    Disposition read = read(place, hers);
    Parsed parsed = assertInstanceOf(Parsed.class, read, read.toString());
    assertTrue(parsed.first().text().endsWith("Small nodule."), parsed.first().text());
  }
}
