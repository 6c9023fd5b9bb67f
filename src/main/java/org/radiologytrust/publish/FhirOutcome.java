package org.radiologytrust.publish;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What may be kept of an OperationOutcome: issue codes and element paths. Its diagnostics and
 * details can quote the resource, so they never are.
 */
final class FhirOutcome {
  private static final int MAX_ISSUES = 5;
  private static final String CODE = "[a-z-]{1,40}";

  /** A path of element names, which begin small, and indexes; no literal and no name fits. */
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
