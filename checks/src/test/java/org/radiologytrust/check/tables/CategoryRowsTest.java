package org.radiologytrust.check.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.check.CheckTester;
import org.radiologytrust.files.SiteFiles;

/** Each row of the shipped tables, in a report that agrees with it and in one that does not. */
class CategoryRowsTest {
  private static final SiteFiles FILES = SiteFiles.shipped();

  /** How a report advises what a table calls by these names. */
  private static final Map<String, String> ADVICE =
      Map.of(
          "biopsy", "Tissue diagnosis is recommended.",
          "routine", "Routine follow-up is recommended.",
          "short interval", "Short-interval follow-up is recommended.",
          "recall", "Additional imaging is recommended.",
          "imaging", "Breast MRI is recommended.",
          "referral", "Referral to pulmonology is recommended.",
          "pet", "PET/CT is recommended.",
          "nothing further", "No further follow-up is recommended.",
          "follow up", "Ultrasound follow-up is recommended.");

  /** A nodule has a size. */
  private static final double LEAST = 3;

  /** How exactly sizes are measured, in millimetres. */
  private static final double STEP = 0.1;

  private record Case(String text, boolean flagged) {}

  private static List<AssessmentTable> tables() {
    CategoryReader categories = new CategoryReader(FILES);
    return AssessmentTables.load(
        FILES, categories, new AdviceReader(FILES), new Assessments(FILES, categories));
  }

  private static String named(AssessmentTable table, String category) {
    return table.system().toUpperCase(Locale.ROOT).replace(" RADS", "-RADS")
        + " "
        + category.toUpperCase(Locale.ROOT);
  }

  static List<Case> words() {
    List<Case> cases = new ArrayList<>();
    for (AssessmentTable table : tables()) {
      Map<String, AssessmentTable.Category> rows =
          table.categories() == null ? Map.of() : table.categories();
      rows.forEach(
          (category, row) -> {
            for (String words : row.words() == null ? Set.<String>of() : row.words()) {
              for (String other : rows.keySet()) {
                boolean own =
                    other.equals(category)
                        || AssessmentTable.compatible(other, category)
                        || rows.get(other).words() != null
                            && rows.get(other).words().contains(words);
                cases.add(
                    new Case("IMPRESSION: " + named(table, other) + ": " + words + ".", !own));
              }
            }
          });
    }
    return cases;
  }

  static List<Case> advice() {
    List<Case> cases = new ArrayList<>();
    for (AssessmentTable table : tables()) {
      if (table.categories() != null) {
        table
            .categories()
            .forEach(
                (category, row) -> {
                  String start = "IMPRESSION: " + named(table, category) + ". ";
                  items(row.fits()).forEach(i -> cases.add(new Case(start + advised(i), false)));
                  items(row.against()).forEach(i -> cases.add(new Case(start + advised(i), true)));
                });
      }
    }
    return cases;
  }

  /** Both ends of each sum, at each level. */
  static List<Case> points() {
    List<Case> cases = new ArrayList<>();
    for (AssessmentTable table : tables()) {
      for (AssessmentTable.Points row : rows(table.points())) {
        for (int sum : List.of(row.from(), row.to())) {
          for (String category : table.categories().keySet()) {
            cases.add(
                new Case(
                    "IMPRESSION: Nodule, %s (%d points).".formatted(named(table, category), sum),
                    !row.category().equals(category)));
          }
        }
      }
    }
    return cases;
  }

  /** The smallest and the largest size of each row. */
  static List<Case> sizes() {
    List<Case> cases = new ArrayList<>();
    for (AssessmentTable table : tables()) {
      for (AssessmentTable.Row row : rows(table.sizes())) {
        for (double size : List.of(Math.max(row.from(), LEAST), row.to() - STEP)) {
          if (row.categories() != null) {
            for (String category : table.order()) {
              boolean fits =
                  row.categories().stream()
                      .anyMatch(known -> AssessmentTable.compatible(known, category));
              cases.add(new Case(nodule(row, size) + named(table, category) + ".", !fits));
            }
          } else {
            String start = nodule(row, size) + start(table, row);
            items(row.fits()).forEach(i -> cases.add(new Case(start + advised(i), false)));
            items(row.against()).forEach(i -> cases.add(new Case(start + advised(i), true)));
          }
        }
      }
    }
    return cases;
  }

  private static String nodule(AssessmentTable.Row row, double size) {
    String type = row.type() == null ? "" : row.type() + " ";
    String text =
        Boolean.TRUE.equals(row.several())
            ? "There are multiple %1$snodules, the largest a %1$snodule of %2$s mm."
            : "There is a %snodule of %s mm.";
    return "FINDINGS: " + text.formatted(type, size) + "\nIMPRESSION: ";
  }

  private static String start(AssessmentTable table, AssessmentTable.Row row) {
    return row.category() == null
        ? "By the " + table.name() + " guidelines. "
        : named(table, row.category()) + " nodule. ";
  }

  private static <T> List<T> rows(List<T> rows) {
    return rows == null ? List.of() : rows;
  }

  private static Set<String> items(Set<String> items) {
    return items == null ? Set.of() : items;
  }

  private static String advised(String item) {
    String kind = ADVICE.get(item);
    return kind == null ? "Follow-up in " + item.replace("-", " to ") + " is recommended." : kind;
  }

  private static boolean flagged(String check, Case c) {
    return !CheckTester.run(check, new CaseBuilder().text(c.text()).build()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("words")
  void wordsOfACategory(Case c) {
    assertEquals(c.flagged(), flagged(CategoryWords.ID, c), c.text());
  }

  @ParameterizedTest
  @MethodSource("advice")
  void adviceOfACategory(Case c) {
    assertEquals(c.flagged(), flagged(CategoryAdvice.ID, c), c.text());
  }

  @ParameterizedTest
  @MethodSource("points")
  void pointsOfALevel(Case c) {
    assertEquals(c.flagged(), flagged(CategoryPoints.ID, c), c.text());
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void sizesOfARow(Case c) {
    assertEquals(c.flagged(), flagged(CategorySize.ID, c), c.text());
  }

  @Test
  void eachTableSaysWhereItIsFrom() {
    assertTrue(tables().size() >= 8);
    tables().forEach(table -> assertTrue(table.title().matches(".*20\\d\\d.*"), table.title()));
  }
}
