package org.radiologytrust.check;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.Texts;

/** How strong the flags of each check are, for each kind of examination. */
final class StrengthTable {
  private static final String FILE = "check/strengths.yaml";

  /** The modality of a row for all kinds of examination. */
  private static final String ALL = "";

  /** A row of the file, which explains the fields. */
  private record Row(
      String check, @Nullable String modality, String strength, @Nullable String why) {}

  /**
   * A strength with its reason.
   *
   * @param why empty unless it is {@link Strength#ASK}
   */
  private record Reasoned(Strength strength, String why) {}

  private final Map<String, Map<String, Reasoned>> checks = new TreeMap<>();
  private final String sha256;

  /**
   * @param ours ids of the product's checks, each of which needs a row
   * @param others ids of further checks; without a row, they tell
   * @throws IllegalArgumentException if the file is not valid; the message names file and row
   */
  StrengthTable(SiteFiles files, Set<String> ours, Set<String> others) {
    sha256 = Texts.sha256(files.text(FILE));
    List<Row> rows = files.yaml(FILE, new TypeReference<List<Row>>() {});
    for (int i = 0; i < rows.size(); i++) {
      String where = FILE + ": row " + (i + 1);
      Row row = rows.get(i);
      if (!ours.contains(row.check()) && !others.contains(row.check())) {
        throw new IllegalArgumentException(where + ": there is no check " + row.check());
      }
      String modality = row.modality() == null ? ALL : ModalityCode.of(row.modality(), where);
      if (checks
              .computeIfAbsent(row.check(), id -> new TreeMap<>())
              .put(modality, reasoned(row, where))
          != null) {
        throw new IllegalArgumentException(where + ": " + row.check() + " has this row already");
      }
    }
    checkComplete(ours);
  }

  private static Reasoned reasoned(Row row, String where) {
    Strength strength =
        Strength.of(row.strength())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        where
                            + ": "
                            + row.check()
                            + " is "
                            + row.strength()
                            + ", not tell, ask or quiet"));
    String why = Texts.orEmpty(row.why()).strip();
    if (why.isEmpty() == (strength == Strength.ASK)) {
      throw new IllegalArgumentException(
          where + ": " + row.check() + " needs a why if it asks, and only then");
    }
    return new Reasoned(strength, why);
  }

  private void checkComplete(Set<String> ours) {
    List<String> lacking =
        ours.stream()
            .filter(id -> !checks.getOrDefault(id, Map.of()).containsKey(ALL))
            .sorted()
            .toList();
    if (!lacking.isEmpty()) {
      throw new IllegalArgumentException(
          FILE
              + ": a row without modality is missing for "
              + String.join(", ", lacking)
              + ", such as {check: "
              + lacking.get(0)
              + ", strength: tell}");
    }
  }

  /** Hash of the file, in hexadecimal. */
  String sha256() {
    return sha256;
  }

  /**
   * A result with the strength of its check.
   *
   * @param modalities of the examination; for several, the softest strength holds, because the
   *     check is not good enough for one of them
   */
  CheckResult strengthened(CheckResult result, List<String> modalities) {
    Map<String, Reasoned> rows = checks.get(result.check());
    if (rows == null) {
      return result;
    }
    Reasoned all = rows.get(ALL);
    Reasoned softest =
        modalities.stream()
            .map(modality -> rows.getOrDefault(modality, all))
            .filter(Objects::nonNull)
            .max(Comparator.comparing(Reasoned::strength))
            .orElse(all);
    if (softest == null) {
      return result;
    }
    return switch (softest.strength()) {
      case TELL -> result;
      case ASK -> result.asking(softest.why());
      case QUIET -> result.asQuiet();
    };
  }
}
