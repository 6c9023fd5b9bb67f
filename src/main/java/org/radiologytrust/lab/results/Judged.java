package org.radiologytrust.lab.results;

import org.radiologytrust.model.Label;
import org.radiologytrust.model.Texts;

/**
 * What a model said of one true claim.
 *
 * @param label {@code null} when no usable judgement came
 * @param confidence 0 to 1; {@code null} exactly when there is no label
 */
public record Judged(Label label, Double confidence, String evidence) {
  public static final Judged MISSING = new Judged(null, null, "");

  public Judged {
    evidence = Texts.orEmpty(evidence);
  }
}
