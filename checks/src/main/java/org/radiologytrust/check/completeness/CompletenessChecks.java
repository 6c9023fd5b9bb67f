package org.radiologytrust.check.completeness;

import java.util.List;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.mentions.CommunicationReader;
import org.radiologytrust.text.mentions.RecommendationReader;

/** The checks of what a report has to say: that somebody was told, when to come again. */
public final class CompletenessChecks {
  private CompletenessChecks() {}

  /** All of them, in the order in which they run. */
  public static List<Check> all(SiteFiles files) {
    NotableFindings critical = new NotableFindings(files, News.CRITICAL);
    NotableFindings significant = new NotableFindings(files, "significant-findings.yaml");
    RecommendationReader recommendations = new RecommendationReader(files);
    return List.of(
        new CriticalUncommunicated(critical, new CommunicationReader(files)),
        LeftOut.ofImpression("critical-left-out", critical),
        LeftOut.ofImpression("finding-left-out", significant),
        LeftOut.ofFindings("unsupported-impression", significant),
        IncompleteRecommendation.withoutInterval(recommendations),
        IncompleteRecommendation.withoutModality(recommendations));
  }
}
