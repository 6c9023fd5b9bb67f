package org.radiologytrust.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.radiologytrust.model.Audit;

/** Collects the checks that a case lacks something for, and says so in one sentence. */
final class MissingInputs {
  private final Map<String, List<String>> checks = new LinkedHashMap<>();

  /** Whether the case has all that the check needs. If not, the check is noted. */
  boolean complete(ReportCheck check, Audit c) {
    String missing =
        check.needs().stream()
            .filter(input -> !input.present(c))
            .sorted()
            .map(CheckInput::words)
            .distinct()
            .collect(Collectors.joining(" and no "));
    if (missing.isEmpty()) {
      return true;
    }
    checks.computeIfAbsent(missing, m -> new ArrayList<>()).add(check.id());
    return false;
  }

  /** Which checks were not made and why; empty if all were made. */
  String note() {
    return checks.isEmpty()
        ? ""
        : checks.entrySet().stream()
            .map(e -> String.join(", ", e.getValue()) + " (no " + e.getKey() + ")")
            .collect(Collectors.joining("; ", "Checks that could not be made: ", "."));
  }
}
