package org.radiologytrust.cli.audit;

import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;

/** Components of an Observation by their code. */
public final class ObservationParts {
  private ObservationParts() {}

  /** The text of the first one; empty if there is none. */
  static String component(Observation observation, String code) {
    return components(observation, code).stream().findFirst().orElse("");
  }

  /** The texts of all. */
  static List<String> components(Observation observation, String code) {
    return values(observation, code)
        .filter(StringType.class::isInstance)
        .map(Type::primitiveValue)
        .toList();
  }

  /** The values of all. */
  public static Stream<Type> values(Observation observation, String code) {
    return observation.getComponent().stream()
        .filter(c -> c.getCode().getCodingFirstRep().getCode().equals(code))
        .map(Observation.ObservationComponentComponent::getValue);
  }
}
