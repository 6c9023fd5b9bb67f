package org.radiologytrust.publish.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.erasure.ErasedCopies;
import org.radiologytrust.journal.erasure.ErasedCopies.ErasedCopy;
import org.radiologytrust.publish.fhir.DeliveryProblem;
import org.radiologytrust.publish.fhir.FhirEntry;
import org.radiologytrust.publish.fhir.FhirJson;
import org.radiologytrust.retry.DeliveryRules;
import org.radiologytrust.retry.RetryVerdict.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces what the FHIR server has of erased audits. An Observation is entered in error and has no
 * content; a Provenance keeps its targets. Nothing that others added stays: it may be about the
 * report.
 */
final class FhirErasure {
  private static final Logger LOG = LoggerFactory.getLogger(FhirErasure.class);
  private static final int BATCH = 50;

  /** Longer than a batch takes. */
  private static final Duration LEASE = Duration.ofMinutes(30);

  private final ErasedCopies copies;
  private final FhirHttp http;
  private final DeliveryRules retry;
  private final Clock clock;

  FhirErasure(ErasedCopies copies, FhirHttp http, DeliveryRules retry, Clock clock) {
    this.copies = copies;
    this.http = http;
    this.retry = retry;
    this.clock = clock;
  }

  /** Replaces those that are due, as far as the server answers. */
  void look() {
    @Nullable DeliveryProblem away = null;
    for (ErasedCopy copy : copies.due(BATCH, LEASE)) {
      if (away != null) {
        later(copy, away);
        continue;
      }
      try {
        replace(copy);
        copies.ended(copy);
      } catch (DeliveryProblem e) {
        away = e.kind() == Kind.AWAY ? e : null;
        LOG.warn("{} of an erased audit is not entered in error: {}", copy.key(), e.getMessage());
        later(copy, e);
      }
    }
  }

  private void later(ErasedCopy copy, DeliveryProblem problem) {
    copies.later(copy, retry.delay(problem.verdict(), copy.tries()), problem.getMessage());
  }

  private void replace(ErasedCopy copy) throws DeliveryProblem {
    Optional<ObjectNode> current = FhirWithdrawal.read(http, clock, copy.key());
    if (current.isPresent()) {
      FhirReply reply = http.put(copy.key(), FhirJson.write(empty(copy, current.get())));
      if (!reply.ok()) {
        throw reply.problem("PUT " + copy.type(), clock);
      }
    }
  }

  /** What FHIR requires of such a resource, and nothing else. */
  static ObjectNode empty(ErasedCopy copy, ObjectNode current) {
    ObjectNode empty = FhirJson.MAPPER.createObjectNode();
    empty.put("resourceType", copy.type()).put("id", copy.id());
    if (copy.type().equals("Provenance")) {
      ArrayNode targets = empty.putArray("target");
      for (JsonNode target : current.path("target")) {
        if (FhirEntry.key(target.path("reference").asText()).startsWith("Observation/")) {
          targets.addObject().set("reference", target.path("reference"));
        }
      }
      empty.set("recorded", current.path("recorded"));
      empty.putArray("agent").addObject().putObject("who").put("display", "erased");
    } else {
      empty.put("status", "entered-in-error");
      empty.putObject("code").put("text", "erased audit");
    }
    return empty;
  }
}
