package org.radiologytrust.fhirread;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.fhirread.Parameters.Pair;
import org.radiologytrust.journal.results.ResourceStore.Page;
import org.radiologytrust.journal.results.ResourceStore.Versioned;
import org.radiologytrust.model.Texts;

/** Adds versions to stored JSON and builds Bundles of it, without re-encoding resources. */
final class ResourceJson {
  private final ObjectMapper mapper = new ObjectMapper();

  /** The resource with meta.versionId and meta.lastUpdated. */
  ObjectNode resource(Versioned stored) {
    ObjectNode resource = (ObjectNode) read(stored.resource().json());
    ObjectNode meta = resource.withObject("/meta");
    meta.put("versionId", Integer.toString(stored.version()));
    meta.put("lastUpdated", stored.lastUpdated().truncatedTo(ChronoUnit.MILLIS).toString());
    return resource;
  }

  /**
   * A page of a search.
   *
   * @param base URL of the server
   * @param outcome OperationOutcome about the search; {@code null} if none
   */
  ObjectNode searchset(SearchRequest request, Page page, String base, @Nullable String outcome) {
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
    for (Versioned match : page.matches()) {
      ObjectNode entry = bundle.withArray("entry").addObject();
      String path = match.resource().type() + "/" + match.resource().id();
      entry.put("fullUrl", base + "/" + path);
      entry.set("resource", resource(match));
      entry.putObject("search").put("mode", "match");
    }
    if (outcome != null) {
      ObjectNode entry = bundle.withArray("entry").addObject();
      entry.put("fullUrl", "urn:uuid:" + Texts.uuid5(outcome));
      entry.set("resource", read(outcome));
      entry.putObject("search").put("mode", "outcome");
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
    String path = base + "/" + request.query().type();
    bundle
        .withArray("link")
        .addObject()
        .put("relation", relation)
        .put("url", query.isEmpty() ? path : path + "?" + query);
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
