package org.radiologytrust.check.tables;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;

/** Loads the published tables: those of {@code tables.yaml}, and those that a site adds. */
final class AssessmentTables {
  private static final String FOLDER = "tables";
  private static final String SUFFIX = ".yaml";

  private final SiteFiles files;
  private final CategoryReader categories;
  private final AdviceReader advice;
  private final Assessments assessments;

  private AssessmentTables(
      SiteFiles files, CategoryReader categories, AdviceReader advice, Assessments assessments) {
    this.files = files;
    this.categories = categories;
    this.advice = advice;
    this.assessments = assessments;
  }

  /**
   * All tables.
   *
   * @throws IllegalArgumentException when a file is not valid; the message names it and its row
   */
  static List<AssessmentTable> load(
      SiteFiles files, CategoryReader categories, AdviceReader advice, Assessments assessments) {
    return new AssessmentTables(files, categories, advice, assessments).load();
  }

  private List<AssessmentTable> load() {
    Set<String> names =
        new LinkedHashSet<>(files.words(FOLDER + SUFFIX, new TypeReference<List<String>>() {}));
    for (String own : files.ownWords(FOLDER)) {
      names.add(own.substring(own.lastIndexOf('/') + 1).replace(SUFFIX, ""));
    }
    List<AssessmentTable> tables = new ArrayList<>();
    for (String name : names) {
      String file = FOLDER + "/" + name + SUFFIX;
      tables.add(checked(file, files.words(file, new TypeReference<AssessmentTable>() {})));
    }
    return List.copyOf(tables);
  }

  private AssessmentTable checked(String file, AssessmentTable table) {
    if (table.system() == null && table.mentions() == null) {
      throw wrong(file, "needs a system or mentions");
    }
    known(file, "system", table.system(), categories::hasSystem);
    String system = table.system();
    Predicate<String> category = name -> system != null && categories.has(system, name);
    all(file, "order", table.order(), category);
    Map<String, AssessmentTable.Category> all =
        table.categories() == null ? Map.of() : table.categories();
    all(file, "categories", all.keySet(), category);
    all.forEach((name, row) -> advice(file, "category " + name, row.fits(), row.against()));
    for (AssessmentTable.Description row : SiteFiles.orEmpty(table.described())) {
      all(file, row.excludes().toString(), row.excludes(), category);
    }
    for (AssessmentTable.Points row : SiteFiles.orEmpty(table.points())) {
      known(file, row.toString(), row.category(), category);
      ordered(file, row.toString(), row.from(), row.to() + 1);
    }
    for (AssessmentTable.Row row : SiteFiles.orEmpty(table.sizes())) {
      known(file, row.toString(), row.category(), category);
      known(file, row.toString(), row.type(), assessments::hasType);
      all(file, row.toString(), row.categories(), category);
      ordered(file, row.toString(), row.from(), row.to());
      advice(file, row.toString(), row.fits(), row.against());
    }
    return table;
  }

  private void advice(
      String file, String row, @Nullable Set<String> fits, @Nullable Set<String> against) {
    all(file, row, fits, advice::known);
    all(file, row, against, advice::known);
  }

  private static void ordered(String file, String row, double from, double to) {
    if (from >= to) {
      throw wrong(file, row + ": from is not below to");
    }
  }

  private static void all(
      String file, String row, @Nullable Collection<String> names, Predicate<String> known) {
    if (names != null) {
      names.forEach(name -> known(file, row, name, known));
    }
  }

  private static void known(
      String file, String row, @Nullable String name, Predicate<String> known) {
    if (name != null && !known.test(name)) {
      throw wrong(file, row + ": there is no " + name);
    }
  }

  private static IllegalArgumentException wrong(String file, String what) {
    return new IllegalArgumentException(file + ": " + what);
  }
}
