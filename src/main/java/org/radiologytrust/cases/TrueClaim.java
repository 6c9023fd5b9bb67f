package org.radiologytrust.cases;

import java.util.List;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Texts;

/**
 * One claim of a case's report, and how it is to be judged.
 *
 * @param quote the claim's words; {@code text.substring} of the canonical report text at {@code
 *     start}, in code points
 * @param start of the quote in the canonical text, in code points, from 0
 * @param label the true one; {@code null} where it is not labelled
 * @param reason why it has this label, in a word or two, such as {@code wrong side}: for the tables
 *     of wrong cases, never shown to a model
 * @param evidence one sentence that a good answer could give
 * @param findings places in {@link Truth#findings} that the claim speaks of, from 0
 * @param meaning what a rewrite must keep; {@code null} where it is not told
 * @param rewrites good ways to word it; only of uncertain claims
 */
public record TrueClaim(
    String quote,
    int start,
    ClaimType type,
    Label label,
    String reason,
    String evidence,
    List<Integer> findings,
    Meaning meaning,
    List<String> rewrites) {
  public TrueClaim {
    reason = Texts.orEmpty(reason);
    evidence = Texts.orEmpty(evidence);
    findings = Texts.copy(findings);
    rewrites = Texts.copy(rewrites);
  }

  /** End of the quote, in code points, exclusive. */
  public int end() {
    return start + quote.codePointCount(0, quote.length());
  }

  /**
   * What a claim says, taken apart.
   *
   * @param finding words for the finding, any of which a rewrite may use; the first is its name
   * @param side left, right, both, or empty
   * @param size the size word or measure as written, such as {@code small} or {@code 8 mm}; empty =
   *     none
   */
  public record Meaning(List<String> finding, String side, String size) {
    public Meaning {
      finding = Texts.copy(finding);
      side = Texts.orEmpty(side);
      size = Texts.orEmpty(size);
    }
  }
}
