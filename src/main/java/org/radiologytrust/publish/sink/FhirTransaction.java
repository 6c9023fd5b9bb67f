package org.radiologytrust.publish.sink;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.publish.fhir.DeliveryProblem;
import org.radiologytrust.publish.fhir.FhirEntry;
import org.radiologytrust.publish.fhir.FhirJson;
import org.radiologytrust.retry.RetryVerdict.Kind;

/**
 * One POST and the answer that it requires.
 *
 * @param keys {@code Type/id} of each entry, in order
 * @param conditional whether an entry has an If-Match
 */
record FhirTransaction(String json, List<String> keys, boolean conditional) {

  /**
   * The stored payload as one transaction, or as several if it has too many entries. Each call
   * gives the same split. Referenced resources are sent before those that refer to them. The last
   * transaction is the commit mark and is never split: the summary and everything that refers to it
   * (Provenance, withdrawn results).
   */
  static List<FhirTransaction> of(String payload, int maxEntries) throws DeliveryProblem {
    FhirPayload whole = FhirPayload.parse(payload);
    if (whole.entries().size() <= maxEntries) {
      return List.of(of(payload, whole.entries()));
    }
    Map<String, FhirEntry> early = new LinkedHashMap<>();
    Map<String, FhirEntry> last = new LinkedHashMap<>();
    Set<String> mark = commitMark(whole.entries());
    whole.entries().forEach(e -> (mark.contains(e.key()) ? last : early).put(e.key(), e));
    List<FhirEntry> ordered = referencedFirst(early);
    List<FhirTransaction> parts = new ArrayList<>();
    for (int from = 0; from < ordered.size(); from += maxEntries) {
      parts.add(part(whole, ordered.subList(from, Math.min(ordered.size(), from + maxEntries))));
    }
    if (!last.isEmpty()) {
      parts.add(part(whole, List.copyOf(last.values())));
    }
    return parts;
  }

  private static FhirTransaction part(FhirPayload whole, List<FhirEntry> entries) {
    return of(whole.json(entries), entries);
  }

  private static FhirTransaction of(String json, List<FhirEntry> entries) {
    return new FhirTransaction(
        json,
        entries.stream().map(FhirEntry::key).toList(),
        entries.stream().anyMatch(FhirEntry::conditional));
  }

  private static Set<String> commitMark(List<FhirEntry> entries) {
    Set<String> mark = new HashSet<>();
    boolean grown = true;
    while (grown) {
      grown = false;
      for (FhirEntry entry : entries) {
        if (entry.isSummary() || entry.references().stream().anyMatch(mark::contains)) {
          grown |= mark.add(entry.key());
        }
      }
    }
    return mark;
  }

  private static List<FhirEntry> referencedFirst(Map<String, FhirEntry> entries) {
    Set<String> done = new LinkedHashSet<>();
    entries.keySet().forEach(key -> visit(key, entries, done, new HashSet<>()));
    return done.stream().map(entries::get).toList();
  }

  private static void visit(
      String key, Map<String, FhirEntry> entries, Set<String> done, Set<String> path) {
    if (!entries.containsKey(key) || done.contains(key) || !path.add(key)) {
      return;
    }
    entries.get(key).references().forEach(other -> visit(other, entries, done, path));
    done.add(key);
  }

  /**
   * Checks each entry of the answer against what was sent.
   *
   * @throws DeliveryProblem for the first entry that failed
   */
  void check(FhirReply reply, Clock clock) throws DeliveryProblem {
    if (!reply.ok()) {
      throw problem(reply, "transaction", clock);
    }
    JsonNode answer = reply.json();
    JsonNode answers = answer.path("entry");
    if (!answer.path("resourceType").asText().equals("Bundle") || answers.size() != keys.size()) {
      throw new DeliveryProblem(
          Kind.LATER, "transaction: the FHIR server's answer lacks an entry for each one sent");
    }
    for (int i = 0; i < keys.size(); i++) {
      JsonNode response = answers.path(i).path("response");
      String status = response.path("status").asText();
      int code = status.matches("\\d{3}( .*)?") ? Integer.parseInt(status.substring(0, 3)) : 500;
      if (code < 200 || code > 299) {
        byte[] outcome = FhirJson.write(response.path("outcome")).getBytes(StandardCharsets.UTF_8);
        throw problem(new FhirReply(code, "", outcome), "transaction, entry " + i, clock);
      }
      String location = response.path("location").asText();
      if (!location.isEmpty() && !FhirEntry.key(location).equals(keys.get(i))) {
        throw new DeliveryProblem(
            Kind.LATER, "transaction: the FHIR server's entry " + i + " is about another resource");
      }
    }
  }

  /** For a stale If-Match the specification says 412; HAPI's JPA server answers 409. */
  private DeliveryProblem problem(FhirReply reply, String what, Clock clock) {
    DeliveryProblem problem = reply.problem(what, clock);
    return reply.status() == 409 && conditional
        ? new DeliveryProblem(Kind.REBUILD, problem.getMessage(), problem.verdict().after())
        : problem;
  }
}
