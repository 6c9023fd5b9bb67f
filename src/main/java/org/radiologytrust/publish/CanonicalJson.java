package org.radiologytrust.publish;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hl7.fhir.r4.model.Resource;

/** FHIR JSON in the one form that is stored and sent. */
final class CanonicalJson {
  private final FhirContext context;

  CanonicalJson(FhirContext context) {
    this.context = context;
  }

  String write(Resource resource) {
    IParser parser = context.newJsonParser();
    // A report's version is part of what was audited.
    parser.setStripVersionsFromReferences(false);
    return parser.encodeResourceToString(resource);
  }

  ObjectNode tree(Resource resource) {
    return (ObjectNode) FhirJson.read(write(resource));
  }
}
