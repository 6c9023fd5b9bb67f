package org.radiologytrust.ingest.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.CompositionStatus;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Media;
import org.hl7.fhir.r4.model.Media.MediaStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Specimen;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.journal.inbox.IntakeAlarm;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Report;

/** Each way in which a report is linked with a resource, with each way to name another patient. */
@Tag("safety")
class OtherPersonTest {
  private static final String BASE = "http://ehr.example/fhir/";
  private static final String WORDS = "Large pneumothorax of somebody.";

  private static final FhirMessages MESSAGES = Post.messages(ZoneOffset.UTC);

  /** A message with one report, which has a text and a patient. */
  static final class Message {
    final Bundle bundle = FhirSamples.bundle(BundleType.COLLECTION, FhirSamples.patient());
    final DiagnosticReport report = FhirSamples.report();

    Message() {
      add(report);
    }

    <R extends Resource> R add(R resource) {
      bundle.addEntry().setResource(resource);
      return resource;
    }

    Observation result(String id) {
      Observation result = new Observation();
      result.setId(id);
      result.setStatus(ObservationStatus.FINAL);
      result.getCode().setText("Impression");
      result.setValue(new StringType(WORDS));
      return result;
    }

    Composition composition() {
      Composition composition = new Composition();
      composition.setId("c1");
      composition.setStatus(CompositionStatus.FINAL);
      composition.addSection().addEntry(new Reference("DiagnosticReport/r1"));
      return composition;
    }

    DocumentReference document() {
      DocumentReference document = new DocumentReference();
      document.setId("d1");
      document.setStatus(DocumentReferenceStatus.CURRENT);
      document.addContent().setAttachment(text());
      return document;
    }

    Attachment text() {
      byte[] data = WORDS.getBytes(StandardCharsets.UTF_8);
      return new Attachment().setContentType("text/plain").setData(data);
    }

    /** Gives each entry a fullUrl that has none and has an id. */
    void locate() {
      for (var entry : bundle.getEntry()) {
        Resource resource = entry.getResource();
        if (!entry.hasFullUrl() && resource.getIdElement().hasIdPart()) {
          entry.setFullUrl(BASE + resource.fhirType() + "/" + resource.getIdPart());
        }
      }
    }

    Disposition read() {
      String json = Post.FHIR.newJsonParser().encodeResourceToString(bundle);
      return MESSAGES.read(json.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** How a resource belongs to the report; {@code element} names its patient. */
  enum Link {
    RESULT("subject") {
      @Override
      Resource add(Message m) {
        m.report.addResult(new Reference("Observation/x"));
        return m.add(m.result("x"));
      }
    },
    MEMBER("subject") {
      @Override
      Resource add(Message m) {
        m.report.addResult(new Reference("Observation/group"));
        m.add(m.result("group").addHasMember(new Reference("Observation/x")));
        return m.add(m.result("x"));
      }
    },
    MEMBER_OF_A_MEMBER("subject") {
      @Override
      Resource add(Message m) {
        m.report.addResult(new Reference("Observation/a"));
        m.add(m.result("a").addHasMember(new Reference("Observation/b")));
        m.add(m.result("b").addHasMember(new Reference("Observation/x")));
        return m.add(m.result("x"));
      }
    },
    DERIVED_FROM("subject") {
      @Override
      Resource add(Message m) {
        m.report.addResult(new Reference("Observation/a"));
        m.add(m.result("a").addDerivedFrom(new Reference("Observation/x")));
        return m.add(m.result("x"));
      }
    },
    CONTAINED_RESULT("subject") {
      @Override
      Resource add(Message m) {
        Observation result = m.result("#x");
        m.report.addContained(result);
        m.report.addResult(new Reference("#x"));
        return result;
      }
    },
    CONTAINED_IN_A_RESULT("subject") {
      @Override
      Resource add(Message m) {
        Observation member = m.result("#x");
        Observation group = m.add(m.result("a"));
        group.addHasMember(new Reference("#x"));
        group.addContained(member);
        m.report.addResult(new Reference("Observation/a"));
        return member;
      }
    },
    SPECIMEN("subject") {
      @Override
      Resource add(Message m) {
        m.report.addSpecimen(new Reference("Specimen/x"));
        return m.add(named(new Specimen(), "x"));
      }
    },
    SPECIMEN_OF_A_RESULT("subject") {
      @Override
      Resource add(Message m) {
        m.report.addResult(new Reference("Observation/a"));
        m.add(m.result("a").setSpecimen(new Reference("Specimen/x")));
        return m.add(named(new Specimen(), "x"));
      }
    },
    ENCOUNTER("subject") {
      @Override
      Resource add(Message m) {
        m.report.setEncounter(new Reference("Encounter/x"));
        return m.add(named(new Encounter(), "x"));
      }
    },
    ORDER("subject") {
      @Override
      Resource add(Message m) {
        m.report.addBasedOn(new Reference("ServiceRequest/x"));
        return m.add(named(new ServiceRequest(), "x"));
      }
    },
    ORDER_OF_A_RESULT("subject") {
      @Override
      Resource add(Message m) {
        m.report.addResult(new Reference("Observation/a"));
        m.add(m.result("a").addBasedOn(new Reference("ServiceRequest/x")));
        return m.add(named(new ServiceRequest(), "x"));
      }
    },
    ENCOUNTER_OF_THE_ORDER("subject") {
      @Override
      Resource add(Message m) {
        m.report.addBasedOn(new Reference("ServiceRequest/o"));
        m.add(named(new ServiceRequest(), "o")).setEncounter(new Reference("Encounter/x"));
        return m.add(named(new Encounter(), "x"));
      }
    },
    STUDY("subject") {
      @Override
      Resource add(Message m) {
        m.report.addImagingStudy(new Reference("ImagingStudy/x"));
        return m.add(named(new ImagingStudy(), "x"));
      }
    },
    STUDY_OF_THE_ORDER("subject") {
      @Override
      Resource add(Message m) {
        m.report.addBasedOn(new Reference("ServiceRequest/o"));
        m.add(named(new ServiceRequest(), "o"));
        ImagingStudy study = m.add(named(new ImagingStudy(), "x"));
        study.addBasedOn(new Reference("ServiceRequest/o"));
        return study;
      }
    },
    MEDIA("subject") {
      @Override
      Resource add(Message m) {
        m.report.addMedia().setLink(new Reference("Media/x"));
        Media media = m.add(named(new Media(), "x"));
        return media.setStatus(MediaStatus.COMPLETED).setContent(m.text());
      }
    },
    DOCUMENT_OF_MEDIA("subject") {
      @Override
      Resource add(Message m) {
        m.report.addMedia().setLink(new Reference("DocumentReference/d1"));
        return m.add(m.document());
      }
    },
    RELATED_DOCUMENT("subject") {
      @Override
      Resource add(Message m) {
        DocumentReference document = m.add(m.document());
        document.getContext().addRelated(new Reference("DiagnosticReport/r1"));
        return document;
      }
    },
    ENCOUNTER_OF_A_DOCUMENT("subject") {
      @Override
      Resource add(Message m) {
        DocumentReference document = (DocumentReference) RELATED_DOCUMENT.add(m);
        document.getContext().addEncounter(new Reference("Encounter/x"));
        return m.add(named(new Encounter(), "x"));
      }
    },
    SOURCE_OF_A_DOCUMENT("context.sourcePatientInfo") {
      @Override
      Resource add(Message m) {
        return RELATED_DOCUMENT.add(m);
      }

      @Override
      void name(Resource resource, Reference patient) {
        ((DocumentReference) resource).getContext().setSourcePatientInfo(patient);
      }
    },
    BINARY("securityContext") {
      @Override
      Resource add(Message m) {
        Binary binary = new Binary();
        binary.setId("b1");
        binary.setContentType("text/plain").setData(m.text().getData());
        m.report.addPresentedForm().setContentType("text/plain").setUrl("Binary/b1");
        return m.add(binary);
      }
    },
    COMPOSITION("subject") {
      @Override
      Resource add(Message m) {
        return m.add(m.composition());
      }
    },
    RESULT_IN_A_SECTION("subject") {
      @Override
      Resource add(Message m) {
        m.add(m.composition()).getSectionFirstRep().addEntry(new Reference("Observation/x"));
        return m.add(m.result("x"));
      }
    },
    DOCUMENT_IN_A_SECTION("subject") {
      @Override
      Resource add(Message m) {
        Composition composition = m.add(m.composition());
        Reference document = new Reference("DocumentReference/d1");
        composition.getSectionFirstRep().addSection().addEntry(document);
        return m.add(m.document());
      }
    };

    private final String element;

    Link(String element) {
      this.element = element;
    }

    /** Adds the resource and links it with the report. */
    abstract Resource add(Message m);

    void name(Resource resource, Reference patient) {
      resource.setProperty(element, patient);
    }
  }

  private static <R extends Resource> R named(R resource, String id) {
    resource.setId(id);
    return resource;
  }

  private static Patient other() {
    Patient other = named(new Patient(), "p2");
    other.addIdentifier(FhirSamples.identifier("MR", "MRN99"));
    other.addName().setFamily("Elsewhere").addGiven("Otto");
    other.setBirthDateElement(new DateType("1931-12-24")).setGender(AdministrativeGender.MALE);
    return other;
  }

  /** Ways to name another patient. */
  private enum Other {
    PATIENT_OF_THE_BUNDLE {
      @Override
      Reference of(Message m, Resource from) {
        m.add(other());
        return new Reference("Patient/p2");
      }
    },
    PATIENT_BY_URN {
      @Override
      Reference of(Message m, Resource from) {
        m.bundle.addEntry().setFullUrl("urn:uuid:2").setResource(other());
        return new Reference("urn:uuid:2");
      }
    },
    PATIENT_BY_URL {
      @Override
      Reference of(Message m, Resource from) {
        m.bundle.addEntry().setFullUrl(BASE + "Patient/p2").setResource(other());
        return new Reference(BASE + "Patient/p2");
      }
    },
    OTHER_NAME_AND_BIRTH_DATE {
      @Override
      Reference of(Message m, Resource from) {
        Patient other = other();
        other.getIdentifierFirstRep().setSystem("urn:oid:9.9.9");
        m.add(other);
        return new Reference("Patient/p2");
      }
    },
    OTHER_BIRTH_DATE_ALONE {
      @Override
      Reference of(Message m, Resource from) {
        return contained(m, from, new Patient().setBirthDateElement(new DateType("1931-12-24")));
      }
    },
    NAME_AS_TEXT {
      @Override
      Reference of(Message m, Resource from) {
        Patient other = new Patient();
        other.addName().setText("Otto Elsewhere");
        return contained(m, from, other);
      }
    },
    TWIN {
      @Override
      Reference of(Message m, Resource from) {
        Patient twin = FhirSamples.patient();
        twin.setId("p2");
        twin.getIdentifierFirstRep().setValue("MRN78");
        twin.getNameFirstRep().getGiven().clear();
        twin.getNameFirstRep().addGiven("Zoe");
        m.add(twin);
        return new Reference("Patient/p2");
      }
    },
    PATIENT_WITHOUT_DATA {
      @Override
      Reference of(Message m, Resource from) {
        m.add(named(new Patient(), "p2"));
        return new Reference("Patient/p2");
      }
    },
    REFERENCE_OUT_OF_THE_MESSAGE {
      @Override
      Reference of(Message m, Resource from) {
        return new Reference("Patient/p2");
      }
    },
    ABSOLUTE_REFERENCE {
      @Override
      Reference of(Message m, Resource from) {
        return new Reference(BASE + "Patient/p2");
      }
    },
    IDENTIFIER {
      @Override
      Reference of(Message m, Resource from) {
        return new Reference().setIdentifier(FhirSamples.identifier("MR", "MRN99"));
      }
    },
    CONDITIONAL_REFERENCE {
      @Override
      Reference of(Message m, Resource from) {
        return new Reference("Patient?identifier=urn:oid:1.2.3%7CMRN99");
      }
    },
    IDENTIFIER_OF_ANOTHER_AUTHORITY {
      @Override
      Reference of(Message m, Resource from) {
        return new Reference()
            .setIdentifier(FhirSamples.identifier("NI", "77").setSystem("urn:oid:9"));
      }
    },
    WORDS {
      @Override
      Reference of(Message m, Resource from) {
        return new Reference().setDisplay("Otto Elsewhere");
      }
    },
    WORDS_OF_A_TWIN {
      @Override
      Reference of(Message m, Resource from) {
        return new Reference().setDisplay("Canaryname, Zoe");
      }
    },
    URN_OF_NOTHING {
      @Override
      Reference of(Message m, Resource from) {
        return new Reference("urn:uuid:9");
      }
    },
    ID_OF_NOTHING_CONTAINED {
      @Override
      Reference of(Message m, Resource from) {
        return new Reference("#nothing");
      }
    },
    SEARCH_BY_NAME {
      @Override
      Reference of(Message m, Resource from) {
        return new Reference("Patient?name=Elsewhere");
      }
    },
    IDENTIFIER_OF_ANOTHER_BESIDE_THE_SAME_REFERENCE {
      @Override
      Reference of(Message m, Resource from) {
        return new Reference("Patient/p1").setIdentifier(FhirSamples.identifier("MR", "MRN99"));
      }
    };

    abstract Reference of(Message m, Resource from);
  }

  /** A patient contained in the resource, or in what contains that. */
  private static Reference contained(Message m, Resource from, Patient patient) {
    patient.setId("#pat");
    for (var entry : m.bundle.getEntry()) {
      boolean holds =
          entry.getResource() == from
              || entry.getResource() instanceof DomainResource d && d.getContained().contains(from);
      if (holds && entry.getResource() instanceof DomainResource holder) {
        holder.addContained(patient);
        return new Reference("#pat");
      }
    }
    // a Binary contains nothing
    patient.setId("pat");
    m.add(patient);
    return new Reference("Patient/pat");
  }

  static Stream<Arguments> others() {
    return each(Other.values());
  }

  /** With and without a fullUrl at each entry. */
  private static Stream<Arguments> each(Enum<?>[] names) {
    return Stream.of(Link.values())
        .flatMap(link -> Stream.of(names).map(name -> List.of(link, name)))
        .flatMap(
            pair -> Stream.of(true, false).map(u -> Arguments.of(pair.get(0), pair.get(1), u)));
  }

  @ParameterizedTest
  @MethodSource("others")
  void anotherPatientRefusesTheMessage(Link link, Other other, boolean urls) {
    Message m = new Message();
    Resource resource = link.add(m);
    link.name(resource, other.of(m, resource));
    if (urls) {
      m.locate();
    }
    Quarantined refused = assertInstanceOf(Quarantined.class, m.read());
    assertEquals(Set.of(IntakeAlarm.OTHER_PERSON), refused.alarms(), refused.reason());
    String place = refused.reason().split(": ")[0];
    assertTrue(place.matches("Bundle\\.entry\\[\\d]\\.resource.*\\." + link.element), place);
    for (String value : List.of("MRN", "Elsewhere", "Otto", "1931", "Zoe", "pneumothorax")) {
      assertFalse(refused.reason().contains(value), refused.reason());
    }
  }

  /** Ways to name the same patient, or nobody. */
  private enum Same {
    SAME_REFERENCE {
      @Override
      Reference of(Message m, Resource from) {
        return new Reference("Patient/p1");
      }
    },
    VERSION_OF_THE_REFERENCE {
      @Override
      Reference of(Message m, Resource from) {
        return new Reference("Patient/p1/_history/4");
      }
    },
    ABSOLUTE_REFERENCE {
      @Override
      Reference of(Message m, Resource from) {
        return new Reference(BASE + "Patient/p1");
      }
    },
    NOBODY {
      @Override
      Reference of(Message m, Resource from) {
        return new Reference().setType("Patient");
      }
    },
    SAME_IDENTIFIER {
      @Override
      Reference of(Message m, Resource from) {
        return new Reference().setIdentifier(FhirSamples.identifier("MR", "MRN77"));
      }
    },
    OLD_IDENTIFIER {
      @Override
      Reference of(Message m, Resource from) {
        return new Reference()
            .setIdentifier(FhirSamples.identifier("MR", "MRN77").setUse(IdentifierUse.OLD));
      }
    },
    HER_NAME {
      @Override
      Reference of(Message m, Resource from) {
        return new Reference().setDisplay("CANARYNAME, Ann B.");
      }
    },
    COPY_OF_THE_PATIENT {
      @Override
      Reference of(Message m, Resource from) {
        return contained(m, from, FhirSamples.patient());
      }
    },
    SECOND_RECORD_WITH_THE_SAME_NUMBER {
      @Override
      Reference of(Message m, Resource from) {
        Patient second = named(FhirSamples.patient(), "p2");
        second.getNameFirstRep().setFamily("Marriedname");
        m.add(second);
        return new Reference("Patient/p2");
      }
    },
    SECOND_RECORD_WITHOUT_NUMBER {
      @Override
      Reference of(Message m, Resource from) {
        Patient second = named(FhirSamples.patient(), "p2");
        second.getIdentifier().clear();
        m.add(second);
        return new Reference("Patient/p2");
      }
    },
    RECORD_OF_ANOTHER_SYSTEM {
      @Override
      Reference of(Message m, Resource from) {
        Patient second = FhirSamples.patient();
        second.getIdentifierFirstRep().setSystem("urn:oid:9").setValue("lab-5");
        m.bundle.addEntry().setFullUrl("urn:uuid:2").setResource(second);
        second.setId((String) null);
        return new Reference("urn:uuid:2");
      }
    },
    MERGED_RECORD {
      @Override
      Reference of(Message m, Resource from) {
        Patient old = named(FhirSamples.patient(), "p2");
        old.getIdentifierFirstRep().setValue("MRN12");
        old.addLink().setOther(new Reference("Patient/p1")).setType(LinkType.REPLACEDBY);
        m.add(old);
        return new Reference("Patient/p2");
      }
    },
    SURVIVING_RECORD {
      @Override
      Reference of(Message m, Resource from) {
        Patient survivor = named(FhirSamples.patient(), "p2");
        survivor.getIdentifierFirstRep().setValue("MRN12");
        survivor.addLink().setOther(new Reference("Patient/p1")).setType(LinkType.REPLACES);
        m.add(survivor);
        return new Reference("Patient/p2");
      }
    };

    abstract Reference of(Message m, Resource from);
  }

  static Stream<Arguments> same() {
    return each(Same.values());
  }

  @ParameterizedTest
  @MethodSource("same")
  void theSamePatientByAnotherNameIsRead(Link link, Same same, boolean urls) {
    Message m = new Message();
    Resource resource = link.add(m);
    link.name(resource, same.of(m, resource));
    if (urls) {
      m.locate();
    }
    Disposition read = m.read();
    assertInstanceOf(Parsed.class, read, read.toString());
  }

  /** What is not linked with a report is not used for it, whoever it is about. */
  @Test
  void reportsOfSeveralPatientsInOneCollectionStayReadable() {
    Message m = new Message();
    m.report.addResult(new Reference("Observation/x"));
    m.add(m.result("x")).getSubject().setReference("Patient/p1");
    m.add(other());
    DiagnosticReport second = named(FhirSamples.report(), "r2");
    second.getIdentifierFirstRep().setValue("ACC2");
    second.getSubject().setReference("Patient/p2");
    second.addResult(new Reference("Observation/y"));
    m.add(second);
    m.add(m.result("y")).getSubject().setReference("Patient/p2");
    m.add(m.document()).getSubject().setReference("Patient/p2");
    Composition composition = m.composition();
    composition.getSectionFirstRep().getEntryFirstRep().setReference("DiagnosticReport/r2");
    m.add(composition.setSubject(new Reference("Patient/p2")));
    Parsed parsed = assertInstanceOf(Parsed.class, m.read());
    assertEquals(2, parsed.reports().size());
    assertEquals(
        List.of("MRN77", "MRN99"),
        parsed.reports().stream().map(r -> r.patient().identifiers().get(0).value()).toList());
  }

  @Test
  void anOnlyCompositionOfAnotherPatientIsNotTakenForThatOfTheReport() {
    Message m = new Message();
    m.report.getPresentedForm().clear();
    m.report.setConclusion("Normal.");
    m.add(other());
    Composition composition = m.add(m.composition()).setSubject(new Reference("Patient/p2"));
    composition.getSection().clear();
    composition.addSection().setTitle("Findings").getText().setDivAsString("<div>Tumour.</div>");
    Parsed parsed = assertInstanceOf(Parsed.class, m.read());
    assertEquals("IMPRESSION:\nNormal.", parsed.first().text());
  }

  /** Ids of contained resources count within their container. */
  @Test
  void twoPatientsContainedInTheReport() {
    Message m = new Message();
    Patient hers = FhirSamples.patient();
    hers.setId("#hers");
    Patient his = new Patient();
    his.setId("#his");
    m.report.addContained(hers).addContained(his);
    m.report.setSubject(new Reference("#hers"));
    Observation result = m.result("#x");
    m.report.addContained(result);
    m.report.addResult(new Reference("#x"));
    result.setSubject(new Reference("#his"));
    assertInstanceOf(Quarantined.class, m.read());
    result.setSubject(new Reference("#hers"));
    assertInstanceOf(Parsed.class, m.read());
    m.report.getResult().clear();
    m.report.addResult(new Reference("Observation/y"));
    Observation elsewhere = m.add(m.result("y"));
    Patient copy = new Patient();
    copy.setId("#his");
    elsewhere.addContained(copy);
    elsewhere.setSubject(new Reference("#his"));
    assertInstanceOf(Quarantined.class, m.read(), "nothing says who that is");
    copy.addIdentifier(FhirSamples.identifier("MR", "MRN77"));
    assertInstanceOf(Parsed.class, m.read(), "a container of its own");
  }

  @Test
  void twoPatientsOutsideOfTheMessageByUrns() {
    Message m = new Message();
    m.bundle.getEntry().get(0).setFullUrl("urn:uuid:1");
    m.report.getSubject().setReference("urn:uuid:1");
    m.report.addResult(new Reference("Observation/x"));
    m.add(m.result("x")).getSubject().setReference("urn:uuid:2");
    assertInstanceOf(Quarantined.class, m.read());
  }

  @Test
  void oneServerWithTwoAddresses() {
    Message m = new Message();
    m.bundle.getEntry().get(0).setFullUrl(BASE + "Patient/p1");
    m.bundle.getEntry().get(1).setFullUrl(BASE + "DiagnosticReport/r1");
    m.report.addResult(new Reference(BASE + "Observation/x"));
    Observation result = m.result("x");
    m.bundle.addEntry().setFullUrl(BASE + "Observation/x").setResource(result);
    result.getSubject().setReference("https://gateway.example/r4/Patient/p1");
    assertInstanceOf(Quarantined.class, m.read(), "the same id at another server is no proof");
    result.getSubject().setIdentifier(FhirSamples.identifier("MR", "MRN77"));
    assertInstanceOf(Parsed.class, m.read());
    result.getSubject().setIdentifier(null);
    result.getSubject().setReference("https://gateway.example/r4/Patient/p2");
    assertInstanceOf(Quarantined.class, m.read());
  }

  @ParameterizedTest
  @EnumSource(names = {"ORDER", "STUDY", "MEDIA", "RELATED_DOCUMENT", "COMPOSITION"})
  void whatMustBeAboutAPatientIsNotAboutAGroup(Link link) {
    Message m = new Message();
    link.name(link.add(m), new Reference("Group/g"));
    Quarantined refused = assertInstanceOf(Quarantined.class, m.read());
    assertTrue(refused.reason().contains("not a Patient"), refused.reason());
  }

  @ParameterizedTest
  @EnumSource(names = {"RESULT", "MEMBER", "CONTAINED_RESULT"})
  void aResultAboutADeviceIsNoTextOfTheReport(Link link) {
    Message m = new Message();
    m.report.getPresentedForm().clear();
    m.report.setConclusion("Normal.");
    link.name(link.add(m), new Reference("Device/phantom"));
    Report report = assertInstanceOf(Parsed.class, m.read()).first();
    assertEquals(link == Link.MEMBER, report.text().contains(WORDS), report.text());
    NotAudited named =
        new NotAudited("result that is not about a patient", 1, NotAudited.Unit.ITEMS, true);
    assertTrue(report.notAudited().contains(named), report.notAudited().toString());
  }

  /** A report that is taken back may have been another person's all along. */
  @ParameterizedTest
  @EnumSource
  void aWithdrawalIsNeverRefusedForItsParts(Link link) {
    Message m = new Message();
    m.report.setStatus(DiagnosticReport.DiagnosticReportStatus.ENTEREDINERROR);
    Resource resource = link.add(m);
    link.name(resource, Other.PATIENT_OF_THE_BUNDLE.of(m, resource));
    String text = assertInstanceOf(Parsed.class, m.read()).first().text();
    assertFalse(text.contains(WORDS), text);
  }

  /** The feeds share one parser: HTTP, and those that keep a message until it is stored. */
  @Test
  void eachFeedRefusesItAndRaisesTheAlarm() {
    Message m = new Message();
    m.add(other());
    m.report.addResult(new Reference("Observation/x"));
    m.add(m.result("x")).getSubject().setReference("Patient/p2");
    try (Post post = new Post()) {
      Post.Reply reply = post.json(m.bundle);
      assertEquals(422, reply.status());
      OperationOutcome outcome = (OperationOutcome) reply.resource();
      assertEquals(
          "Bundle.entry[3].resource.subject",
          outcome.getIssueFirstRep().getExpression().get(0).getValue());
      m.report.setConclusion("Another message.");
      String json = Post.FHIR.newJsonParser().encodeResourceToString(m.bundle);
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      assertEquals(Outcome.QUARANTINED, post.inbox.store(body, null, "reports/0/1").outcome());
      assertEquals(Map.of(IntakeAlarm.OTHER_PERSON, 2L), post.journal.journal().intakeAlarms());
    }
  }
}
