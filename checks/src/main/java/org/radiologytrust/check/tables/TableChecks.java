package org.radiologytrust.check.tables;

import java.util.List;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.measures.MeasuredThings;
import org.radiologytrust.text.mentions.Sides;

/** The checks that compare the report with published tables. */
public final class TableChecks {
  private TableChecks() {}

  /**
   * All of them, in the order in which they run.
   *
   * @throws IllegalArgumentException when a table is not valid
   */
  public static List<Check> all(SiteFiles files, CategoryReader categories, Sides sides) {
    Assessments assessments = new Assessments(files, categories);
    AdviceReader advice = new AdviceReader(files);
    List<AssessmentTable> tables = AssessmentTables.load(files, categories, advice, assessments);
    return List.of(
        new CategoryWords(files, tables, assessments),
        new CategoryAdvice(tables, assessments, advice),
        new CategoryPoints(tables, assessments),
        new CategorySize(
            tables,
            assessments,
            new Lesions(files, new MeasuredThings(files), assessments),
            advice),
        new CategoryTwice(tables, assessments, sides));
  }
}
