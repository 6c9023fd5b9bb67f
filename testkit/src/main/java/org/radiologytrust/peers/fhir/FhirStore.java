package org.radiologytrust.peers.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseReference;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;

/**
 * Resources with their versions. As with HAPI's JPA server, a PUT that changes nothing makes no
 * version, a stale If-Match is a conflict (409), and a literal reference must lead to a resource.
 */
final class FhirStore {
  private final FhirContext context;
  private final Map<String, List<Resource>> versions = new LinkedHashMap<>();
  private boolean updateCreate = true;
  private boolean stated;
  private int committed;
  private final List<Resource> applied = new ArrayList<>();

  FhirStore(FhirContext context) {
    this.context = context;
  }

  synchronized void updateCreate(boolean allowed) {
    updateCreate = allowed;
  }

  synchronized void stateUpdateCreate() {
    stated = true;
  }

  /** What the CapabilityStatement says; nothing, as with HAPI, unless told to. */
  synchronized Optional<Boolean> statedUpdateCreate() {
    return stated ? Optional.of(updateCreate) : Optional.empty();
  }

  synchronized int committed() {
    return committed;
  }

  /** What every PUT left, in the order in which they were applied. */
  synchronized List<Resource> applied() {
    return List.copyOf(applied);
  }

  /** The newest version, or {@code null}. */
  synchronized Resource read(String type, String id) {
    List<Resource> all = versions.get(type + "/" + id);
    return all == null ? null : all.get(all.size() - 1);
  }

  synchronized List<Resource> versions(String type, String id) {
    return List.copyOf(versions.getOrDefault(type + "/" + id, List.of()));
  }

  synchronized List<Resource> all(String type) {
    List<Resource> found = new ArrayList<>();
    versions.forEach(
        (key, list) -> {
          if (key.startsWith(type + "/")) {
            found.add(list.get(list.size() - 1));
          }
        });
    return found;
  }

  List<Resource> byIdentifier(String type, String system, String value) {
    return all(type).stream().filter(resource -> has(resource, system, value)).toList();
  }

  private static boolean has(Resource resource, String system, String value) {
    for (Base base : resource.getNamedProperty("identifier").getValues()) {
      Identifier identifier = (Identifier) base;
      boolean sameSystem =
          system == null
              || (system.isEmpty()
                  ? !identifier.hasSystem()
                  : system.equals(identifier.getSystem()));
      if (sameSystem && value.equals(identifier.getValue())) {
        return true;
      }
    }
    return false;
  }

  /** Stores without any check: for the test's own set-up. */
  synchronized Resource put(Resource resource) {
    return store(resource);
  }

  /** One PUT. */
  synchronized Resource update(Resource resource, String ifMatch) {
    check(resource, ifMatch, List.of());
    return store(resource);
  }

  /** All entries or none. */
  synchronized Bundle transaction(Bundle in) {
    List<String> arriving = new ArrayList<>();
    for (Bundle.BundleEntryComponent entry : in.getEntry()) {
      if (entry.getRequest().getMethod() != Bundle.HTTPVerb.PUT) {
        throw new InvalidRequestException("this server takes PUT only in a transaction");
      }
      arriving.add(entry.getRequest().getUrl());
    }
    for (Bundle.BundleEntryComponent entry : in.getEntry()) {
      IdType url = new IdType(entry.getRequest().getUrl());
      Resource resource = entry.getResource();
      if (!resource.fhirType().equals(url.getResourceType())
          || !url.getIdPart().equals(resource.getIdElement().getIdPart())) {
        throw new InvalidRequestException("entry.request.url is not the resource's own");
      }
      check(resource, entry.getRequest().getIfMatch(), arriving);
    }
    Bundle out = new Bundle();
    out.setType(Bundle.BundleType.TRANSACTIONRESPONSE);
    for (Bundle.BundleEntryComponent entry : in.getEntry()) {
      boolean fresh = !versions.containsKey(entry.getRequest().getUrl());
      Resource stored = store(entry.getResource());
      String version = stored.getMeta().getVersionId();
      out.addEntry()
          .getResponse()
          .setStatus(fresh ? "201 Created" : "200 OK")
          .setLocation(entry.getRequest().getUrl() + "/_history/" + version)
          .setEtag(version);
    }
    committed++;
    return out;
  }

  private void check(Resource resource, String ifMatch, List<String> arriving) {
    Resource current = read(resource.fhirType(), resource.getIdElement().getIdPart());
    String own = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    if (current == null && !updateCreate) {
      throw new ResourceNotFoundException(
          "HAPI-0959: No resource exists on this server resource with ID["
              + resource.getIdElement().getIdPart()
              + "], and client-assigned IDs are not enabled.");
    }
    if (current != null && ifMatch != null && !ifMatch.isEmpty()) {
      String version = ifMatch.replaceAll("^(W/)?\"?|\"$", "");
      if (!version.equals(current.getMeta().getVersionId())) {
        throw new ResourceVersionConflictException(
            "HAPI-0550: HAPI-0989: Trying to update %s/_history/%s but this is not the current version"
                .formatted(own, version));
      }
    }
    for (var reference : context.newTerser().getAllResourceReferences(resource)) {
      IBaseReference target = reference.getResourceReference();
      String literal = target.getReferenceElement().getValue();
      if (literal == null || literal.startsWith("#") || literal.contains(":")) {
        continue;
      }
      String key = new IdType(literal).toUnqualifiedVersionless().getValue();
      if (!versions.containsKey(key) && !arriving.contains(key)) {
        throw new InvalidRequestException(
            "HAPI-1094: Resource " + key + " not found, specified in path: " + reference.getName());
      }
    }
  }

  private Resource store(Resource resource) {
    Resource stored = versioned(resource);
    applied.add(stored);
    return stored;
  }

  private Resource versioned(Resource resource) {
    String key = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    List<Resource> all = versions.computeIfAbsent(key, k -> new ArrayList<>());
    if (!all.isEmpty() && bare(resource).equals(bare(all.get(all.size() - 1)))) {
      return all.get(all.size() - 1);
    }
    Resource stored = resource.copy();
    String version = Integer.toString(all.size() + 1);
    Meta meta = stored.getMeta();
    meta.setVersionId(version).setLastUpdated(new Date());
    stored.setId(new IdType(resource.fhirType(), resource.getIdElement().getIdPart(), version));
    all.add(stored);
    return stored;
  }

  private String bare(Resource resource) {
    Resource copy = resource.copy();
    copy.getMeta().setVersionId(null).setLastUpdated(null);
    copy.setId(resource.getIdElement().getIdPart());
    return context.newJsonParser().encodeResourceToString(copy);
  }
}
