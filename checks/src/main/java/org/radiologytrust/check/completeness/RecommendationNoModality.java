package org.radiologytrust.check.completeness;

import java.util.List;
import java.util.Set;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.mentions.RecommendationReader;
import org.radiologytrust.text.mentions.ReportReading;

/** {@code recommendation-no-modality}: finds imaging that is recommended without saying which. */
final class RecommendationNoModality implements Check {
  static final String ID = "recommendation-no-modality";

  private final RecommendationReader recommendations;

  RecommendationNoModality(RecommendationReader recommendations) {
    this.recommendations = recommendations;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<CheckInput> needs() {
    return Set.of(CheckInput.WHOLE_TEXT);
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    return recommendations.read(r).stream()
        .filter(x -> x.general() && x.modality() == null && x.condition() == null)
        .map(
            x ->
                new CheckResult(
                    ID,
                    Label.UNCERTAIN,
                    x.words(),
                    x.sentence(),
                    "The recommendation does not say which examination: name the modality."))
        .toList();
  }
}
