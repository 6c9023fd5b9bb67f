package org.radiologytrust.publish;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.UnsignedIntType;
import org.radiologytrust.model.Audit;
import org.radiologytrust.publish.fhir.StoredResources;
import org.radiologytrust.publish.fhir.Transaction;

/** Reads what tests ask of a Bundle. */
public final class Bundles {
  private static final FhirContext R4 = FhirContext.forR4Cached();

  private Bundles() {}

  public static List<Resource> resources(Bundle bundle) {
    return bundle.getEntry().stream().map(Bundle.BundleEntryComponent::getResource).toList();
  }

  public static List<Observation> observations(Bundle bundle, Predicate<Observation> which) {
    return resources(bundle).stream()
        .filter(Observation.class::isInstance)
        .map(Observation.class::cast)
        .filter(which)
        .toList();
  }

  public static List<Observation> claims(Bundle bundle) {
    return observations(
        bundle, o -> o.getCode().getCodingFirstRep().getCode().equals("claim-audit"));
  }

  public static Observation summary(Bundle bundle, Audit audit) {
    return observations(bundle, o -> o.getIdElement().getIdPart().equals(audit.runId().toString()))
        .get(0);
  }

  public static Provenance provenance(Bundle bundle) {
    return (Provenance)
        resources(bundle).stream().filter(Provenance.class::isInstance).findFirst().orElseThrow();
  }

  public static ObservationComponentComponent component(Observation observation, String code) {
    return observation.getComponent().stream()
        .filter(c -> c.getCode().getCodingFirstRep().getCode().equals(code))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no component " + code));
  }

  static int number(Extension extension, String part) {
    return ((UnsignedIntType) extension.getExtensionByUrl(part).getValue()).getValue();
  }

  public static List<String> security(Resource resource) {
    return resource.getMeta().getSecurity().stream().map(Coding::getCode).toList();
  }

  /** The bytes that are stored and sent. */
  public static String published(FhirContext context, Bundle bundle) {
    return Transaction.json(new StoredResources(context).of(bundle));
  }

  public static String json(Resource resource) {
    return R4.newJsonParser().encodeResourceToString(resource);
  }
}
