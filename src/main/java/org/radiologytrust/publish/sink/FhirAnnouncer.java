package org.radiologytrust.publish.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.publish.fhir.DeliveryProblem;
import org.radiologytrust.publish.fhir.FhirEntry;
import org.radiologytrust.publish.fhir.FhirJson;
import org.radiologytrust.retry.DeliveryRules;
import org.radiologytrust.retry.RetryVerdict.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PUTs the resources that audits refer to (Devices, model card, prompts), each once. If the server
 * refuses one, it is retried later. Audits do not wait for it: they refer to it by identifier. Only
 * {@link #add} and {@link #refusal} may be called by several threads.
 */
final class FhirAnnouncer {
  private static final Logger LOG = LoggerFactory.getLogger(FhirAnnouncer.class);
  private static final Set<String> TYPES = Set.of("Device", "DocumentReference");

  /** A resource that is not on the server yet. */
  private static final class Waiting {
    final StoredResource resource;
    Instant due = Instant.MIN;
    int tries;
    String told = "";

    Waiting(StoredResource resource) {
      this.resource = resource;
    }
  }

  private final FhirHttp http;
  private final DeliveryRules retry;
  private final Clock clock;
  private final Queue<StoredResource> added = new ConcurrentLinkedQueue<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final Map<String, StoredResource> put = new LinkedHashMap<>();
  private final Set<String> there = ConcurrentHashMap.newKeySet();
  private final Set<String> absent = ConcurrentHashMap.newKeySet();
  private volatile boolean taken;
  private volatile String refusal = "";

  FhirAnnouncer(FhirHttp http, DeliveryRules retry, Clock clock) {
    this.http = http;
    this.retry = retry;
    this.clock = clock;
  }

  void add(List<StoredResource> resources) {
    added.addAll(resources);
  }

  /** PUTs new resources in the order given, before audits that refer to them are sent. */
  void announceNew() {
    boolean any = false;
    for (StoredResource next = added.poll(); next != null; next = added.poll()) {
      String key = key(next);
      waiting.removeIf(w -> key(w.resource).equals(key));
      waiting.add(new Waiting(next));
      any = true;
    }
    if (any) {
      announceDue();
    }
  }

  /** Retries the resources that are due. */
  void announceDue() {
    for (Waiting next : List.copyOf(waiting)) {
      if (next.due.isAfter(clock.instant())) {
        continue;
      }
      try {
        put(next);
      } catch (DeliveryProblem e) {
        failed(next, e);
        if (e.kind() == Kind.AWAY) {
          // the rest would time out on the same server and delay the audits
          return;
        }
      }
    }
  }

  private void put(Waiting next) throws DeliveryProblem {
    StoredResource resource = next.resource;
    FhirReply reply = http.put(key(resource), linked(resource.json()));
    if (!reply.ok()) {
      if (resource.type().equals("Device") && refuses(reply, clock)) {
        refusal = refused(reply);
      }
      throw reply.problem("PUT " + resource.type(), clock);
    }
    waiting.remove(next);
    put.put(key(resource), resource);
    there.add(key(resource));
    absent.remove(key(resource));
    taken();
  }

  /** Whether this answer to the PUT of our Device shows that the server refuses our own ids. */
  static boolean refuses(FhirReply reply, Clock clock) {
    return reply.status() == 404
        || reply.status() == 405
        || !reply.ok() && reply.problem("", clock).kind() == Kind.NEVER;
  }

  static String refused(FhirReply reply) {
    return "rtl.fhir.server: PUT with our own ids is required, and the server answered "
        + reply.status()
        + " to the PUT of our Device";
  }

  private void failed(Waiting next, DeliveryProblem problem) {
    next.due = clock.instant().plus(retry.delay(problem.verdict(), next.tries++));
    if (!next.told.equals(problem.getMessage())) {
      next.told = problem.getMessage();
      LOG.warn(
          "{} not stored on the FHIR server, retrying later: {}",
          next.resource.type(),
          problem.getMessage());
    }
  }

  /** Records that the server stored a resource under one of our ids. */
  void taken() {
    taken = true;
  }

  /** How the server refused our Device; empty once it has stored anything under our ids. */
  Optional<String> refusal() {
    return taken || refusal.isEmpty() ? Optional.empty() : Optional.of(refusal);
  }

  /** Replaces literal references to resources that the server lacks by identifier and display. */
  void unlink(JsonNode node) throws DeliveryProblem {
    if (node instanceof ObjectNode object
        && object.path("reference").isTextual()
        && object.has("identifier")) {
      String key = FhirEntry.key(object.path("reference").asText());
      if (TYPES.contains(key.replaceFirst("/.*", "")) && !has(key)) {
        object.remove("reference");
        object.put("display", object.path("identifier").path("value").asText());
      }
    }
    for (JsonNode child : node) {
      unlink(child);
    }
  }

  /**
   * Asks for the resources that a refused audit refers to. If the server lacks one, because it lost
   * it or because a proxy answered our PUT, all are PUT again before the next delivery.
   *
   * @return whether the server lacks one
   */
  boolean lost(FhirPayload payload) throws DeliveryProblem {
    Set<String> named = new HashSet<>();
    payload.entries().forEach(entry -> named.addAll(entry.references()));
    named.retainAll(there);
    for (String key : named) {
      if (FhirWithdrawal.read(http, clock, key).isEmpty()) {
        there.clear();
        added.addAll(put.values());
        put.clear();
        return true;
      }
    }
    return false;
  }

  private String linked(String json) throws DeliveryProblem {
    JsonNode tree = FhirJson.read(json);
    unlink(tree);
    return FhirJson.write(tree);
  }

  private boolean has(String key) throws DeliveryProblem {
    if (there.contains(key)) {
      return true;
    }
    if (absent.contains(key) || waiting.stream().anyMatch(w -> key(w.resource).equals(key))) {
      return false;
    }
    // not of this start: the Device of an earlier version
    boolean found = FhirWithdrawal.read(http, clock, key).isPresent();
    (found ? there : absent).add(key);
    return found;
  }

  private static String key(StoredResource resource) {
    return resource.type() + "/" + resource.id();
  }
}
