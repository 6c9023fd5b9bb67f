package org.radiologytrust.publish;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.BinaryOperator;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.radiologytrust.journal.StoredResource;

/** FHIR JSON in the one form that is stored and sent. */
final class CanonicalJson {
  private final FhirContext context;

  CanonicalJson(FhirContext context) {
    this.context = context;
  }

  /**
   * An Observation as it is stored, changed.
   *
   * @param change gets the stored Observation and the wanted one
   */
  Observation edit(StoredResource now, Observation wanted, BinaryOperator<ObjectNode> change) {
    ObjectNode changed =
        change.apply(
            (ObjectNode) FhirJson.read(now.json()), (ObjectNode) FhirJson.read(write(wanted)));
    return context.newJsonParser().parseResource(Observation.class, FhirJson.write(changed));
  }

  String write(Resource resource) {
    IParser parser = context.newJsonParser();
    // A report's version is part of what was audited.
    parser.setStripVersionsFromReferences(false);
    return parser.encodeResourceToString(resource);
  }
}
