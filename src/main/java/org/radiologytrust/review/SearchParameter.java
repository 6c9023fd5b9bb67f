package org.radiologytrust.review;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;

/**
 * A search parameter that resources of a type were stored with.
 *
 * @param target resource type of a reference; empty for a token
 */
record SearchParameter(String name, SearchParamType type, String target, String doc) {
  /** The types that can be read, each with what it can be searched by. */
  static final Map<String, List<SearchParameter>> BY_TYPE =
      Map.of(
          "Observation",
          List.of(
              reference("patient", "Patient", "Whom the audit is about"),
              reference("subject", "Patient", "Whom the audit is about"),
              reference("focus", "DiagnosticReport", "The report that was audited"),
              token("code", "report-audit, claim-audit or image-finding"),
              token("category", "ai-audit"),
              token("value-concept", "The claim's label"),
              token("status", "preliminary until a human's review"),
              token("identifier", "Identifier of the audit or claim"),
              token("data-absent-reason", "Why there is no result")),
          "Provenance",
          List.of(reference("target", "", "What the audit made")),
          "Device",
          List.of(),
          "DocumentReference",
          List.of());

  /** Parameters about the answer, not about what matches. */
  static final Set<String> RESULT =
      Set.of("_count", "_offset", "_sort", "_total", "_summary", "_format", "_pretty");

  private static SearchParameter reference(String name, String target, String doc) {
    return new SearchParameter(
        name, SearchParamType.REFERENCE, target, doc + "; also with :identifier");
  }

  private static SearchParameter token(String name, String doc) {
    return new SearchParameter(name, SearchParamType.TOKEN, "", doc);
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
