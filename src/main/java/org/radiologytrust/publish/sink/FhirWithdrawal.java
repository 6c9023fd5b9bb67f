package org.radiologytrust.publish.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.radiologytrust.publish.fhir.DeliveryProblem;
import org.radiologytrust.publish.fhir.FhirEntry;
import org.radiologytrust.publish.fhir.FhirReference;
import org.radiologytrust.publish.fhir.NarrativeHead;
import org.radiologytrust.publish.fhir.Uris;
import org.radiologytrust.retry.RetryVerdict.Kind;

/**
 * Withdraws old results. It edits what the server has now, so tags, notes and reviews that others
 * added stay. Only the status, its reasons, the extension rtl-superseded-by, links to patient and
 * report, and the words "no longer valid" change. If-Match names the version that was read.
 */
final class FhirWithdrawal {
  private static final String WITHDRAWN = "entered-in-error";
  private static final Set<String> OF_WITHDRAWAL = Set.of(Uris.SUPERSEDED_BY, Uris.STATUS_REASON);

  private final FhirHttp http;
  private final Clock clock;

  FhirWithdrawal(FhirHttp http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  /**
   * The entries to send. A withdrawn result is the server's version plus the withdrawal. Results
   * that are already withdrawn are left out. A result that the server never had is sent unchanged.
   */
  List<FhirEntry> rebuild(FhirPayload payload) throws DeliveryProblem {
    List<FhirEntry> entries = new ArrayList<>();
    for (FhirEntry entry : payload.entries()) {
      Optional<ObjectNode> current =
          entry.supersedes() ? read(http, clock, entry.key()) : Optional.empty();
      if (current.isEmpty()) {
        entries.add(entry);
        continue;
      }
      ObjectNode withdrawn = withdrawn(current.get(), (ObjectNode) entry.resource());
      if (!withdrawn.equals(current.get())) {
        entries.add(entry.on(withdrawn));
      }
    }
    return entries;
  }

  /** The resource that the server has; empty if it has none. */
  static Optional<ObjectNode> read(FhirHttp http, Clock clock, String key) throws DeliveryProblem {
    FhirReply reply = http.get(key);
    if (reply.absent()) {
      return Optional.empty();
    }
    if (!reply.ok()) {
      throw reply.problem("read of an earlier result", clock);
    }
    JsonNode resource = reply.json();
    String found = resource.path("resourceType").asText() + "/" + resource.path("id").asText();
    if (!(resource instanceof ObjectNode object) || !found.equals(key)) {
      throw new DeliveryProblem(
          Kind.LATER, "read of an earlier result: the answer is another resource");
    }
    return Optional.of(object);
  }

  /** A result as it is now, with the withdrawal. */
  static ObjectNode withdrawn(ObjectNode current, ObjectNode wanted) {
    ObjectNode result = current.deepCopy();
    // a result that is already in error stays in error
    if (!current.path("status").asText().equals(WITHDRAWN)) {
      result.set("status", wanted.path("status"));
    }
    extensions(result, wanted);
    NarrativeHead.copyInvalid(result, wanted);
    FhirReference.link(result, wanted);
    return result;
  }

  private static void extensions(ObjectNode result, ObjectNode wanted) {
    ArrayNode extensions = result.arrayNode();
    result.path("extension").forEach(e -> keep(extensions, e, false));
    wanted.path("extension").forEach(e -> keep(extensions, e, true));
    result.set("extension", extensions);
  }

  private static void keep(ArrayNode extensions, JsonNode extension, boolean ofWithdrawal) {
    if (OF_WITHDRAWAL.contains(extension.path("url").asText()) == ofWithdrawal) {
      extensions.add(extension);
    }
  }
}
