package org.radiologytrust.publish;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.publish.DeliveryProblem.Kind;
import org.radiologytrust.publish.FhirReference.Target;

/**
 * Finds the Patient and the DiagnosticReport that a Bundle is about on the server, and puts their
 * literal references in. Creates neither. A report only counts when it is the patient's; an
 * identifier of a patient without a system, which others may have too, only when the report
 * confirms it.
 */
final class FhirResolver {
  private static final int PAGE = 20;

  private final FhirHttp http;
  private final FhirSettings settings;
  private final Clock clock;

  FhirResolver(FhirHttp http, FhirSettings settings, Clock clock) {
    this.http = http;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * @throws DeliveryProblem RETRY while the server does not know them and the delivery is to be
   *     held; REFUSED where it knows several, or another patient's
   */
  void resolve(FhirPayload payload) throws DeliveryProblem {
    List<FhirReference> patients = references(payload, "Patient");
    List<FhirReference> reports = references(payload, "DiagnosticReport");
    requireSubjects(payload);
    if (!patients.isEmpty() || !reports.isEmpty()) {
      resolve(payload, patients, reports);
    }
    requireOnePatient(payload);
  }

  private void resolve(
      FhirPayload payload, List<FhirReference> patients, List<FhirReference> reports)
      throws DeliveryProblem {
    Map<Target, String> found = new HashMap<>();
    boolean unsure = false;
    for (FhirReference reference : patients) {
      if (!found.containsKey(reference.target())) {
        List<JsonNode> matches = search(reference, "Observation.subject");
        if (matches.isEmpty()) {
          missing("Observation.subject: the FHIR server has no such Patient");
          return;
        }
        requireOne(matches, "Observation.subject");
        found.put(reference.target(), "Patient/" + matches.get(0).path("id").asText());
        unsure |= reference.system().isEmpty();
      }
    }
    Set<String> subjects = new HashSet<>(found.values());
    subjects.addAll(literalSubjects(payload));
    if (subjects.isEmpty()) {
      return; // Only where logical references may stay: no patient whose report it could be.
    }
    Map<Target, String> foundReports = new HashMap<>();
    for (FhirReference reference : reports) {
      if (!foundReports.containsKey(reference.target())) {
        List<JsonNode> matches = search(reference, "Observation.focus");
        if (matches.isEmpty()) {
          missing("Observation.focus: the FHIR server has no such DiagnosticReport");
          break;
        }
        // Accession numbers have no system in HL7 v2: another patient's of that number is no match.
        List<JsonNode> own = matches.stream().filter(m -> isOf(m, subjects)).toList();
        if (own.isEmpty()) {
          throw new DeliveryProblem(
              Kind.REFUSED,
              "Observation.focus: the DiagnosticReport on the FHIR server is not this Patient's");
        }
        requireOne(own, "Observation.focus");
        String id = own.get(0).path("id").asText();
        foundReports.put(reference.target(), "DiagnosticReport/" + id);
      }
    }
    if (unsure && foundReports.isEmpty()) {
      missing(
          "Observation.subject: the identifier has no system, and no DiagnosticReport on the FHIR"
              + " server confirms the Patient");
      return;
    }
    found.putAll(foundReports);
    for (List<FhirReference> all : List.of(patients, reports)) {
      all.stream()
          .filter(reference -> found.containsKey(reference.target()))
          .forEach(reference -> reference.literal(found.get(reference.target())));
    }
  }

  private void missing(String reason) throws DeliveryProblem {
    if (settings.unresolved() == FhirUnresolved.HOLD) {
      throw new DeliveryProblem(Kind.RETRY, reason + " yet; held");
    }
  }

  private static List<FhirReference> references(FhirPayload payload, String type) {
    List<FhirReference> all = new ArrayList<>();
    payload.entries().forEach(entry -> all.addAll(FhirReference.of(entry.resource(), type)));
    return all;
  }

  private void requireSubjects(FhirPayload payload) throws DeliveryProblem {
    for (FhirEntry entry : payload.entries()) {
      JsonNode subject = entry.resource().path("subject");
      boolean known = subject.has("reference") || subject.path("identifier").hasNonNull("value");
      if (entry.type().equals("Observation")
          && !known
          && settings.unresolved() == FhirUnresolved.HOLD) {
        throw new DeliveryProblem(
            Kind.REFUSED, "Observation.subject: the message named no patient identifier (PID-3)");
      }
    }
  }

  private static Set<String> literalSubjects(FhirPayload payload) {
    Set<String> subjects = new HashSet<>();
    for (FhirEntry entry : payload.entries()) {
      JsonNode reference = entry.resource().path("subject").path("reference");
      if (reference.isTextual()) {
        subjects.add(FhirEntry.key(reference.asText()));
      }
    }
    return subjects;
  }

  /** No finding about one patient may meet another. */
  private static void requireOnePatient(FhirPayload payload) throws DeliveryProblem {
    Set<String> subjects = literalSubjects(payload);
    Set<Target> logical = new HashSet<>();
    references(payload, "Patient").forEach(reference -> logical.add(reference.target()));
    if (subjects.size() + logical.size() > 1) {
      throw new DeliveryProblem(
          Kind.REFUSED, "Observation.subject: the Bundle's resources name different patients");
    }
  }

  /**
   * All that really have the identifier: a server that ignores the parameter finds nothing here.
   */
  private List<JsonNode> search(FhirReference reference, String element) throws DeliveryProblem {
    String value = escape(reference.value());
    String token = reference.system().isEmpty() ? value : escape(reference.system()) + "|" + value;
    FhirReply reply = http.searchByIdentifier(reference.type(), token, PAGE);
    if (!reply.ok()) {
      throw reply.problem(element + " search", clock);
    }
    JsonNode bundle = reply.json();
    if (!bundle.path("resourceType").asText().equals("Bundle")) {
      throw new DeliveryProblem(Kind.RETRY, element + " search: the answer is no Bundle");
    }
    List<JsonNode> matches = new ArrayList<>();
    for (JsonNode entry : bundle.path("entry")) {
      JsonNode resource = entry.path("resource");
      if (resource.path("resourceType").asText().equals(reference.type())
          && has(resource, reference)
          && !replaced(resource)) {
        matches.add(resource);
      }
    }
    if (bundle.path("link").findValuesAsText("relation").contains("next")) {
      throw several(element);
    }
    return matches;
  }

  private static void requireOne(List<JsonNode> matches, String element) throws DeliveryProblem {
    if (matches.size() > 1) {
      throw several(element);
    }
  }

  private static DeliveryProblem several(String element) {
    return new DeliveryProblem(
        Kind.REFUSED,
        element + ": the FHIR server has several of this identifier; make it unique there");
  }

  private static boolean isOf(JsonNode report, Set<String> subjects) {
    String subject = FhirEntry.key(report.path("subject").path("reference").asText());
    return subjects.equals(Set.of(subject));
  }

  private static boolean has(JsonNode resource, FhirReference reference) {
    for (JsonNode identifier : resource.path("identifier")) {
      boolean system =
          reference.system().isEmpty()
              || reference.system().equals(identifier.path("system").asText());
      if (system && reference.value().equals(identifier.path("value").asText())) {
        return true;
      }
    }
    return false;
  }

  /** A patient record merged into another one. */
  private static boolean replaced(JsonNode resource) {
    return resource.path("link").findValuesAsText("type").contains("replaced-by");
  }

  /** FHIR's escapes for search values. */
  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("|", "\\|").replace(",", "\\,").replace("$", "\\$");
  }
}
