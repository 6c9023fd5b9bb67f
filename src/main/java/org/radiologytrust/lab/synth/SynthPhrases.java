package org.radiologytrust.lab.synth;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Sentences; {@code synth/phrases.yaml} tells what each is. */
record SynthPhrases(
    Parted<String> present,
    Parted<String> measured,
    Parted<String> counted,
    Parted<String> absent,
    Parted<Hedge> hedged,
    Parted<String> certain,
    Parted<String> recommended,
    Pairs pairs,
    List<Doubt> doubts,
    Map<String, String> evidence,
    Rewrites rewrites,
    Summaries summaries) {
  private static final List<String> EVIDENCE =
      List.of(
          "listed",
          "absence",
          "otherSide",
          "normal",
          "absentFinding",
          "wrongSide",
          "wrongSize",
          "wrongCount",
          "contradicted",
          "contradictedNormal",
          "hedged",
          "doubtful",
          "doubtfulAbsence",
          "overconfident");

  /** Those for training and those for unseen cases. */
  record Parted<T>(List<T> train, List<T> unseen) {
    List<T> of(Split split) {
      return split == Split.UNSEEN ? unseen : train;
    }

    boolean lacks() {
      return train == null || unseen == null || train.isEmpty() || unseen.isEmpty();
    }
  }

  /**
   * @param word what makes it a hedge
   */
  record Hedge(String text, String word) {}

  /**
   * Two claims in one sentence.
   *
   * @param word what makes the second one a hedge; {@code null} where it is none
   */
  record Pair(String first, String joint, String second, String word) {}

  /** Pairs by what they join. */
  record Pairs(
      Parted<Pair> both, Parted<Pair> without, Parted<Pair> hedged, Parted<Pair> neither) {}

  /** Why a listed finding is doubtful. */
  record Doubt(String cue, String says, String quality) {}

  /** Calm wording. */
  record Rewrites(
      List<String> hedged,
      List<String> doubtful,
      List<String> doubtfulAbsence,
      List<String> overconfident) {}

  /** Texts of summaries. */
  record Summaries(
      String needsReview,
      String uncertain,
      String allSupported,
      String shown,
      String notShown,
      String notShownAlone,
      String checking,
      String nothing) {}

  /** What is missing, or empty. */
  String problem() {
    if (Stream.of(present, measured, counted, absent, hedged, certain, recommended)
        .anyMatch(p -> p == null || p.lacks())) {
      return "needs train and unseen sentences of every kind";
    }
    if (pairs == null
        || Stream.of(pairs.both, pairs.without, pairs.hedged, pairs.neither)
            .anyMatch(p -> p == null || p.lacks())) {
      return "pairs: needs train and unseen ones of every kind";
    }
    if (doubts == null || doubts.isEmpty() || rewrites == null || summaries == null) {
      return "needs doubts, rewrites and summaries";
    }
    if (evidence == null || !evidence.keySet().containsAll(EVIDENCE)) {
      return "evidence: needs " + String.join(", ", EVIDENCE);
    }
    return "";
  }
}
