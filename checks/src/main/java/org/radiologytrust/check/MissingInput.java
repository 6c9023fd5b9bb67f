package org.radiologytrust.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.model.Audit;

/**
 * What a check lacked, so that it was not made.
 *
 * @param check its id
 * @param words what is not there, to follow "no"
 * @param expected whether people are told that it is not there
 */
public record MissingInput(String check, String words, boolean expected) {
  /** Empty if the case has all that the check needs. */
  static Optional<MissingInput> of(Check check, Audit c) {
    Set<CheckInput> needs = check.needs();
    if (needs.isEmpty()) {
      return Optional.empty();
    }
    List<CheckInput> missing = needs.stream().filter(input -> !input.present(c)).sorted().toList();
    String words =
        missing.stream().map(CheckInput::words).distinct().collect(Collectors.joining(" and no "));
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new MissingInput(check.id(), words, missing.stream().allMatch(CheckInput::expected)));
  }

  /** Which checks were not made and why, in one sentence; empty if all were made. */
  static String note(List<MissingInput> all) {
    Map<String, String> checks =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    MissingInput::words,
                    LinkedHashMap::new,
                    Collectors.mapping(MissingInput::check, Collectors.joining(", "))));
    return checks.isEmpty()
        ? ""
        : checks.entrySet().stream()
            .map(e -> e.getValue() + " (no " + e.getKey() + ")")
            .collect(Collectors.joining("; ", "Checks that could not be made: ", "."));
  }
}
