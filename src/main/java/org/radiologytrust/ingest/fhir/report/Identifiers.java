package org.radiologytrust.ingest.fhir.report;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Reference;
import org.radiologytrust.model.Identifier;

/** Converts FHIR identifiers to identifiers of the model. */
final class Identifiers {
  private static final String TABLE_0203 = "http://terminology.hl7.org/CodeSystem/v2-0203";

  private Identifiers() {}

  /** Converts the identifiers that have a value and are not marked as old, in their order. */
  static List<Identifier> of(List<org.hl7.fhir.r4.model.Identifier> identifiers) {
    return withOld(identifiers.stream().filter(i -> i.getUse() != IdentifierUse.OLD).toList());
  }

  /** Converts the identifiers that have a value, in their order. */
  static List<Identifier> withOld(List<org.hl7.fhir.r4.model.Identifier> identifiers) {
    return identifiers.stream()
        .filter(i -> i.hasValue() && !i.getValue().isBlank())
        .map(i -> new Identifier(i.getSystem(), i.getValue().strip(), type(i.getType())))
        .toList();
  }

  /** The identifier of a logical reference or of {@code Type?identifier=system|value}. */
  static List<Identifier> of(Reference reference) {
    if (reference.hasIdentifier()) {
      return of(List.of(reference.getIdentifier()));
    }
    return conditional(reference.hasReference() ? reference.getReference() : "").stream().toList();
  }

  /** The same, also if the identifier is marked as old. */
  static List<Identifier> withOld(Reference reference) {
    return reference.hasIdentifier() ? withOld(List.of(reference.getIdentifier())) : of(reference);
  }

  private static Optional<Identifier> conditional(String reference) {
    int query = reference.indexOf("?identifier=");
    if (query < 0 || reference.contains("&")) {
      return Optional.empty();
    }
    try {
      String token =
          URLDecoder.decode(
              reference.substring(query + "?identifier=".length()), StandardCharsets.UTF_8);
      int bar = token.indexOf('|');
      String value = token.substring(bar + 1);
      return value.isBlank()
          ? Optional.empty()
          : Optional.of(new Identifier(bar < 0 ? "" : token.substring(0, bar), value, ""));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String type(CodeableConcept type) {
    return type.getCoding().stream()
        .filter(c -> TABLE_0203.equals(c.getSystem()) || !c.hasSystem())
        .map(Coding::getCode)
        .filter(c -> c != null)
        .findFirst()
        .orElse(type.isEmpty() ? "" : "other");
  }

  /** The value of an identifier; empty if it has none. */
  static String value(org.hl7.fhir.r4.model.Identifier identifier) {
    return identifier.hasValue() ? identifier.getValue().strip() : "";
  }

  /** The distinct values of one type, in order. */
  static Stream<String> values(List<Identifier> identifiers, String type) {
    return identifiers.stream()
        .filter(i -> i.type().equals(type))
        .map(Identifier::value)
        .distinct();
  }
}
