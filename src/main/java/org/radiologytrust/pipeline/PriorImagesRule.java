package org.radiologytrust.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.PriorStudy;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.pipeline.words.ComparingClaims;

/**
 * Takes back what a model says about a change when it was shown no earlier study: such a claim is
 * not assessed. Which earlier studies it was shown, and which it was not, is noted.
 */
final class PriorImagesRule {
  private static final String REASON =
      "This compares with an earlier study, and the model was shown none.";

  private final ComparingClaims comparing;

  PriorImagesRule(ComparingClaims comparing) {
    this.comparing = comparing;
  }

  /** The audit with the labels that the shown studies can justify. */
  Audit limit(Audit c) {
    Map<Integer, Claim> claims =
        c.claims().stream().collect(Collectors.toMap(Claim::number, Function.identity()));
    boolean shown = !c.shownPriors().isEmpty();
    String why = left(c).isEmpty() ? REASON : REASON + " " + left(c);
    List<Verdict> verdicts = new ArrayList<>();
    int compare = 0;
    for (Verdict v : c.verdicts()) {
      boolean concerned = v.label() != null && comparing.compares(claims.get(v.claim()));
      compare += concerned ? 1 : 0;
      verdicts.add(concerned && !shown ? Verdict.withoutPrior(v.claim(), why, v.findings()) : v);
    }
    return compare == 0 ? c : c.toBuilder().verdicts(verdicts).addNote(note(c, compare)).build();
  }

  private static String note(Audit c, int claims) {
    String many = claims + (claims == 1 ? " claim compares" : " claims compare");
    String shown = PriorStudy.words(c.priors(), true);
    String which =
        shown.isEmpty()
            ? " with an earlier study, and the model was shown none: not assessed."
            : " with an earlier study; for that, the model was shown: " + shown + ".";
    return (many + which + " " + left(c)).strip();
  }

  /** The earlier studies that were not shown; empty for none. */
  private static String left(Audit c) {
    String left = PriorStudy.words(c.priors(), false);
    return left.isEmpty() ? "" : "Not shown: " + left + ".";
  }
}
