package org.radiologytrust.publish.fhir;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Resource;

/** A transaction that PUTs resources under our own ids. */
public final class Transaction {
  private Transaction() {}

  /** The same of resources that are JSON already. */
  public static ObjectNode ofTrees(List<ObjectNode> resources) {
    ObjectNode bundle = FhirJson.MAPPER.createObjectNode();
    bundle.put("resourceType", "Bundle").put("type", "transaction");
    ArrayNode entries = bundle.putArray("entry");
    for (ObjectNode resource : resources) {
      String url = resource.path("resourceType").asText() + "/" + resource.path("id").asText();
      ObjectNode entry = entries.addObject();
      entry.put("fullUrl", Uris.BASE + "/" + url);
      entry.set("resource", resource);
      entry.putObject("request").put("method", "PUT").put("url", url);
    }
    return bundle;
  }

  public static Bundle of(List<? extends Resource> resources) {
    Bundle bundle = new Bundle();
    bundle.setType(BundleType.TRANSACTION);
    for (Resource resource : resources) {
      String url = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
      bundle
          .addEntry()
          .setFullUrl(Uris.BASE + "/" + url)
          .setResource(resource)
          .getRequest()
          .setMethod(HTTPVerb.PUT)
          .setUrl(url);
    }
    return bundle;
  }
}
