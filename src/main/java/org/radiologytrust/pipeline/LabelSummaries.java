package org.radiologytrust.pipeline;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Summaries;

/**
 * The summaries of an audit for the clinician and for the patient. They are made of the labels and
 * of the report's own words: no model writes what people read first.
 */
final class LabelSummaries {
  /** Most claims with one label that are quoted. */
  private static final int MOST = 4;

  private LabelSummaries() {}

  /** None where no model assessed a claim. */
  static Summaries of(Audit c) {
    return c.withModel() && c.verdicts().stream().anyMatch(v -> v.label() != null)
        ? new Summaries(clinician(c), patient(c))
        : Summaries.NONE;
  }

  private static String clinician(Audit c) {
    int supported = with(c, Label.SUPPORTED).size();
    int all = c.claims().size();
    String share =
        supported == all && all == 1
            ? "The only claim is supported."
            : supported + " of " + all + (all == 1 ? " claim is" : " claims are") + " supported.";
    return share
        + quoted(" Needs review: ", with(c, Label.NEEDS_REVIEW))
        + quoted(" Uncertain: ", with(c, Label.UNCERTAIN))
        + quoted(" Not assessed: ", with(c, null));
  }

  private static String quoted(String words, List<Claim> claims) {
    int more = claims.size() - MOST;
    return claims.isEmpty()
        ? ""
        : words
            + claims.stream()
                .limit(MOST)
                .map(claim -> "“" + claim.text() + "”")
                .collect(Collectors.joining(", "))
            + (more > 0 ? ", and " + more + " more." : ".");
  }

  private static String patient(Audit c) {
    int all = c.claims().size();
    int again = all - with(c, Label.SUPPORTED).size();
    String compared =
        "A computer program compared "
            + (all == 1 ? "the statement" : "the " + all + " statements")
            + " of this report with the images. ";
    String asked =
        again == 0
            ? "It asks for no second look."
            : "It asks the doctors to look again at "
                + (again < all ? again + " of them." : all == 1 ? "it." : "all of them.");
    return compared + asked + " Your doctor can explain what the report means.";
  }

  private static List<Claim> with(Audit c, @Nullable Label label) {
    return c.claims().stream()
        .filter(claim -> c.verdicts().get(claim.number() - 1).label() == label)
        .toList();
  }
}
