package org.radiologytrust.lab.results;

import org.radiologytrust.cases.Truth;
import org.radiologytrust.model.Texts;

/**
 * A case with its true labels.
 *
 * @param id the case's folder name
 * @param report the canonical report text, which spans refer to
 * @param withImages whether the case has images; findings are counted only in these cases
 */
public record LabelledCase(String id, String report, Truth truth, boolean withImages) {
  public LabelledCase {
    report = Texts.orEmpty(report);
  }
}
