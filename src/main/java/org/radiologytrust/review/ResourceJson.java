package org.radiologytrust.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.radiologytrust.journal.ResourceShelf.Versioned;
import org.radiologytrust.model.Texts;
import org.radiologytrust.review.Parameters.Pair;

/** Stored JSON with its version, and Bundles of it. Nothing of a resource is written anew. */
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
   * @param outcome OperationOutcome about the search; {@code null} for none
   */
  ObjectNode searchset(
      SearchRequest request, List<Versioned> matches, int total, String base, String outcome) {
    ObjectNode bundle = mapper.createObjectNode();
    bundle.put("resourceType", "Bundle");
    bundle.put("type", "searchset");
    if (request.total() || !request.entries()) {
      bundle.put("total", total);
    }
    int offset = request.query().offset();
    link(bundle, "self", request, base, offset);
    int next = offset + matches.size();
    if (request.entries() && !matches.isEmpty() && next < total) {
      link(bundle, "next", request, base, next);
    }
    if (request.entries()) {
      for (Versioned match : matches) {
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
    }
    return bundle;
  }

  private static void link(
      ObjectNode bundle, String relation, SearchRequest request, String base, int offset) {
    String query = request.used().encoded();
    if (offset > 0) {
      query = (query.isEmpty() ? "" : query + "&") + new Pair("_offset", offset + "").encoded();
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
      // not the cause: it quotes the resource
      throw new IllegalStateException("a stored resource is no JSON");
    }
  }
}
