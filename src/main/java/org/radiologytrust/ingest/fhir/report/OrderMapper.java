package org.radiologytrust.ingest.fhir.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudySeriesComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;
import org.radiologytrust.model.AnsweredOrder;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.model.Urgency;

/** Converts the order and the studies of a report. */
final class OrderMapper {
  private static final Pattern UID = Pattern.compile("[0-9][0-9.]{0,62}[0-9]");

  /** Modalities of objects in a study that are not images. */
  private static final Set<String> NO_IMAGES = Set.of("SR", "PR", "KO", "DOC", "SEG", "REG");

  private final ReportResources contents;
  private final ReportPatient patient;
  private final RadiologyCodes codes;
  private final List<Identifier> ofOrder = new ArrayList<>();
  private final List<Identifier> ofStudy = new ArrayList<>();
  private final List<ServiceRequest> requests = new ArrayList<>();
  private final Set<ImagingStudy> studies = new LinkedHashSet<>();

  private OrderMapper(ReportResources contents, ReportPatient patient, RadiologyCodes codes) {
    this.contents = contents;
    this.patient = patient;
    this.codes = codes;
  }

  /**
   * Reads the order.
   *
   * @throws FhirRefusedException if an order or a study in the message belongs to another patient
   */
  static OrderMapper of(ReportResources contents, ReportPatient patient, RadiologyCodes codes)
      throws FhirRefusedException {
    OrderMapper mapper = new OrderMapper(contents, patient, codes);
    mapper.collect();
    return mapper;
  }

  /** The elements that a report's patient and its order are taken from. */
  Map<ReportField, String> sources() {
    return Map.of(
        ReportField.PATIENT_ID,
        "Patient.identifier",
        ReportField.BIRTH_DATE,
        "Patient.birthDate",
        ReportField.SEX,
        "Patient.gender",
        ReportField.PROCEDURE,
        procedureElement(),
        ReportField.MODALITY,
        modalityElement(),
        ReportField.BODY_PART,
        requests.stream().anyMatch(ServiceRequest::hasBodySite)
            ? "ServiceRequest.bodySite"
            : "ImagingStudy.series.bodySite",
        ReportField.LATERALITY,
        laterality().isEmpty() ? procedureElement() : "ImagingStudy.series.laterality",
        ReportField.STUDY_DATE,
        "DiagnosticReport.effective",
        ReportField.RELEASE_DATE,
        "DiagnosticReport.issued");
  }

  private String procedureElement() {
    return codeOfOrder() ? "ServiceRequest.code" : "DiagnosticReport.code";
  }

  private String modalityElement() {
    return only(modalities()).isEmpty()
        ? procedureElement()
        : only(ofStudies()).isEmpty() ? "ImagingStudy.series.modality" : "ImagingStudy.modality";
  }

  private void collect() throws FhirRefusedException {
    DiagnosticReport report = contents.report();
    for (Reference reference : report.getBasedOn()) {
      ofOrder.addAll(Identifiers.of(reference));
      if (contents.resolve(reference) instanceof ServiceRequest request) {
        requests.add(request);
      }
    }
    for (Reference reference : report.getImagingStudy()) {
      ofStudy.addAll(Identifiers.of(reference));
      if (contents.resolve(reference) instanceof ImagingStudy study && !Retraction.of(study)) {
        studies.add(study);
      }
    }
    for (var entry : contents.entries()) {
      if (entry.getResource() instanceof ImagingStudy study
          && !Retraction.of(study)
          && answersSameOrder(study)) {
        studies.add(study);
      }
    }
    for (ServiceRequest request : requests) {
      patient.require(request);
      ofOrder.addAll(Identifiers.of(request.getIdentifier()));
    }
    for (ImagingStudy study : studies) {
      patient.require(study);
      ofStudy.addAll(Identifiers.of(study.getIdentifier()));
    }
  }

  private boolean answersSameOrder(ImagingStudy study) throws FhirRefusedException {
    for (Reference reference : study.getBasedOn()) {
      Resource order = contents.resolve(reference, study);
      if (order != null && requests.stream().anyMatch(r -> r == order)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The order; where no study says its modality or side, its name may.
   *
   * @throws FhirRefusedException when a study names no DICOM UID
   */
  Order order() throws FhirRefusedException {
    List<Identifier> own = Identifiers.of(contents.report().getIdentifier());
    List<String> accessions =
        Stream.of(own, ofOrder, ofStudy)
            .flatMap(l -> Identifiers.values(l, "ACSN"))
            .distinct()
            .toList();
    // R4 maps an untyped DiagnosticReport.identifier to the filler order number (OBR-3). Beside an
    // accession number it is the report's own, and does not tell two orders apart.
    String filler =
        first(
            Stream.of(
                    Identifiers.values(own, "FILL"),
                    Identifiers.values(ofOrder, "FILL"),
                    accessions.isEmpty() ? Identifiers.values(own, "") : Stream.<String>of())
                .flatMap(s -> s));
    if (accessions.isEmpty() && !filler.isEmpty()) {
      accessions = List.of(filler);
    }
    return codes.completed(
        new Order(
            first(
                Stream.concat(
                    Identifiers.values(ofOrder, "PLAC"), Identifiers.values(own, "PLAC"))),
            filler,
            accessions,
            studyInstanceUids(),
            procedure(),
            only(modalities()),
            bodyPart(),
            laterality()));
  }

  /** How urgent the most urgent of the orders is; {@code null} if all are routine. */
  @Nullable Urgency urgency() {
    return requests.stream()
        .map(ServiceRequest::getPriority)
        .filter(Objects::nonNull)
        .map(priority -> codes.urgency(priority.toCode()))
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /**
   * The orders, where the report is based on several: its own code, and each order. Nothing says
   * which part of the text answers which of them.
   *
   * @param own the order as {@link #order} gives it
   */
  List<AnsweredOrder> answered(Order own) {
    List<AnsweredOrder> all = new ArrayList<>();
    all.add(new AnsweredOrder(own, null));
    for (ServiceRequest request : requests) {
      List<Identifier> ids = Identifiers.of(request.getIdentifier());
      all.add(
          new AnsweredOrder(
              new Order(
                  first(Identifiers.values(ids, "PLAC")),
                  first(Identifiers.values(ids, "FILL")),
                  Identifiers.values(ids, "ACSN").toList(),
                  List.of(),
                  coding(request.getCode()),
                  own.modality(),
                  only(request.getBodySite().stream().map(OrderMapper::text)),
                  ""),
              null));
    }
    return requests.size() < 2 ? List.of() : AnsweredOrder.kept(all);
  }

  private static String first(Stream<String> values) {
    return values.findFirst().orElse("");
  }

  /** The value if all sources agree; otherwise empty. */
  private static String only(Stream<String> values) {
    List<String> found = values.filter(v -> !v.isEmpty()).distinct().toList();
    return found.size() == 1 ? found.get(0) : "";
  }

  private List<String> studyInstanceUids() throws FhirRefusedException {
    Set<String> uids = new LinkedHashSet<>();
    for (Identifier id : ofStudy) {
      boolean oid = id.value().startsWith("urn:oid:");
      if (oid || id.system().equals("urn:dicom:uid")) {
        String uid = oid ? id.value().substring("urn:oid:".length()) : id.value();
        if (!UID.matcher(uid).matches()) {
          throw FhirRefusedException.element(
              "ImagingStudy.identifier",
              "not a DICOM UID; send urn:oid: followed by digits and dots");
        }
        uids.add(uid);
      }
    }
    return List.copyOf(uids);
  }

  private boolean codeOfOrder() {
    return contents.report().getCode().isEmpty() && !requests.isEmpty();
  }

  private Coding procedure() {
    CodeableConcept code = contents.report().getCode();
    if (codeOfOrder()) {
      code = requests.get(0).getCode();
    }
    return coding(code);
  }

  private static Coding coding(CodeableConcept code) {
    if (!code.hasCoding()) {
      return new Coding("", "", code.getText());
    }
    var coding = code.getCodingFirstRep();
    return new Coding(
        coding.getSystem(),
        coding.getCode(),
        coding.hasDisplay() ? coding.getDisplay() : code.getText());
  }

  private Stream<String> modalities() {
    return Stream.concat(
        ofStudies(), images(series().map(ImagingStudySeriesComponent::getModality)));
  }

  private Stream<String> ofStudies() {
    return images(studies.stream().flatMap(s -> s.getModality().stream()));
  }

  private static Stream<String> images(Stream<org.hl7.fhir.r4.model.Coding> modalities) {
    return modalities.map(c -> c.hasCode() ? c.getCode() : "").filter(c -> !NO_IMAGES.contains(c));
  }

  private String laterality() {
    return only(series().map(s -> text(s.getLaterality())));
  }

  private String bodyPart() {
    String ordered =
        only(requests.stream().flatMap(r -> r.getBodySite().stream()).map(OrderMapper::text));
    return ordered.isEmpty() ? only(series().map(s -> text(s.getBodySite()))) : ordered;
  }

  private Stream<ImagingStudySeriesComponent> series() {
    return studies.stream().flatMap(s -> s.getSeries().stream());
  }

  private static String text(CodeableConcept concept) {
    return concept.hasText() ? concept.getText() : text(concept.getCodingFirstRep());
  }

  private static String text(org.hl7.fhir.r4.model.Coding coding) {
    return coding.hasDisplay() ? coding.getDisplay() : coding.hasCode() ? coding.getCode() : "";
  }
}
