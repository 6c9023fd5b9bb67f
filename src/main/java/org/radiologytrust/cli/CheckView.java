package org.radiologytrust.cli;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Observation;

/**
 * A check of an Observation as pages show it.
 *
 * @param name the check's name
 * @param evidence both sides of it
 * @param actions what a person is asked to do
 */
record CheckView(String name, List<String> evidence, List<String> actions) {
  /** The checks of an Observation: a check's evidence and action are the components behind it. */
  static List<CheckView> of(Observation observation) {
    List<CheckView> checks = new ArrayList<>();
    for (var component : observation.getComponent()) {
      String code = component.getCode().getCodingFirstRep().getCode();
      if (code.equals("check")) {
        checks.add(
            new CheckView(
                component.getValue().primitiveValue(), new ArrayList<>(), new ArrayList<>()));
      } else if (!checks.isEmpty() && code.equals("evidence")) {
        checks.get(checks.size() - 1).evidence.add(component.getValue().primitiveValue());
      } else if (!checks.isEmpty() && code.equals("action")) {
        checks.get(checks.size() - 1).actions.add(component.getValue().primitiveValue());
      }
    }
    return checks;
  }
}
