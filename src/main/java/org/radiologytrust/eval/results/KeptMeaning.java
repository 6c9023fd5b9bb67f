package org.radiologytrust.eval.results;

import org.radiologytrust.eval.cases.TrueClaim;

/** Whether a rewrite says the same of the same thing, as far as words tell. */
final class KeptMeaning {
  private KeptMeaning() {}

  /**
   * Some word for the finding stands in it; sides, sizes and numbers are the claim's, none more and
   * none less. Causes, advice and negations are not looked at.
   *
   * @param claim one whose meaning is told
   */
  static boolean in(String rewrite, TrueClaim claim) {
    TrueClaim.Meaning meaning = claim.meaning();
    return meaning.finding().stream().anyMatch(f -> Words.phraseIn(f, rewrite))
        && Words.sides(rewrite).equals(Words.sides(claim.quote()))
        && Words.sizes(rewrite).equals(Words.sizes(claim.quote()))
        && Words.numbers(rewrite).equals(Words.numbers(claim.quote()))
        && (meaning.size().isEmpty() || Words.phraseIn(meaning.size(), rewrite));
  }
}
