package org.radiologytrust.fhirread;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;

/**
 * A search parameter of a resource type.
 *
 * @param target resource type of a reference; empty for other parameters
 * @param byIdentifier whether a reference is also found by the identifier of the referenced
 *     resource
 */
record SearchParameter(
    String name, SearchParamType type, String target, boolean byIdentifier, String doc) {
  private static final SearchParameter IDENTIFIER =
      new SearchParameter("identifier", SearchParamType.TOKEN, "", false, "Its identifier");

  /** The readable types and their search parameters. */
  static final Map<String, List<SearchParameter>> BY_TYPE =
      Map.of(
          "Observation",
          List.of(
              identified("patient", "Patient", "Whom the audit is about"),
              identified("subject", "Patient", "Whom the audit is about"),
              identified("focus", "DiagnosticReport", "The report that was audited"),
              token("code", "report-audit, claim-audit or image-finding"),
              token("category", "ai-audit; rule-audit where no model had a part"),
              token("value-concept", "The claim's label"),
              token("component-value-concept", "A check, an outcome, or a person's decision"),
              new SearchParameter(
                  "value-quantity", SearchParamType.QUANTITY, "", false, "The report's score"),
              date("date", "When the audit ended"),
              token("status", "preliminary until a person has decided"),
              token("status-reason", "superseded, report-withdrawn, failed, ..."),
              token("identifier", "Identifier of the audit or claim"),
              token("data-absent-reason", "Why there is no result"),
              reference("has-member", "Observation", "Summaries that have this claim")),
          "Provenance",
          List.of(
              reference("target", "Observation", "What the audit made"),
              date("recorded", "When the audit ended, or the decision was made")),
          "Device",
          List.of(IDENTIFIER, token("type", "What kind of device it is")),
          "DocumentReference",
          List.of(IDENTIFIER, token("type", "Model card or prompt")));

  /** Those that FHIR defines for several types at once. */
  private static final Set<String> CLINICAL =
      Set.of(
          "Observation-code",
          "Observation-date",
          "Observation-identifier",
          "Observation-patient",
          "DocumentReference-identifier",
          "DocumentReference-type");

  /** Those that the guide defines, since FHIR does not. */
  private static final Set<String> OURS = Set.of("status-reason");

  /** Parameters of every type. */
  static final List<String> EVERYWHERE = List.of("_id", "_lastUpdated");

  /** Parameters about the answer, not about which resources match. */
  static final Set<String> RESULT =
      Set.of(
          "_count",
          "_cursor",
          "_sort",
          "_total",
          "_summary",
          "_elements",
          "_include",
          "_revinclude",
          "_format",
          "_pretty");

  /** The known parameters as text, for the error message of a refused search. */
  static String known(String resourceType) {
    Stream<String> own =
        BY_TYPE.get(resourceType).stream()
            .flatMap(
                p ->
                    p.byIdentifier()
                        ? Stream.of(p.name(), p.name() + ".identifier")
                        : Stream.of(p.name()));
    Stream<String> result = RESULT.stream().filter(name -> !name.equals("_cursor")).sorted();
    return resourceType
        + " is searched by "
        + Stream.of(own, EVERYWHERE.stream(), result)
            .flatMap(names -> names)
            .collect(Collectors.joining(", "));
  }

  /** The canonical URL of its definition for a resource type. */
  String definition(String resourceType) {
    if (OURS.contains(name)) {
      return "http://radiologytrustlayer.org/fhir/SearchParameter/" + name;
    }
    String single = resourceType + "-" + name;
    return "http://hl7.org/fhir/SearchParameter/"
        + (CLINICAL.contains(single) ? "clinical-" + name : single);
  }

  private static SearchParameter identified(String name, String target, String doc) {
    String more = "; by identifier as " + name + ".identifier or " + name + ":identifier";
    return new SearchParameter(name, SearchParamType.REFERENCE, target, true, doc + more);
  }

  private static SearchParameter reference(String name, String target, String doc) {
    return new SearchParameter(name, SearchParamType.REFERENCE, target, false, doc);
  }

  private static SearchParameter token(String name, String doc) {
    return new SearchParameter(name, SearchParamType.TOKEN, "", false, doc);
  }

  private static SearchParameter date(String name, String doc) {
    String more = "; with eq, ne, ge, gt, le, lt, sa, eb or ap; also to sort by";
    return new SearchParameter(name, SearchParamType.DATE, "", false, doc + more);
  }

  /** The values of {@code _sort}: each also with a minus sign, for the newest first. */
  static List<String> sorts(String resourceType) {
    return Stream.concat(
            Stream.of("_lastUpdated"),
            BY_TYPE.get(resourceType).stream()
                .filter(p -> p.type() == SearchParamType.DATE)
                .map(SearchParameter::name))
        .toList();
  }

  static Optional<SearchParameter> of(String resourceType, String name) {
    return BY_TYPE.getOrDefault(resourceType, List.of()).stream()
        .filter(p -> p.name().equals(name))
        .findFirst();
  }

  boolean isReference() {
    return type == SearchParamType.REFERENCE;
  }
}
