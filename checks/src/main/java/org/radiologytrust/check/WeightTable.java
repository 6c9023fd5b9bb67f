package org.radiologytrust.check;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Weight;

/** How heavy the flags of each check weigh. */
final class WeightTable {
  private static final String FILE = "check/weights.yaml";

  /** A row of the file, which explains the fields. */
  private record Row(String weight, List<String> checks) {}

  private final Map<String, Weight> weights = new HashMap<>();

  /**
   * @param ours ids of the product's checks, each of which needs a place
   * @param others ids of further checks, which may have one
   * @throws IllegalArgumentException if the file is not valid; the message names file and check
   */
  WeightTable(SiteFiles files, Set<String> ours, Set<String> others) {
    for (Row row : files.yaml(FILE, new TypeReference<List<Row>>() {})) {
      Weight weight = weight(row.weight());
      row.checks().forEach(check -> put(check, weight, ours, others));
    }
    String lacking =
        ours.stream()
            .filter(id -> !weights.containsKey(id))
            .sorted()
            .collect(Collectors.joining(", "));
    if (!lacking.isEmpty()) {
      throw new IllegalArgumentException(
          FILE + ": " + lacking + " has no weight; give it one of " + codes());
    }
  }

  private static Weight weight(String code) {
    return Weight.ofCode(code)
        .filter(weight -> weight != Weight.OTHER_PATIENT)
        .orElseThrow(
            () -> new IllegalArgumentException(FILE + ": " + code + " is no weight: " + codes()));
  }

  private static String codes() {
    return Arrays.stream(Weight.values())
        .filter(weight -> weight != Weight.OTHER_PATIENT)
        .map(Weight::code)
        .collect(Collectors.joining(", "));
  }

  private void put(String check, Weight weight, Set<String> ours, Set<String> others) {
    // rules come and go without a start
    boolean rule = check.startsWith(CheckResult.SITE);
    if (!ours.contains(check) && !others.contains(check) && !rule) {
      throw new IllegalArgumentException(FILE + ": there is no check " + check);
    }
    if (weights.put(check, weight) != null) {
      throw new IllegalArgumentException(FILE + ": " + check + " has two weights");
    }
  }

  /** A result with the weight of its check. */
  CheckResult weighed(CheckResult result) {
    return result.weighing(weights.getOrDefault(result.check(), Weight.of(result.label())));
  }
}
