package org.radiologytrust.check.earlier;

import java.util.List;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.exam.ExaminationKinds;
import org.radiologytrust.check.within.WithinChecks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.mentions.RecommendationReader;
import org.radiologytrust.text.mentions.Sides;

/** The checks that compare a report with the patient's earlier reports. */
public final class EarlierChecks {
  private EarlierChecks() {}

  /**
   * All of them, in the order in which they run.
   *
   * @throws IllegalArgumentException when a file is not valid
   */
  public static List<Check> all(
      SiteFiles files, Sides sides, ExaminationKinds kinds, WithinChecks.Readers readers) {
    EarlierWords words = EarlierWords.load(files);
    EarlierStudies studies = new EarlierStudies(words, kinds);
    EarlierStatements statements =
        new EarlierStatements(
            words, studies, sides, readers.statements(), readers.denials(), readers.dates());
    PastClaims claims = new PastClaims(words);
    return List.of(
        new EarlierRemoved(words, readers.organs(), studies),
        new EarlierSide(claims, statements, readers.sides()),
        new EarlierNew(words, claims, statements, readers.denials()),
        new EarlierUnchanged(claims, statements),
        new EarlierSize(
            readers.distinctions(),
            readers.measurements(),
            readers.things(),
            readers.trends(),
            studies,
            statements),
        new EarlierDate(words, studies, readers.comparisons(), readers.comparedDates()),
        new EarlierFollowup(words, studies, new RecommendationReader(files)),
        new EarlierCopied(words, studies, statements));
  }
}
