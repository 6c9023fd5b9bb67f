package org.radiologytrust.publish.fhir;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Resource;
import org.radiologytrust.journal.results.StoredResource;

/** A transaction that PUTs resources under our own ids. */
public final class Transaction {
  private Transaction() {}

  /**
   * The JSON that is stored and sent, of resources that are JSON already: the bytes that HAPI would
   * write of the Bundle. To write JSON is the longest part of publishing, so each resource is
   * written once.
   */
  public static String json(List<StoredResource> resources) {
    ObjectNode bundle = FhirJson.MAPPER.createObjectNode();
    bundle.put("resourceType", "Bundle").put("type", "transaction");
    ArrayNode entries = bundle.putArray("entry");
    for (StoredResource resource : resources) {
      String url = resource.type() + "/" + resource.id();
      ObjectNode entry = entries.addObject();
      entry.put("fullUrl", Uris.BASE + "/" + url);
      entry.putRawValue("resource", new RawValue(resource.json()));
      entry.putObject("request").put("method", "PUT").put("url", url);
    }
    return FhirJson.write(bundle);
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
