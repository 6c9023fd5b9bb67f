package org.radiologytrust.lab.baseline;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Trivial rules that label claims without an image: what a figure of labels is worth beside them.
 */
public enum Baseline {
  MAJORITY("majority", "the most frequent label"),
  KIND("kind", "the most frequent label of the claim's type"),
  LENGTH("length", "the most frequent labels up to and above the best length in characters"),
  TEXT("text", "the most frequent label of claims that hedge, deny or are too sure alike");

  private final String title;
  private final String meaning;

  Baseline(String title, String meaning) {
    this.title = title;
    this.meaning = meaning;
  }

  public String title() {
    return title;
  }

  /** The rule, as part of a sentence. */
  public String meaning() {
    return meaning;
  }

  /** All rules, how they are fitted, and when one reaches a figure. */
  public static String explanation() {
    return "A rule that sees no image reaches a figure where the figure is not clearly higher: the"
        + " 95 % interval of the difference, on the same claims, includes 0, or is missing with fewer"
        + " than six cases, or the rule is better."
        + " Rules: "
        + Stream.of(values())
            .map(b -> b.title + " (" + b.meaning + ")")
            .collect(Collectors.joining(", "))
        + ". Each is fitted on all other cases and judges the case that is left out (leave one case"
        + " out).";
  }
}
