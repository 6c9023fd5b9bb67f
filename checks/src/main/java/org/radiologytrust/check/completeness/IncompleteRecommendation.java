package org.radiologytrust.check.completeness;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.mentions.Recommendation;
import org.radiologytrust.text.mentions.RecommendationReader;
import org.radiologytrust.text.mentions.ReportReading;

/**
 * {@code followup-no-interval} and {@code recommendation-no-modality}: find a recommendation that
 * gives no condition and does not say when, or which images.
 */
final class IncompleteRecommendation implements Check {
  private final String id;
  private final RecommendationReader recommendations;
  private final Predicate<Recommendation> lacks;
  private final String action;

  private IncompleteRecommendation(
      String id,
      RecommendationReader recommendations,
      Predicate<Recommendation> lacks,
      String action) {
    this.id = id;
    this.recommendations = recommendations;
    this.lacks = lacks;
    this.action = action;
  }

  /** Finds a follow-up that is recommended without saying when. */
  static Check withoutInterval(RecommendationReader recommendations) {
    return new IncompleteRecommendation(
        "followup-no-interval",
        recommendations,
        x -> x.followUp() && x.interval() == null,
        "The follow-up has no interval: say when.");
  }

  /** Finds imaging that is recommended without saying which. */
  static Check withoutModality(RecommendationReader recommendations) {
    return new IncompleteRecommendation(
        "recommendation-no-modality",
        recommendations,
        x -> x.general() && x.modality() == null,
        "The recommendation does not say which examination: name the modality.");
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Set<CheckInput> needs() {
    return Set.of(CheckInput.WHOLE_TEXT);
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<Recommendation> all = recommendations.read(r);
    if (all.isEmpty()) {
      return r.silent("nothing that it knows is recommended");
    }
    return all.stream()
        .filter(x -> x.condition() == null && lacks.test(x))
        .map(x -> new CheckResult(id, Label.UNCERTAIN, x.words(), x.sentence(), action))
        .toList();
  }
}
