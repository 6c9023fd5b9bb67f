package org.radiologytrust.publish.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hl7.fhir.r4.model.Resource;

/** FHIR JSON in the one form that is stored and sent. */
public final class CanonicalJson {
  private final FhirContext context;

  public CanonicalJson(FhirContext context) {
    this.context = context;
  }

  public String write(Resource resource) {
    IParser parser = context.newJsonParser();
    // A report's version is part of what was audited.
    parser.setStripVersionsFromReferences(false);
    return parser.encodeResourceToString(resource);
  }

  public ObjectNode tree(Resource resource) {
    return (ObjectNode) FhirJson.read(write(resource));
  }
}
