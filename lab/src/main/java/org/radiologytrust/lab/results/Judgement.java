package org.radiologytrust.lab.results;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Texts;

/**
 * A model's judgement of one true claim.
 *
 * @param label {@code null} when no usable judgement came
 * @param confidence 0 to 1; {@code null} exactly when there is no label
 */
public record Judgement(@Nullable Label label, @Nullable Double confidence, String evidence) {
  public static final Judgement MISSING = new Judgement(null, null, "");

  public Judgement {
    evidence = Texts.orEmpty(evidence);
  }
}
