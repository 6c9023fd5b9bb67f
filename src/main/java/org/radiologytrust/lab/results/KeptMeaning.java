package org.radiologytrust.lab.results;

import org.radiologytrust.cases.TrueClaim;

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
    return meaning.finding().stream().anyMatch(f -> ComparedWords.phraseIn(f, rewrite))
        && ComparedWords.sides(rewrite).equals(ComparedWords.sides(claim.quote()))
        && ComparedWords.sizes(rewrite).equals(ComparedWords.sizes(claim.quote()))
        && ComparedWords.numbers(rewrite).equals(ComparedWords.numbers(claim.quote()))
        && (meaning.size().isEmpty() || ComparedWords.phraseIn(meaning.size(), rewrite));
  }
}
