package org.radiologytrust.lab.results;

import org.radiologytrust.cases.TrueClaim;

/** Estimates from the words whether a rewrite keeps the meaning of its claim. */
final class MeaningKept {
  private MeaningKept() {}

  /**
   * True when the rewrite names the finding and has exactly the sides, sizes and numbers of the
   * claim. Causes, advice and negations are not compared.
   *
   * @param claim with a stated meaning
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
