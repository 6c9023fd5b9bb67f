package org.radiologytrust.ingest.fhir;

import java.nio.charset.StandardCharsets;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;

/** Synthetic resources of one report. */
public final class FhirSamples {
  static final String TEXT = "FINDINGS:\nThe lungs are clear.\n\nIMPRESSION:\nNormal chest.";
  static final String NAME = "Canaryname";

  private FhirSamples() {}

  static Identifier identifier(String type, String value) {
    Identifier id = new Identifier().setSystem("urn:oid:1.2.3").setValue(value);
    if (!type.isEmpty()) {
      id.getType()
          .addCoding()
          .setSystem("http://terminology.hl7.org/CodeSystem/v2-0203")
          .setCode(type);
    }
    return id;
  }

  public static DiagnosticReport report() {
    DiagnosticReport report = new DiagnosticReport();
    report.setId("r1");
    report.setStatus(DiagnosticReportStatus.FINAL);
    report.addIdentifier(identifier("ACSN", "ACC1"));
    report.getCode().addCoding().setSystem("http://loinc.org").setCode("36643-5");
    report.getCode().setText("XR chest 2 views");
    report.getSubject().setReference("Patient/p1");
    report.setIssuedElement(new InstantType("2026-01-01T10:00:00+01:00"));
    report
        .addPresentedForm()
        .setContentType("text/plain")
        .setData(TEXT.getBytes(StandardCharsets.UTF_8));
    return report;
  }

  static Patient patient() {
    Patient patient = new Patient();
    patient.setId("p1");
    patient.addIdentifier(identifier("MR", "MRN77"));
    patient.addName().setFamily(NAME).addGiven("Ann").addGiven("Bea");
    patient.setBirthDateElement(new org.hl7.fhir.r4.model.DateType("1970-05-06"));
    patient.setGender(org.hl7.fhir.r4.model.Enumerations.AdministrativeGender.FEMALE);
    return patient;
  }

  static ServiceRequest order() {
    ServiceRequest order = new ServiceRequest();
    order.setId("o1");
    order.addIdentifier(identifier("PLAC", "PL1"));
    order.addIdentifier(identifier("FILL", "FI1"));
    order.getSubject().setReference("Patient/p1");
    order.addBodySite().setText("Chest");
    return order;
  }

  static ImagingStudy study() {
    ImagingStudy study = new ImagingStudy();
    study.setId("s1");
    study.addIdentifier().setSystem("urn:dicom:uid").setValue("urn:oid:1.2.3.4.5");
    study.addIdentifier(identifier("ACSN", "ACC2"));
    study.getSubject().setReference("Patient/p1");
    study.addModality().setCode("DX");
    study.addModality().setCode("SR");
    study.addSeries().getLaterality().setCode("419161000").setDisplay("Unilateral left");
    return study;
  }

  public static Bundle bundle(BundleType type, Resource... resources) {
    Bundle bundle = new Bundle();
    bundle.setType(type);
    if (type == BundleType.MESSAGE) {
      MessageHeader header = new MessageHeader();
      header.setId("m1");
      header.setEvent(new org.hl7.fhir.r4.model.Coding("urn:events", "report", null));
      header.getSource().setEndpoint("urn:sender");
      bundle.addEntry().setFullUrl("urn:uuid:m1").setResource(header);
    }
    for (Resource resource : resources) {
      var entry = bundle.addEntry().setResource(resource);
      if (type == BundleType.TRANSACTION || type == BundleType.BATCH) {
        entry.getRequest().setMethod(HTTPVerb.PUT);
        entry.getRequest().setUrl(resource.fhirType() + "/" + resource.getIdPart());
      }
    }
    return bundle;
  }

  /** The report with its order, study and patient in a transaction. */
  static Bundle whole(BundleType type) {
    DiagnosticReport report = report();
    report.addBasedOn().setReference("ServiceRequest/o1");
    report.addImagingStudy().setReference("ImagingStudy/s1");
    return bundle(type, patient(), order(), study(), report);
  }
}
