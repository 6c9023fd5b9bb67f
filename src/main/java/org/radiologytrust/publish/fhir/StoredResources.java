package org.radiologytrust.publish.fhir;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.publish.resources.EngineResources;

/** Resources as the journal keeps them, with what they can be searched by. */
public final class StoredResources {
  private final FhirContext context;
  private final CanonicalJson json;

  /**
   * @param context for R4
   */
  public StoredResources(FhirContext context) {
    this.context = context;
    json = new CanonicalJson(context);
  }

  /** Every resource of a Bundle, in its order; none may have a version. */
  public List<StoredResource> of(Bundle bundle) {
    return of(bundle.getEntry().stream().map(BundleEntryComponent::getResource).toList());
  }

  /**
   * Resources that are in no Bundle, e.g. {@link EngineResources#all}.
   *
   * @throws IllegalArgumentException if one has a version, which only the journal counts
   */
  public List<StoredResource> of(List<? extends Resource> resources) {
    return resources.stream().map(this::stored).toList();
  }

  /** A resource that is JSON without a version already. */
  public StoredResource of(ObjectNode resource) {
    String text = FhirJson.write(resource);
    Resource parsed = (Resource) context.newJsonParser().parseResource(text);
    return new StoredResource(
        parsed.fhirType(),
        parsed.getIdElement().getIdPart(),
        text,
        new SearchTokens(parsed).list());
  }

  private StoredResource stored(Resource resource) {
    IdType id = resource.getIdElement();
    if (id.hasVersionIdPart()
        || resource.getMeta().hasVersionId()
        || resource.getMeta().hasLastUpdated()) {
      throw new IllegalArgumentException(resource.fhirType() + " has a version");
    }
    return new StoredResource(
        resource.fhirType(),
        id.getIdPart(),
        json.write(resource),
        new SearchTokens(resource).list());
  }
}
