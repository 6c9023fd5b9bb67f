package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Weight;

class WeightTableTest {
  @TempDir Path folder;

  private WeightTable table(String places) throws Exception {
    Files.createDirectories(folder.resolve("check"));
    Files.writeString(folder.resolve("check/weights.yaml"), rows(places));
    return new WeightTable(SiteFiles.in(folder), Set.of("age", "size"), Set.of("own", "other"));
  }

  /**
   * The file.
   *
   * @param places such as {@code side: [age], rest: [size]}
   */
  private static String rows(String places) {
    return places.replaceAll("([a-z-]+): (\\[[^]]*])(, )?", "- {weight: $1, checks: $2}\n");
  }

  private static CheckResult flag(String check, Label label) {
    return new CheckResult(
        check,
        label,
        Evidence.of(new Span(0, 4), "Left lung."),
        Evidence.field("OBR-4", "RIGHT"),
        "Check the side.");
  }

  @ParameterizedTest
  @CsvSource({
    "age, UNCERTAIN, CRITICAL",
    "size, NEEDS_REVIEW, REST",
    "own, UNCERTAIN, SIDE",
    "other, NEEDS_REVIEW, CONTRADICTION",
    "other, UNCERTAIN, REST"
  })
  void aCheckHasItsPlaceOrThatOfItsLabel(String check, Label label, Weight weight)
      throws Exception {
    WeightTable table = table("critical: [age], rest: [size], side: [own]");
    assertEquals(weight, table.weighed(flag(check, label)).weight());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "side: [age]|size has no weight; give it one of critical, side, contradiction, rest",
        "side: [age, age, size]|age has two weights",
        "side: [age], rest: [age, size]|age has two weights",
        "side: [age, size, bge]|there is no check bge",
        "heavy: [age, size]|heavy is no weight: critical, side, contradiction, rest",
        "other-patient: [age, size]|other-patient is no weight: critical, side, contradiction, rest"
      })
  void aTableThatIsNotValidSaysWhatToCorrect(String places, String message) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> table(places));
    assertEquals("check/weights.yaml: " + message, e.getMessage());
  }

  @Test
  void theShippedTableHasEachCheckOnce() {
    Set<String> ids = new TreeSet<>(new Checks(SiteFiles.shipped()).ids());
    WeightTable shipped = new WeightTable(SiteFiles.shipped(), ids, Set.of());
    assertEquals(
        List.of("critical-uncommunicated"),
        ids.stream()
            .filter(id -> shipped.weighed(flag(id, Label.UNCERTAIN)).weight() == Weight.CRITICAL)
            .toList());
  }
}
