package org.radiologytrust.ingest.fhir.report;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.PersonName;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Texts;

/**
 * Reads who interpreted the images: {@code resultsInterpreter}. The name is that of a Practitioner
 * in the message, referred to directly or by a PractitionerRole, otherwise the reference's display.
 */
final class InterpreterMapper {
  /** Types that are no person. */
  private static final Set<String> GROUPS = Set.of("Organization", "CareTeam");

  private InterpreterMapper() {}

  /**
   * The first name of a person, otherwise the first identifier of one; empty if there is neither.
   *
   * @throws FhirRefusedException if two resources have the id of a reference
   */
  static String of(ReportResources contents) throws FhirRefusedException {
    return of(contents, contents.report().getResultsInterpreter());
  }

  /** As {@link #of(ReportResources)}, for other references. */
  static String of(ReportResources contents, List<Reference> references)
      throws FhirRefusedException {
    String identifier = "";
    for (Reference reference : references) {
      Resource resource = contents.resolve(reference);
      if (isGroup(reference, resource)) {
        continue;
      }
      if (resource instanceof PractitionerRole role) {
        resource = contents.resolve(role.getPractitioner());
        reference = reference.hasDisplay() ? reference : role.getPractitioner();
      }
      String name = resource instanceof Practitioner practitioner ? name(practitioner) : "";
      name = name.isEmpty() ? PersonName.line(Texts.orEmpty(reference.getDisplay())) : name;
      if (!name.isEmpty()) {
        return name;
      }
      identifier = identifier.isEmpty() ? identifier(reference, resource) : identifier;
    }
    return identifier;
  }

  private static boolean isGroup(Reference reference, @Nullable Resource resource) {
    String literal = ReportResources.literal(reference);
    String type =
        resource != null
            ? resource.fhirType()
            : reference.hasType()
                ? reference.getType()
                : GROUPS.stream()
                    .filter(t -> literal.startsWith(t + "/") || literal.contains("/" + t + "/"))
                    .findFirst()
                    .orElse("");
    return GROUPS.contains(type);
  }

  private static String name(Practitioner practitioner) {
    HumanName name = PatientMapper.name(practitioner.getName());
    String given =
        name.getGiven().stream().map(PrimitiveType::getValue).collect(Collectors.joining(" "));
    String parts = PersonName.of(Texts.orEmpty(name.getFamily()), given);
    return parts.isEmpty() ? PersonName.line(Texts.orEmpty(name.getText())) : parts;
  }

  private static String identifier(Reference reference, @Nullable Resource resource) {
    List<Identifier> identifiers =
        resource instanceof Practitioner practitioner
            ? Identifiers.of(practitioner.getIdentifier())
            : Identifiers.of(reference);
    return identifiers.isEmpty() ? "" : PersonName.line(identifiers.get(0).value());
  }
}
