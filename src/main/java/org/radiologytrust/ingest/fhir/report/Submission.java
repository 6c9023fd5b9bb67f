package org.radiologytrust.ingest.fhir.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;
import org.radiologytrust.ingest.fhir.json.UnknownElement;
import org.radiologytrust.model.Texts;

/**
 * A posted resource.
 *
 * @param resource a DiagnosticReport or a Bundle; {@link #contents} refuses anything else
 */
public record Submission(Resource resource) {
  private static final int MAX_NAME = 200;

  /**
   * The same with Parameters as a Bundle of the resources in them; a Bundle among them takes the
   * place of all.
   */
  public Submission unwrapped() {
    if (!(resource instanceof Parameters parameters)) {
      return this;
    }
    List<Resource> given =
        parameters.getParameter().stream()
            .map(ParametersParameterComponent::getResource)
            .filter(Objects::nonNull)
            .toList();
    Optional<Resource> whole = given.stream().filter(Bundle.class::isInstance).findFirst();
    if (whole.isPresent()) {
      return new Submission(whole.get());
    }
    Bundle collection = new Bundle();
    collection.setType(BundleType.COLLECTION);
    UnknownElement.move(parameters, collection);
    given.forEach(
        one -> {
          BundleEntryComponent entry = collection.addEntry().setResource(one);
          if (one.getIdElement().hasIdPart()) {
            entry.setFullUrl(one.fhirType() + "/" + one.getIdElement().getIdPart());
          }
        });
    return new Submission(collection);
  }

  /** The Bundle; null if the resource is not a Bundle. */
  public @Nullable Bundle bundle() {
    return resource instanceof Bundle bundle ? bundle : null;
  }

  public @Nullable BundleType type() {
    return resource instanceof Bundle bundle ? bundle.getType() : null;
  }

  /** The header of a message; null if this is not a message. */
  public @Nullable MessageHeader header() {
    return type() == BundleType.MESSAGE
            && bundle().getEntryFirstRep().getResource() instanceof MessageHeader header
        ? header
        : null;
  }

  /**
   * The reports with the resources sent with them.
   *
   * @return one or more
   * @throws FhirRefusedException if there is no report
   */
  List<ReportResources> contents() throws FhirRefusedException {
    if (resource instanceof DiagnosticReport report) {
      return List.of(ReportResources.of(report));
    }
    if (!(resource instanceof Bundle bundle)) {
      throw FhirRefusedException.element(
          resource.fhirType(),
          "not accepted here; send a DiagnosticReport, or post a Bundle with one to the base URL");
    }
    BundleType type = bundle.getType();
    if (type != BundleType.TRANSACTION
        && type != BundleType.BATCH
        && type != BundleType.MESSAGE
        && type != BundleType.DOCUMENT
        && type != BundleType.COLLECTION) {
      throw FhirRefusedException.element(
          "Bundle.type", "send transaction, message, batch, collection or document");
    }
    if (type == BundleType.MESSAGE && header() == null) {
      throw FhirRefusedException.element(
          "Bundle.entry", "a message must begin with its MessageHeader");
    }
    if (type == BundleType.DOCUMENT
        && !(bundle.getEntryFirstRep().getResource() instanceof Composition)) {
      throw FhirRefusedException.element(
          "Bundle.entry", "a document must begin with its Composition");
    }
    if (bundle.hasImplicitRules()) {
      throw FhirRefusedException.element(
          "Bundle.implicitRules", "not supported; send the Bundle without it");
    }
    return ReportResources.of(bundle);
  }

  /** The sender's number of the message, otherwise the hash of the bytes. */
  public String key(byte[] raw) {
    String key = "";
    if (bundle() != null && bundle().getIdentifier().hasValue()) {
      var id = bundle().getIdentifier();
      key = Texts.orEmpty(id.getSystem()) + "|" + id.getValue();
    } else if (header() != null && header().getIdElement().hasIdPart()) {
      key = "MessageHeader/" + header().getIdElement().getIdPart();
    }
    return key.isEmpty() || key.length() > MAX_NAME ? Texts.sha256(raw) : key;
  }

  /**
   * MessageHeader.source.name, otherwise meta.source without its fragment, otherwise the configured
   * name.
   */
  public String site(String configured) {
    String name = header() == null ? "" : Texts.orEmpty(header().getSource().getName());
    return Stream.concat(Stream.of(name), metas().stream().map(Submission::source))
        .map(String::strip)
        .filter(s -> !s.isEmpty() && s.length() <= MAX_NAME)
        .findFirst()
        .orElse(configured);
  }

  /** meta.source without the fragment, in which HAPI servers put the id of the request. */
  private static String source(Meta meta) {
    return meta.hasSource() ? meta.getSource().split("#", 2)[0] : "";
  }

  /** The meta elements that apply to a report: those of the message and its own. */
  List<Meta> metas(ReportResources contents) {
    List<Meta> metas = new ArrayList<>(List.of(resource.getMeta(), contents.report().getMeta()));
    if (contents.composition() != null) {
      metas.add(contents.composition().getMeta());
    }
    return metas;
  }

  /** The meta elements of the resource and of the reports in it. */
  private List<Meta> metas() {
    Stream<Resource> inside =
        bundle() == null
            ? Stream.of()
            : bundle().getEntry().stream()
                .map(BundleEntryComponent::getResource)
                .filter(DiagnosticReport.class::isInstance);
    return Stream.concat(Stream.of(resource), inside).map(Resource::getMeta).toList();
  }
}
