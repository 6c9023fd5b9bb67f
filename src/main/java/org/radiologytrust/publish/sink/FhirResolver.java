package org.radiologytrust.publish.sink;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.radiologytrust.model.Report;
import org.radiologytrust.publish.fhir.DeliveryProblem;
import org.radiologytrust.publish.fhir.Fhir;
import org.radiologytrust.publish.fhir.FhirEntry;
import org.radiologytrust.publish.fhir.FhirMatching;
import org.radiologytrust.publish.fhir.FhirReference;
import org.radiologytrust.publish.fhir.FhirReference.Target;
import org.radiologytrust.publish.fhir.FhirUnresolved;
import org.radiologytrust.publish.fhir.References;
import org.radiologytrust.retry.RetryVerdict.Kind;

/**
 * Finds the Patient and the DiagnosticReport of a Bundle on the server and adds literal references
 * to them. Creates neither. A report counts only if it belongs to the patient. A patient identifier
 * without a system is not unique, so it counts only if the report confirms it.
 */
final class FhirResolver {
  private static final int PAGE = 20;
  private static final String PATIENT = "Patient";
  private static final String REPORT = "DiagnosticReport";

  private final FhirHttp http;
  private final FhirMatching matching;
  private final Clock clock;

  FhirResolver(FhirHttp http, FhirMatching matching, Clock clock) {
    this.http = http;
    this.matching = matching;
    this.clock = clock;
  }

  /**
   * @param report the version that was audited; the search uses all its identifiers and numbers
   * @throws DeliveryProblem LATER while the server does not know them, or has not merged them yet,
   *     and the delivery is held; NEVER if it knows several, or only another patient's
   */
  void resolve(FhirPayload payload, Report report) throws DeliveryProblem {
    List<FhirReference> patients = references(payload, PATIENT);
    List<FhirReference> reports = references(payload, REPORT);
    requireSubjects(payload);
    if (!patients.isEmpty() || !reports.isEmpty()) {
      Map<Target, String> found = find(payload, patients, reports, report);
      for (List<FhirReference> all : List.of(patients, reports)) {
        all.stream()
            .filter(reference -> found.containsKey(reference.target()))
            .forEach(reference -> reference.literal(found.get(reference.target())));
      }
    }
    requireOnePatient(payload, report);
  }

  private Map<Target, String> find(
      FhirPayload payload, List<FhirReference> patients, List<FhirReference> reports, Report report)
      throws DeliveryProblem {
    Map<Target, String> found = new HashMap<>();
    Set<String> replaced = new HashSet<>();
    boolean unsure = false;
    for (FhirReference reference : patients) {
      if (!found.containsKey(reference.target())) {
        Optional<Match> match = patient(patientCandidates(reference.target(), report));
        if (match.isEmpty()) {
          patientMissing("the FHIR server has no such Patient");
          return Map.of();
        }
        found.put(reference.target(), PATIENT + "/" + match.get().id());
        replaced.addAll(match.get().replaced());
        unsure |= match.get().by().system().isEmpty();
      }
    }
    Set<String> subjects = new HashSet<>(found.values());
    subjects.addAll(literalSubjects(payload));
    if (subjects.isEmpty()) {
      return Map
          .of(); // Only where logical references may stay: no patient whose report it could be.
    }
    Map<Target, String> foundReports = new HashMap<>();
    for (FhirReference reference : reports) {
      if (!foundReports.containsKey(reference.target())) {
        Optional<Match> match =
            report(
                reference.target(),
                reportCandidates(reference.target(), report),
                new Owner(subjects, replaced));
        match.ifPresent(m -> foundReports.put(reference.target(), REPORT + "/" + m.id()));
      }
    }
    if (unsure && foundReports.isEmpty()) {
      patientMissing(
          "the identifier has no system, and no DiagnosticReport on the FHIR server confirms the"
              + " Patient");
      return Map.of();
    }
    found.putAll(foundReports);
    return found;
  }

  private List<Target> patientCandidates(Target own, Report report) {
    return ofPatient(report).contains(own)
        ? matching.identifiers(report.patient()).stream()
            .map(FhirResolver::patientTarget)
            .distinct()
            .toList()
        : List.of(own);
  }

  private static List<Target> ofPatient(Report report) {
    return report.patient().identifiers().stream().map(FhirResolver::patientTarget).toList();
  }

  private static Target patientTarget(org.radiologytrust.model.Identifier identifier) {
    return new Target(
        PATIENT, References.system(identifier.system()), Fhir.text(identifier.value()));
  }

  private List<Target> reportCandidates(Target own, Report report) {
    List<Target> all =
        matching.numbers(report.order()).stream()
            .map(number -> new Target(REPORT, "", Fhir.text(number)))
            .toList();
    return all.contains(own) ? all : List.of(own);
  }

  /**
   * @param by the identifier that matched
   * @param replaced references to the Patients that the server merged into this one
   */
  private record Match(String id, Target by, Set<String> replaced) {}

  /** The Patient of the audit, with those that the server merged into it. */
  private record Owner(Set<String> subjects, Set<String> replaced) {
    /** A server may leave its reports at the Patient that it replaced. */
    boolean has(JsonNode report) {
      String subject = FhirEntry.key(report.path("subject").path("reference").asText());
      return subjects.size() == 1 && (subjects.contains(subject) || replaced.contains(subject));
    }
  }

  /**
   * The patient with one of these identifiers. Those without a system count only if no other
   * matches.
   */
  private Optional<Match> patient(List<Target> candidates) throws DeliveryProblem {
    String element = "Observation.subject";
    List<JsonNode> all = search(candidates, element);
    List<JsonNode> matches = all.stream().filter(match -> replacedBy(match).isEmpty()).toList();
    for (boolean withSystem : new boolean[] {true, false}) {
      List<Match> found =
          candidates.stream()
              .filter(c -> c.system().isEmpty() != withSystem)
              .flatMap(c -> matches.stream().filter(m -> has(m, c)).map(m -> match(m, c, all)))
              .toList();
      Set<String> ids = found.stream().map(Match::id).collect(toSet());
      if (ids.size() > 1) {
        if (!withSystem || !unmerged(found)) {
          throw several(element);
        }
        patientMissing("the FHIR server has not merged the Patients of these identifiers");
        return Optional.empty();
      }
      if (!found.isEmpty()) {
        return Optional.of(found.get(0));
      }
    }
    return Optional.empty();
  }

  /**
   * Whether each identifier is one Patient's, and two of one system are different Patients'. A
   * report has two identifiers of one system only after a merge, which the server may learn later.
   */
  private static boolean unmerged(List<Match> found) {
    Map<Target, Set<String>> byIdentifier =
        found.stream().collect(groupingBy(Match::by, mapping(Match::id, toSet())));
    Map<String, Set<String>> bySystem =
        found.stream().collect(groupingBy(m -> m.by().system(), mapping(Match::id, toSet())));
    return byIdentifier.values().stream().allMatch(ids -> ids.size() == 1)
        && bySystem.values().stream().anyMatch(ids -> ids.size() > 1);
  }

  /** The report with the first of these numbers that exactly one report of the patient has. */
  private Optional<Match> report(Target own, List<Target> candidates, Owner owner)
      throws DeliveryProblem {
    String element = "Observation.focus";
    List<JsonNode> matches = search(candidates, element);
    boolean several = false;
    for (Target candidate : candidates) {
      // Order numbers have no system in HL7 v2, so the same number of another patient is no match.
      List<JsonNode> of = matches.stream().filter(m -> has(m, candidate) && owner.has(m)).toList();
      if (of.size() == 1) {
        return Optional.of(match(of.get(0), candidate, List.of()));
      }
      several |= of.size() > 1;
    }
    if (several) {
      throw several(element);
    }
    if (matches.stream().anyMatch(m -> has(m, own))) {
      throw new DeliveryProblem(
          Kind.NEVER,
          "Observation.focus: the DiagnosticReport on the FHIR server is not this Patient's");
    }
    if (matching.unresolved() == FhirUnresolved.HOLD_REPORT) {
      throw new DeliveryProblem(
          Kind.LATER, element + ": the FHIR server has no such DiagnosticReport yet; held");
    }
    return Optional.empty();
  }

  private static Match match(JsonNode resource, Target by, List<JsonNode> patients) {
    String id = resource.path("id").asText();
    return new Match(id, by, replaced(PATIENT + "/" + id, patients));
  }

  /** The Patients that were merged into one, through any chain. */
  private static Set<String> replaced(String survivor, List<JsonNode> patients) {
    Set<String> all = new HashSet<>(Set.of(survivor));
    for (boolean more = true; more; ) {
      more = false;
      for (JsonNode patient : patients) {
        if (replacedBy(patient).stream().anyMatch(all::contains)) {
          more |= all.add(PATIENT + "/" + patient.path("id").asText());
        }
      }
    }
    all.remove(survivor);
    return all;
  }

  private void patientMissing(String reason) throws DeliveryProblem {
    if (holds()) {
      throw new DeliveryProblem(Kind.LATER, "Observation.subject: " + reason + " yet; held");
    }
  }

  private boolean holds() {
    return matching.unresolved() != FhirUnresolved.LOGICAL;
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
      if (entry.type().equals("Observation") && !known && holds()) {
        throw new DeliveryProblem(
            Kind.NEVER, "Observation.subject: the message named no patient identifier (PID-3)");
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

  /**
   * Refuses a Bundle whose resources are about different patients. After a merge they may name one
   * patient by several of its identifiers.
   */
  private static void requireOnePatient(FhirPayload payload, Report report) throws DeliveryProblem {
    Set<String> subjects = literalSubjects(payload);
    Set<Target> logical = new HashSet<>();
    references(payload, PATIENT).forEach(reference -> logical.add(reference.target()));
    List<Target> own = ofPatient(report);
    if (logical.stream().anyMatch(own::contains)) {
      logical.removeAll(own);
      logical.add(own.get(0));
    }
    if (subjects.size() + logical.size() > 1) {
      throw new DeliveryProblem(
          Kind.NEVER, "Observation.subject: the Bundle's resources name different patients");
    }
  }

  /**
   * The matches that really have one of the identifiers, since a server may ignore the search
   * parameter.
   */
  private List<JsonNode> search(List<Target> any, String element) throws DeliveryProblem {
    if (any.isEmpty()) {
      return List.of();
    }
    String type = any.get(0).type();
    String tokens = any.stream().map(FhirResolver::token).collect(Collectors.joining(","));
    FhirReply reply = http.searchByIdentifier(type, tokens, PAGE);
    if (!reply.ok()) {
      throw reply.problem(element + " search", clock);
    }
    JsonNode bundle = reply.json();
    if (!bundle.path("resourceType").asText().equals("Bundle")) {
      throw new DeliveryProblem(Kind.LATER, element + " search: the answer is no Bundle");
    }
    List<JsonNode> matches = new ArrayList<>();
    for (JsonNode entry : bundle.path("entry")) {
      JsonNode resource = entry.path("resource");
      if (resource.path("resourceType").asText().equals(type)
          && any.stream().anyMatch(target -> has(resource, target))) {
        matches.add(resource);
      }
    }
    if (bundle.path("link").findValuesAsText("relation").contains("next")) {
      throw several(element);
    }
    return matches;
  }

  private static String token(Target target) {
    String value = escape(target.value());
    return target.system().isEmpty() ? value : escape(target.system()) + "|" + value;
  }

  private static DeliveryProblem several(String element) {
    return new DeliveryProblem(
        Kind.NEVER,
        element + ": the FHIR server has several of these identifiers; make them one there");
  }

  private static boolean has(JsonNode resource, Target target) {
    for (JsonNode identifier : resource.path("identifier")) {
      boolean system =
          target.system().isEmpty() || target.system().equals(identifier.path("system").asText());
      if (system && target.value().equals(identifier.path("value").asText())) {
        return true;
      }
    }
    return false;
  }

  /** References to the Patients that the server merged a Patient into; empty for none. */
  private static List<String> replacedBy(JsonNode patient) {
    List<String> survivors = new ArrayList<>();
    for (JsonNode link : patient.path("link")) {
      if (link.path("type").asText().equals("replaced-by")) {
        survivors.add(FhirEntry.key(link.path("other").path("reference").asText()));
      }
    }
    return survivors;
  }

  /** FHIR's escapes for search values. */
  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("|", "\\|").replace(",", "\\,").replace("$", "\\$");
  }
}
