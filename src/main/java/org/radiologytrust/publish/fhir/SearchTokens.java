package org.radiologytrust.publish.fhir;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.results.StoredResource.Token;

/**
 * The search tokens of one resource.
 *
 * <p>A relative reference gives {@code Type/id}, its versioned form if it has one, and {@code id};
 * without the last where a parameter refers to one type alone, which a search then adds. A URL
 * gives only that URL, since an id is unique only on its own server. The identifier of a reference
 * is a token of {@code parameter:identifier}, never of the parameter itself: a medical record
 * number that equals another patient's id must not find that patient.
 */
final class SearchTokens {
  private final List<Token> tokens = new ArrayList<>();

  SearchTokens(Resource resource) {
    if (resource instanceof Observation observation) {
      observation(observation);
    } else if (resource instanceof Provenance provenance) {
      provenance.getTarget().forEach(target -> own("target", target));
    } else if (resource instanceof Device device) {
      device.getIdentifier().forEach(this::identifier);
      concept("type", device.getType());
    } else if (resource instanceof DocumentReference document) {
      document.getIdentifier().forEach(this::identifier);
      concept("type", document.getType());
    }
  }

  /** The tokens without duplicates, in order of the elements. */
  List<Token> list() {
    return tokens.stream().distinct().toList();
  }

  private void observation(Observation observation) {
    reference("patient", observation.getSubject());
    reference("subject", observation.getSubject());
    observation.getFocus().forEach(focus -> reference("focus", focus));
    observation.getHasMember().forEach(member -> own("has-member", member));
    observation.getIdentifier().forEach(this::identifier);
    observation.getCategory().forEach(category -> concept("category", category));
    concept("code", observation.getCode());
    concept("data-absent-reason", observation.getDataAbsentReason());
    add("status", "http://hl7.org/fhir/observation-status", observation.getStatus().toCode());
    observation
        .getExtensionsByUrl(Uris.STATUS_REASON)
        .forEach(reason -> concept("status-reason", (CodeableConcept) reason.getValue()));
    if (observation.hasValueCodeableConcept()) {
      concept("value-concept", observation.getValueCodeableConcept());
    }
    observation.getComponent().stream()
        .filter(Observation.ObservationComponentComponent::hasValueCodeableConcept)
        .forEach(c -> concept("component-value-concept", c.getValueCodeableConcept()));
    if (observation.hasValueQuantity()) {
      tokens.add(Token.number("value-quantity", observation.getValueQuantity().getValue()));
    }
  }

  /** An Observation of the audit itself: there are many of them. */
  private void own(String parameter, Reference observation) {
    add(parameter, "", observation.getReference());
  }

  private void reference(String parameter, Reference reference) {
    if (reference.hasReference()) {
      IdType id = new IdType(reference.getReference());
      add(parameter, "", id.getValue());
      if (id.hasBaseUrl()) {
        add(parameter, "", id.toVersionless().getValue());
      } else if (id.hasResourceType()) {
        add(parameter, "", id.getResourceType() + "/" + id.getIdPart());
        add(parameter, "", id.getIdPart());
      }
    }
    if (reference.hasIdentifier()) {
      Identifier identifier = reference.getIdentifier();
      add(parameter + ":identifier", identifier.getSystem(), identifier.getValue());
    }
  }

  private void identifier(Identifier identifier) {
    add("identifier", identifier.getSystem(), identifier.getValue());
  }

  private void concept(String parameter, CodeableConcept concept) {
    concept.getCoding().forEach(c -> add(parameter, c.getSystem(), c.getCode()));
  }

  private void add(String parameter, @Nullable String system, String code) {
    tokens.add(new Token(parameter, system == null ? "" : system, code));
  }
}
