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
import org.radiologytrust.model.ModalityCode;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.StrengthRow;
import org.radiologytrust.model.Texts;

/** How strong the flags of each check are, for each kind of examination. */
final class StrengthTable {
  private static final String FILE = "check/strengths.yaml";

  /** A row of the file, which explains the fields. */
  private record Row(
      String check, @Nullable String modality, String strength, @Nullable String why) {}

  /** By check, then by modality. */
  private final Map<String, Map<String, StrengthRow>> checks;

  private final String sha256;

  private StrengthTable(Map<String, Map<String, StrengthRow>> checks, String sha256) {
    this.checks = checks;
    this.sha256 = sha256;
  }

  /**
   * @param ours ids of the product's checks, each of which needs a row
   * @param others ids of further checks; without a row, they tell
   * @throws IllegalArgumentException if the file is not valid; the message names file and row
   */
  StrengthTable(SiteFiles files, Set<String> ours, Set<String> others) {
    sha256 = Texts.sha256(files.text(FILE));
    checks = new TreeMap<>();
    List<Row> rows = files.yaml(FILE, new TypeReference<List<Row>>() {});
    for (int i = 0; i < rows.size(); i++) {
      String where = FILE + ": row " + (i + 1);
      Row row = rows.get(i);
      if (!ours.contains(row.check()) && !others.contains(row.check())) {
        throw new IllegalArgumentException(where + ": there is no check " + row.check());
      }
      if (put(checks, valid(row, where)) != null) {
        throw new IllegalArgumentException(where + ": " + row.check() + " has this row already");
      }
    }
    checkComplete(ours);
  }

  private static @Nullable StrengthRow put(
      Map<String, Map<String, StrengthRow>> checks, StrengthRow row) {
    return checks.computeIfAbsent(row.check(), id -> new TreeMap<>()).put(row.modality(), row);
  }

  private static StrengthRow valid(Row row, String where) {
    String modality =
        row.modality() == null ? StrengthRow.ALL : ModalityCode.of(row.modality(), where);
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
    try {
      StrengthRow.requireTells(row.check(), strength == Strength.TELL);
      return new StrengthRow(row.check(), modality, strength, Texts.orEmpty(row.why()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage());
    }
  }

  private void checkComplete(Set<String> ours) {
    List<String> lacking =
        ours.stream()
            .filter(id -> !checks.getOrDefault(id, Map.of()).containsKey(StrengthRow.ALL))
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

  /**
   * This table with rows that win over those of the file for the same check and kind.
   *
   * @param changes in any order; their checks need not be known here, since another node may be of
   *     another version
   */
  StrengthTable with(List<StrengthRow> changes) {
    if (changes.isEmpty()) {
      return this;
    }
    Map<String, Map<String, StrengthRow>> all = new TreeMap<>();
    checks.forEach((check, rows) -> all.put(check, new TreeMap<>(rows)));
    changes.forEach(row -> put(all, row));
    return new StrengthTable(all, Texts.sha256(sha256 + "|" + StrengthRow.yaml(changes)));
  }

  /** All rows, by check and modality. */
  List<StrengthRow> rows() {
    return checks.values().stream().flatMap(rows -> rows.values().stream()).toList();
  }

  /** Hash of the file, and of the rows that win over it where there are some; in hexadecimal. */
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
    Map<String, StrengthRow> rows = checks.get(result.check());
    if (rows == null) {
      return result;
    }
    StrengthRow all = rows.get(StrengthRow.ALL);
    StrengthRow softest =
        modalities.stream()
            .map(modality -> rows.getOrDefault(modality, all))
            .filter(Objects::nonNull)
            .max(Comparator.comparing(StrengthRow::strength))
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
