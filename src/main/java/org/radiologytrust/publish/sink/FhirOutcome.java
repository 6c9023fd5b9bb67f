package org.radiologytrust.publish.sink;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of an OperationOutcome that are safe to log: issue codes and element paths. Diagnostics
 * and details may quote the resource, so they are dropped.
 */
final class FhirOutcome {
  private static final int MAX_ISSUES = 5;
  private static final String CODE = "[a-z-]{1,40}";

  /** Matches element names, which begin with a small letter, and indexes, but no literal values. */
  private static final String PATH = "[A-Za-z]+(\\.[a-z][A-Za-z]*(\\([A-Za-z]*\\))?|\\[\\d{1,4}])*";

  private static final int MAX_PATH = 200;

  private FhirOutcome() {}

  /** {@code "; code at path, code at path"}, or empty. */
  static String issues(JsonNode outcome) {
    List<String> issues = new ArrayList<>();
    for (JsonNode issue : outcome.path("issue")) {
      String code = issue.path("code").asText();
      if (!issue.path("severity").asText().matches("error|fatal") || !code.matches(CODE)) {
        continue;
      }
      String path = issue.path("expression").path(0).asText();
      boolean plain = path.length() <= MAX_PATH && path.matches(PATH);
      issues.add(plain ? code + " at " + path : code);
      if (issues.size() == MAX_ISSUES) {
        break;
      }
    }
    return issues.isEmpty() ? "" : "; " + String.join(", ", issues);
  }
}
