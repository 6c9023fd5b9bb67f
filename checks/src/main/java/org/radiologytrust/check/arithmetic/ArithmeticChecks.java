package org.radiologytrust.check.arithmetic;

import java.util.List;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.measures.Comparisons;
import org.radiologytrust.text.measures.Dates;
import org.radiologytrust.text.measures.Measurements;
import org.radiologytrust.text.mentions.CommunicationReader;

/** The checks that calculate again what the report has calculated. */
public final class ArithmeticChecks {
  private ArithmeticChecks() {}

  /** All of them, in the order in which they run. */
  public static List<Check> all(SiteFiles files) {
    Measurements measurements = new Measurements(files);
    Dates dates = new Dates(files);
    return List.of(
        new TargetSum(files, measurements),
        new Volume(files, measurements),
        new GestationalAge(new Pregnancy(files, dates)),
        new CommunicationTime(new CommunicationReader(files), new Comparisons(files), dates));
  }
}
