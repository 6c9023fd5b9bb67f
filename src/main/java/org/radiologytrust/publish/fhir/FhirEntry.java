package org.radiologytrust.publish.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One entry of a transaction: a PUT of a resource with our own id. */
public record FhirEntry(ObjectNode node) {
  private static final Pattern LITERAL =
      Pattern.compile("(?:.*/)?([A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64})(?:/_history/.*)?");

  public static FhirEntry of(JsonNode node) {
    return new FhirEntry(
        node instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode());
  }

  /** {@code Type/id} of a literal reference, whatever its base and version; empty for others. */
  public static String key(String reference) {
    Matcher matcher = LITERAL.matcher(reference);
    return matcher.matches() ? matcher.group(1) : "";
  }

  public JsonNode resource() {
    return node.path("resource");
  }

  public String type() {
    return resource().path("resourceType").asText();
  }

  public String id() {
    return resource().path("id").asText();
  }

  /** {@code Type/id}. */
  public String key() {
    return type() + "/" + id();
  }

  public boolean isOwnPut() {
    return node.path("request").path("method").asText().equals("PUT")
        && node.path("request").path("url").asText().equals(key())
        && key(key()).equals(key());
  }

  /**
   * Whether this is an old result that the transaction withdraws. The server may already have it.
   */
  public boolean supersedes() {
    return supersedes(resource());
  }

  /** As {@link #supersedes()}, of a resource in no transaction yet. */
  public static boolean supersedes(JsonNode resource) {
    if (resource.path("status").asText().equals("entered-in-error")) {
      return true;
    }
    for (JsonNode extension : resource.path("extension")) {
      if (extension.path("url").asText().equals(Uris.SUPERSEDED_BY)) {
        return true;
      }
    }
    return false;
  }

  /** Whether this is the audit's summary, which tells a consumer that the audit is complete. */
  public boolean isSummary() {
    for (JsonNode coding : resource().path("code").path("coding")) {
      if (coding.path("code").asText().equals("report-audit")) {
        return !supersedes();
      }
    }
    return false;
  }

  /** Whether this is the Provenance of a person's decision. */
  public boolean decides() {
    return !decision().isEmpty();
  }

  /** Whether this is the Provenance of a decision that takes another one back. */
  public boolean undoes() {
    return decision().equals("undo");
  }

  private String decision() {
    for (JsonNode coding : resource().path("activity").path("coding")) {
      if (coding.path("system").asText().equals(Uris.DECISIONS)) {
        return coding.path("code").asText();
      }
    }
    return "";
  }

  /** Whether the PUT has an If-Match. */
  public boolean conditional() {
    return node.path("request").hasNonNull("ifMatch");
  }

  /**
   * The same PUT with other content, and an If-Match of the version that the content was read from.
   *
   * @param content with the server's meta
   */
  public FhirEntry on(ObjectNode content) {
    ObjectNode entry = node.deepCopy();
    String version = content.path("meta").path("versionId").asText();
    if (content.path("meta") instanceof ObjectNode meta) {
      meta.remove(List.of("versionId", "lastUpdated"));
    }
    entry.set("resource", content);
    if (!version.isEmpty()) {
      ((ObjectNode) entry.path("request")).put("ifMatch", "W/\"" + version + "\"");
    }
    return new FhirEntry(entry);
  }

  /** Keys of all resources that this one refers to. */
  public Set<String> references() {
    Set<String> found = new LinkedHashSet<>();
    for (JsonNode reference : resource().findValues("reference")) {
      found.add(key(reference.asText()));
    }
    found.remove(key());
    found.remove("");
    return found;
  }
}
