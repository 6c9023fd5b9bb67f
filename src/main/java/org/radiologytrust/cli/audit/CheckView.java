package org.radiologytrust.cli.audit;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;

/**
 * A check of an Observation as pages and tables show it.
 *
 * @param name the check's id
 * @param evidence both sides of it
 * @param actions what a person is asked to do
 * @param why it only asks; empty if it does more or less
 */
record CheckView(String name, List<String> evidence, List<String> actions, List<String> why) {
  /** The checks of an Observation that count. */
  static List<CheckView> of(Observation observation) {
    return of(observation, "");
  }

  /** The checks of an Observation that only ask. */
  static List<CheckView> asked(Observation observation) {
    return of(observation, "asked-");
  }

  /** The components behind a check are its own. */
  private static List<CheckView> of(Observation observation, String kind) {
    List<CheckView> checks = new ArrayList<>();
    for (var component : observation.getComponent()) {
      String code = component.getCode().getCodingFirstRep().getCode();
      if (code.equals(kind + "check")) {
        String id = ((CodeableConcept) component.getValue()).getCodingFirstRep().getCode();
        checks.add(new CheckView(id, new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
      } else if (!checks.isEmpty() && code.equals(kind + "evidence")) {
        checks.get(checks.size() - 1).evidence.add(component.getValue().primitiveValue());
      } else if (!checks.isEmpty() && code.equals(kind + "action")) {
        checks.get(checks.size() - 1).actions.add(component.getValue().primitiveValue());
      } else if (!checks.isEmpty() && code.equals(kind + "why")) {
        checks.get(checks.size() - 1).why.add(component.getValue().primitiveValue());
      }
    }
    return checks;
  }

  /** The check in lines. */
  List<String> told(String title) {
    List<String> lines = new ArrayList<>(List.of(title + name));
    lines.addAll(why);
    actions.forEach(action -> lines.add("Action: " + action));
    lines.addAll(evidence);
    return lines;
  }
}
