package org.radiologytrust.cases;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Texts;

/**
 * One claim of a case's report with its true label.
 *
 * @param quote the claim's words, exactly as in the canonical report text
 * @param start where the quote begins in the canonical text, in code points, from 0
 * @param label {@code null} if the claim is not labelled
 * @param reason why it has this label, in a word or two, such as {@code wrong side}; used in tables
 *     and never shown to a model
 * @param evidence one sentence that a good answer could give
 * @param findings indexes in {@link Truth#findings} of the findings that the claim is about
 * @param meaning what a rewrite must keep; {@code null} if unknown
 * @param rewrites good rewrites; empty unless the claim is uncertain
 */
public record TrueClaim(
    String quote,
    int start,
    ClaimType type,
    @Nullable Label label,
    String reason,
    String evidence,
    List<Integer> findings,
    @Nullable Meaning meaning,
    List<String> rewrites) {
  public TrueClaim {
    reason = Texts.orEmpty(reason);
    evidence = Texts.orEmpty(evidence);
    findings = Texts.copy(findings);
    rewrites = Texts.copy(rewrites);
  }

  /** Where the quote ends in the canonical text, in code points, exclusive. */
  public int end() {
    return start + quote.codePointCount(0, quote.length());
  }

  /**
   * The parts of a claim's meaning.
   *
   * @param finding words for the finding; its name comes first, and a rewrite may use any of them
   * @param side left, right, both, or empty
   * @param size the size word or measurement as written, such as {@code small} or {@code 8 mm};
   *     empty if there is none
   */
  public record Meaning(List<String> finding, String side, String size) {
    public Meaning {
      finding = Texts.copy(finding);
      side = Texts.orEmpty(side);
      size = Texts.orEmpty(size);
    }
  }
}
