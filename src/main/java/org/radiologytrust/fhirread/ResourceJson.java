package org.radiologytrust.fhirread;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.fhirread.Parameters.Pair;
import org.radiologytrust.journal.results.ResourceStore.Page;
import org.radiologytrust.journal.results.ResourceStore.Versioned;
import org.radiologytrust.model.Texts;

/** Adds versions to stored JSON and builds Bundles of it, without re-encoding resources. */
final class ResourceJson {
  private final ObjectMapper mapper = new ObjectMapper();
  private final FhirContext fhir;

  ResourceJson(FhirContext fhir) {
    this.fhir = fhir;
  }

  /** The resource as it is stored. */
  JsonNode stored(Versioned stored) {
    return read(stored.resource().json());
  }

  /** The elements of the resource that were asked for, with versionId and lastUpdated. */
  ObjectNode resource(Versioned stored, Subset subset) {
    return subset.of(fhir, resource(stored));
  }

  /** The resource with meta.versionId and meta.lastUpdated. */
  ObjectNode resource(Versioned stored) {
    ObjectNode resource = (ObjectNode) stored(stored);
    ObjectNode meta = resource.withObject("/meta");
    meta.put("versionId", Integer.toString(stored.version()));
    meta.put("lastUpdated", stored.lastUpdated().truncatedTo(ChronoUnit.MILLIS).toString());
    return resource;
  }

  /**
   * A page of a search.
   *
   * @param extended the page and what is included
   * @param base URL of the server
   * @param outcome OperationOutcome about the search; {@code null} if none
   */
  ObjectNode searchset(
      SearchRequest request, ExtendedPage extended, String base, @Nullable String outcome) {
    Page page = extended.page();
    ObjectNode bundle = mapper.createObjectNode();
    bundle.put("resourceType", "Bundle");
    bundle.put("type", "searchset");
    request.total(page).ifPresent(total -> bundle.put("total", total));
    link(bundle, "self", request, base, request.cursor());
    if (!request.entries()) {
      return bundle;
    }
    Optional<Cursor> next = request.next(page);
    if (next.isPresent()) {
      link(bundle, "next", request, base, next);
    }
    page.matches().forEach(match -> entry(bundle, match, request.subset(), base, "match"));
    Subset subset = request.subset().ofIncluded();
    extended.included().forEach(one -> entry(bundle, one, subset, base, "include"));
    if (outcome != null) {
      ObjectNode entry = bundle.withArray("entry").addObject();
      entry.put("fullUrl", "urn:uuid:" + Texts.uuid5(outcome));
      entry.set("resource", read(outcome));
      entry.putObject("search").put("mode", "outcome");
    }
    return bundle;
  }

  private void entry(ObjectNode bundle, Versioned stored, Subset subset, String base, String mode) {
    ObjectNode entry = bundle.withArray("entry").addObject();
    entry.put("fullUrl", base + "/" + stored.resource().type() + "/" + stored.resource().id());
    entry.set("resource", resource(stored, subset));
    entry.putObject("search").put("mode", mode);
  }

  /**
   * Versions of resources.
   *
   * @param base URL of the server
   * @param url of the history
   * @param self its parameters; empty if none
   * @param next parameters of the next page; empty after the last
   */
  ObjectNode history(List<Versioned> versions, String base, String url, String self, String next) {
    ObjectNode bundle = mapper.createObjectNode();
    bundle.put("resourceType", "Bundle");
    bundle.put("type", "history");
    link(bundle, "self", url, self);
    if (!next.isEmpty()) {
      link(bundle, "next", url, next);
    }
    for (Versioned version : versions) {
      ObjectNode entry = bundle.withArray("entry").addObject();
      String path = version.resource().type() + "/" + version.resource().id();
      entry.put("fullUrl", base + "/" + path);
      entry.set("resource", resource(version));
      entry.putObject("request").put("method", "PUT").put("url", path);
      entry
          .putObject("response")
          .put("status", version.version() == 1 ? "201" : "200")
          .put("etag", "W/\"" + version.version() + "\"")
          .put("lastModified", version.lastUpdated().truncatedTo(ChronoUnit.MILLIS).toString());
    }
    return bundle;
  }

  private static void link(
      ObjectNode bundle,
      String relation,
      SearchRequest request,
      String base,
      Optional<Cursor> cursor) {
    String query = request.used().encoded();
    if (cursor.isPresent()) {
      String place = new Pair("_cursor", cursor.get().encoded()).encoded();
      query = query.isEmpty() ? place : query + "&" + place;
    }
    link(bundle, relation, base + "/" + request.query().type(), query);
  }

  private static void link(ObjectNode bundle, String relation, String url, String query) {
    bundle
        .withArray("link")
        .addObject()
        .put("relation", relation)
        .put("url", query.isEmpty() ? url : url + "?" + query);
  }

  private JsonNode read(String json) {
    try {
      return mapper.readTree(json);
    } catch (JsonProcessingException e) {
      // without the cause, which quotes the resource
      throw new IllegalStateException("a stored resource is not JSON");
    }
  }
}
