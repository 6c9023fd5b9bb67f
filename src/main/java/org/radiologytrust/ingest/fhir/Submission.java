package org.radiologytrust.ingest.fhir;

import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.radiologytrust.model.Texts;

/**
 * What was posted.
 *
 * @param resource a DiagnosticReport or a Bundle; anything else is refused by {@link #contents}
 */
record Submission(Resource resource) {
  private static final int MAX_NAME = 200;

  /** The Bundle, or {@code null}. */
  Bundle bundle() {
    return resource instanceof Bundle bundle ? bundle : null;
  }

  BundleType type() {
    return resource instanceof Bundle bundle ? bundle.getType() : null;
  }

  /** The header of a message; {@code null} when this is none. */
  MessageHeader header() {
    return type() == BundleType.MESSAGE
            && bundle().getEntryFirstRep().getResource() instanceof MessageHeader header
        ? header
        : null;
  }

  /**
   * The report with its company.
   *
   * @param bundles whether a Bundle may come this way
   */
  ReportResources contents(boolean bundles) throws FhirRefusedException {
    if (resource instanceof DiagnosticReport report) {
      return ReportResources.of(report);
    }
    if (!(resource instanceof Bundle bundle) || !bundles) {
      throw FhirRefusedException.element(
          resource.fhirType(),
          "not taken here; send a DiagnosticReport, or to the base a Bundle that has one");
    }
    BundleType type = bundle.getType();
    if (type != BundleType.TRANSACTION
        && type != BundleType.BATCH
        && type != BundleType.MESSAGE
        && type != BundleType.COLLECTION) {
      throw FhirRefusedException.element(
          "Bundle.type", "send transaction, message, batch or collection");
    }
    if (type == BundleType.MESSAGE && header() == null) {
      throw FhirRefusedException.element("Bundle.entry", "a message begins with its MessageHeader");
    }
    if (bundle.hasImplicitRules()) {
      throw FhirRefusedException.element("Bundle.implicitRules", "not understood; send without");
    }
    return ReportResources.of(bundle);
  }

  /** What the sender numbers its messages by; else the hash of the bytes. */
  String key(byte[] raw) {
    String key = "";
    if (bundle() != null && bundle().getIdentifier().hasValue()) {
      var id = bundle().getIdentifier();
      key = Texts.orEmpty(id.getSystem()) + "|" + id.getValue();
    } else if (header() != null && header().getIdElement().hasIdPart()) {
      key = "MessageHeader/" + header().getIdElement().getIdPart();
    }
    return key.isEmpty() || key.length() > MAX_NAME ? Texts.sha256(raw) : key;
  }

  /** MessageHeader.source.name, else meta.source without its fragment, else the one given. */
  String site(String configured) {
    String name = header() == null ? "" : Texts.orEmpty(header().getSource().getName());
    return Stream.concat(Stream.of(name), metas().stream().map(Submission::source))
        .map(String::strip)
        .filter(s -> !s.isEmpty() && s.length() <= MAX_NAME)
        .findFirst()
        .orElse(configured);
  }

  /** HAPI servers put the id of the request behind the {@code #}. */
  private static String source(Meta meta) {
    return meta.hasSource() ? meta.getSource().split("#", 2)[0] : "";
  }

  /** Of the Bundle and of the reports in it. */
  List<Meta> metas() {
    Stream<Resource> inside =
        bundle() == null
            ? Stream.of()
            : bundle().getEntry().stream()
                .map(BundleEntryComponent::getResource)
                .filter(DiagnosticReport.class::isInstance);
    return Stream.concat(Stream.of(resource), inside).map(Resource::getMeta).toList();
  }
}
