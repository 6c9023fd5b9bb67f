package org.radiologytrust.ingest.fhir.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Resource;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;
import org.radiologytrust.model.Order;

/** The ids by which a report is found again, whichever feed its next version comes from. */
final class ReportIds {
  private static final String DRAFT = "draft";

  private ReportIds() {}

  /**
   * The main accession number, otherwise the FHIR id of the report or its document.
   *
   * @param draft whether the report is still open, and may have none
   * @throws FhirRefusedException if there is neither
   */
  static String main(ReportResources contents, Order order, boolean draft)
      throws FhirRefusedException {
    if (!order.accessionNumber().isEmpty()) {
      return order.accessionNumber();
    }
    String reference = reference(contents);
    Composition composition = contents.composition();
    if (reference.isEmpty() && composition != null) {
      String document = Identifiers.value(composition.getIdentifier());
      reference = document.isEmpty() ? literal(composition) : document;
    }
    if (reference.isEmpty() && draft) {
      return DRAFT;
    } else if (reference.isEmpty()) {
      throw FhirRefusedException.element(
          "DiagnosticReport.identifier",
          "missing; send the accession number (type ACSN) or the filler order number (FILL)");
    }
    return reference;
  }

  /** The literal reference of the DiagnosticReport; empty if it has no id. */
  static String reference(ReportResources contents) {
    return literal(contents.report());
  }

  private static String literal(Resource resource) {
    String id = resource.getIdElement().getIdPart();
    return id == null || id.isEmpty() || id.startsWith("urn:")
        ? ""
        : resource.fhirType() + "/" + id;
  }

  /**
   * Further ids, see {@link org.radiologytrust.model.Report#otherIds}.
   *
   * @param main the id that the report has
   */
  static List<String> others(ReportResources contents, Order order, String main) {
    Set<String> ids = new LinkedHashSet<>();
    add(ids, "filler", order.fillerOrderNumber(), main);
    String untyped =
        Identifiers.values(Identifiers.of(contents.report().getIdentifier()), "")
            .findFirst()
            .orElse("");
    if (!untyped.equals(order.fillerOrderNumber())) {
      add(ids, "report", untyped, main);
    }
    Composition composition = contents.composition();
    if (composition != null) {
      add(ids, "document", Identifiers.value(composition.getIdentifier()), main);
    }
    add(ids, "fhir", reference(contents), main);
    return List.copyOf(ids);
  }

  private static void add(Set<String> ids, String kind, String value, String main) {
    if (!value.isEmpty() && !value.equals(main)) {
      ids.add(kind + ":" + value);
    }
  }
}
