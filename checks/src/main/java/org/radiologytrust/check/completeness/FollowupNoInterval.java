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

/** {@code followup-no-interval}: finds a follow-up that is recommended without saying when. */
final class FollowupNoInterval implements Check {
  static final String ID = "followup-no-interval";

  private final RecommendationReader recommendations;

  FollowupNoInterval(RecommendationReader recommendations) {
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
        .filter(x -> x.followUp() && x.interval() == null && x.condition() == null)
        .map(
            x ->
                new CheckResult(
                    ID,
                    Label.UNCERTAIN,
                    x.words(),
                    x.sentence(),
                    "The follow-up has no interval: say when."))
        .toList();
  }
}
