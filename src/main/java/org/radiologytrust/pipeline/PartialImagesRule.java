package org.radiologytrust.pipeline;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.pipeline.step.ImageCoverage;
import org.radiologytrust.pipeline.words.ComparingClaims;
import org.radiologytrust.pipeline.words.DenyingClaims;

/**
 * Limits the labels of an audit in which the model was shown only some of the images, or a stack in
 * which places are missing. A finding may be where it was shown nothing, so the model can neither
 * reject a claim nor confirm an absence. Such claims become not assessed. Two kinds of label
 * remain: support for a finding on a shown image, and "needs review" when it names such a finding.
 * A claim that compares is held against the images that were shown beside the earlier studies.
 */
final class PartialImagesRule {
  private final DenyingClaims denying;
  private final ComparingClaims comparing;

  PartialImagesRule(DenyingClaims denying, ComparingClaims comparing) {
    this.denying = denying;
    this.comparing = comparing;
  }

  /** The audit with the labels that the shown images can justify. */
  Audit limit(Audit c) {
    if (c.shownPriors().isEmpty()) {
      return limit(c, c.instances(), claim -> true);
    }
    Audit compared = limit(c, c.compared(), comparing::compares);
    return limit(compared, c.instances(), claim -> !comparing.compares(claim));
  }

  private Audit limit(Audit c, List<Instance> shown, Predicate<Claim> which) {
    ImageCoverage images = ImageCoverage.of(c.studies(), shown);
    if (!images.partly()) {
      return c;
    }
    Map<Integer, Claim> claims =
        c.claims().stream().collect(Collectors.toMap(Claim::number, Function.identity()));
    String lack = images.lack();
    List<Verdict> limited =
        c.verdicts().stream()
            .map(
                v ->
                    v.label() == null
                            || !which.test(claims.get(v.claim()))
                            || stands(v, claims.get(v.claim()))
                        ? v
                        : Verdict.notAssessed(v.claim(), lack + "."))
            .toList();
    long lost = count(c.verdicts()) - count(limited);
    String note =
        "%s: %d %s not assessed for that reason."
            .formatted(lack, lost, lost == 1 ? "claim is" : "claims are");
    return lost == 0 ? c : c.toBuilder().verdicts(limited).addNote(note).build();
  }

  private boolean stands(Verdict v, Claim claim) {
    return v.label() == Label.SUPPORTED && !denying.denies(claim)
        || v.label() == Label.NEEDS_REVIEW && !v.findings().isEmpty();
  }

  private static long count(List<Verdict> verdicts) {
    return verdicts.stream().filter(v -> v.label() != null).count();
  }
}
