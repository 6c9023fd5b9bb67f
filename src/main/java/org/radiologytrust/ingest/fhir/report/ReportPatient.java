package org.radiologytrust.ingest.fhir.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.PatientMatch;

/**
 * The patient of a report, against whom each linked resource and document is weighed: the only
 * place that decides whether their words and facts can be this patient's. A subject that cannot be
 * shown to be the report's is another's, and refuses the message. What names nobody belongs to the
 * report's patient.
 */
final class ReportPatient {
  /** Types whose words or facts are used, so that they must be about a patient. */
  private static final Set<String> ABOUT_PATIENTS =
      Set.of("Composition", "DocumentReference", "ImagingStudy", "Media", "ServiceRequest");

  private final ReportResources contents;
  private final boolean stands;
  private final Patient patient;
  private final PatientMention own;

  /** The resource of the patient; null if the message has none. */
  private final @Nullable Resource target;

  private ReportPatient(
      ReportResources contents, boolean stands, Patient patient, PatientMention own)
      throws FhirRefusedException {
    this.contents = contents;
    this.stands = stands;
    this.patient = patient;
    this.own = own;
    this.target = contents.resolve(contents.report().getSubject());
  }

  /**
   * Reads the patient.
   *
   * @param stands false if the report was withdrawn: then nothing refuses it, so that a mistake can
   *     always be taken back
   * @param draft whether the report is still open, and may name no patient
   * @throws FhirRefusedException if the report is about no patient, or its subject contradicts
   *     itself
   */
  static ReportPatient of(ReportResources contents, boolean stands, boolean draft)
      throws FhirRefusedException {
    Patient patient = PatientMapper.of(contents, draft);
    DiagnosticReport report = contents.report();
    PatientMention named = PatientMention.of(report.getSubject(), report, contents);
    PatientMention own = named == null ? PatientMention.NONE : named;
    requireOne(own, "DiagnosticReport.subject");
    return new ReportPatient(contents, stands, patient, own);
  }

  /** Whether a resource may be about the patient of the report. */
  static boolean mayBeOf(Resource resource, ReportResources contents) throws FhirRefusedException {
    DiagnosticReport report = contents.report();
    PatientMention own = PatientMention.of(report.getSubject(), report, contents);
    for (Subject subject : subjects(resource)) {
      PatientMention other = PatientMention.of(subject.reference(), resource, contents);
      if (own != null && other != null && own.match(other).contradicts()) {
        return false;
      }
    }
    return true;
  }

  /** Whether a reference shows that it means the patient of the report. */
  static boolean isShown(Reference subject, Resource from, ReportResources contents)
      throws FhirRefusedException {
    DiagnosticReport report = contents.report();
    PatientMention own = PatientMention.of(report.getSubject(), report, contents);
    PatientMention other = PatientMention.of(subject, from, contents);
    return own != null && other != null && !own.match(other).contradicts() && own.isShownIn(other);
  }

  /** The patient as the report is stored. */
  Patient patient() {
    return patient;
  }

  /**
   * Weighs the patients of all that the report is linked with.
   *
   * @param forms its documents, which may name a patient themselves
   * @return false if one is another, and the report was withdrawn: then its words are not read
   * @throws FhirRefusedException if one is another, and the report stands
   */
  boolean isOfAll(LinkedResources linked, List<Forms.Form> forms) throws FhirRefusedException {
    try {
      for (Resource resource : linked.standing()) {
        weigh(resource);
      }
      for (Forms.Form form : forms) {
        for (Patient named : form.reading().patients()) {
          require(PatientMatch.inOneMessage(own.patient(), named), form.place());
        }
      }
      return true;
    } catch (FhirRefusedException e) {
      if (stands) {
        throw e;
      }
      return false;
    }
  }

  /**
   * Weighs the patient of a resource whose facts are used.
   *
   * @throws FhirRefusedException if it is another one, and the report stands
   */
  void require(Resource resource) throws FhirRefusedException {
    if (stands) {
      weigh(resource);
    }
  }

  private void weigh(Resource resource) throws FhirRefusedException {
    for (Subject subject : subjects(resource)) {
      if (isOwn(subject.reference(), resource)) {
        continue;
      }
      String element = contents.path(resource) + "." + subject.element();
      PatientMention other = PatientMention.of(subject.reference(), resource, contents);
      if (other == null
          && ABOUT_PATIENTS.contains(resource.fhirType())
          && !contents.isPatient(subject.reference(), resource)) {
        throw FhirRefusedException.element(
            element, "not a Patient; only reports about patients are audited");
      } else if (other != null) {
        requireOne(other, element);
        require(own.match(other), element);
        requireShown(other, element);
      }
    }
  }

  /** Whether a reference leads to the very resource of the report's patient, as most do. */
  private boolean isOwn(Reference subject, Resource from) throws FhirRefusedException {
    return target != null && !subject.hasIdentifier() && contents.resolve(subject, from) == target;
  }

  private static void requireOne(PatientMention mention, String element)
      throws FhirRefusedException {
    if (mention.contradictsItself()) {
      throw FhirRefusedException.otherPerson(
          element, "its identifier contradicts those of the Patient that it refers to");
    }
  }

  private static void require(PatientMatch match, String element) throws FhirRefusedException {
    if (match.contradicts()) {
      throw FhirRefusedException.otherPerson(
          element,
          "names another patient than DiagnosticReport.subject (what differs: "
              + match.differing()
              + "); correct one of the two, or send it with the report that it belongs to");
    }
  }

  private void requireShown(PatientMention other, String element) throws FhirRefusedException {
    if (!own.isShownIn(other)) {
      throw FhirRefusedException.otherPerson(
          element,
          "cannot be shown to be the patient of DiagnosticReport.subject; name the patient by the"
              + " same reference or identifier, or send it with the report that it belongs to");
    }
  }

  private record Subject(String element, Reference reference) {}

  /** The elements of a resource that name its patient. */
  private static List<Subject> subjects(Resource resource) {
    List<Subject> subjects = new ArrayList<>();
    for (String element : List.of("subject", "patient")) {
      Property property = resource.getNamedProperty(element);
      if (property != null) {
        for (Base value : property.getValues()) {
          if (value instanceof Reference reference) {
            subjects.add(new Subject(element, reference));
          }
        }
      }
    }
    if (resource instanceof DocumentReference document) {
      Reference source = document.getContext().getSourcePatientInfo();
      subjects.add(new Subject("context.sourcePatientInfo", source));
    } else if (resource instanceof Binary binary) {
      subjects.add(new Subject("securityContext", binary.getSecurityContext()));
    }
    return subjects;
  }
}
