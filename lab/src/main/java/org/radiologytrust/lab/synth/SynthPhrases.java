package org.radiologytrust.lab.synth;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Patterns of sentences; {@code lab/synth/phrases.yaml} describes the fields. */
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
    Rewrites rewrites) {
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

  /** Patterns for training and held-out cases, and patterns for unseen cases. */
  record Parted<T>(List<T> train, List<T> unseen) {
    List<T> of(Split split) {
      return split == Split.UNSEEN ? unseen : train;
    }

    boolean lacks() {
      return train == null || unseen == null || train.isEmpty() || unseen.isEmpty();
    }
  }

  /**
   * @param word the hedging word
   */
  record Hedge(String text, String word) {}

  /**
   * Two claims in one sentence.
   *
   * @param word the hedging word of the second claim; {@code null} if it is not hedged
   */
  record Pair(String first, String joint, String second, @Nullable String word) {}

  /** Pairs by what they join. */
  record Pairs(
      Parted<Pair> both, Parted<Pair> without, Parted<Pair> hedged, Parted<Pair> neither) {}

  /** Why a listed finding is doubtful. */
  record Doubt(String cue, String says, String quality) {}

  /** Patterns of calm wording. */
  record Rewrites(
      List<String> hedged,
      List<String> doubtful,
      List<String> doubtfulAbsence,
      List<String> overconfident) {}

  /** Says what is missing; empty if the file is valid. */
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
    if (doubts == null || doubts.isEmpty() || rewrites == null) {
      return "needs doubts and rewrites";
    }
    if (evidence == null || !evidence.keySet().containsAll(EVIDENCE)) {
      return "evidence: needs " + String.join(", ", EVIDENCE);
    }
    return "";
  }
}
