package org.radiologytrust.presign;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Map;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Weight;
import org.radiologytrust.review.Problem;

/** {@code severityScorePercent} of each weight, by {@code presign/severities.yaml}. */
final class Severities {
  private static final String FILE = "presign/severities.yaml";
  private static final int MOST = 100;

  private final Table table;

  private record Table(Map<String, Integer> told, Map<String, Integer> asked) {}

  /**
   * @throws IllegalArgumentException if the file is not valid; the message names it
   */
  Severities(SiteFiles files) {
    table = files.yaml(FILE, new TypeReference<Table>() {});
    check("told", table.told());
    check("asked", table.asked());
  }

  private static void check(String list, Map<String, Integer> percent) {
    for (Weight weight : Weight.values()) {
      Integer value = percent.get(weight.code());
      if (weight != Weight.OTHER_PATIENT && (value == null || value < 0 || value > MOST)) {
        throw new IllegalArgumentException(
            FILE + ": " + list + ": " + weight.code() + " needs a number from 0 to 100");
      }
    }
    percent.keySet().stream()
        .filter(code -> Weight.ofCode(code).filter(w -> w != Weight.OTHER_PATIENT).isEmpty())
        .findFirst()
        .ifPresent(
            code -> {
              throw new IllegalArgumentException(FILE + ": " + list + ": there is no " + code);
            });
  }

  int of(Problem problem) {
    return (problem.asks() ? table.asked() : table.told()).get(problem.weight().code());
  }
}
