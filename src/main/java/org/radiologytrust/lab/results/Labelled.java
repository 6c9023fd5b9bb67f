package org.radiologytrust.lab.results;

import org.radiologytrust.cases.Truth;
import org.radiologytrust.model.Texts;

/**
 * A labelled case as figures and the page need it.
 *
 * @param id the case's folder name
 * @param report the canonical report text: spans are counted in it
 * @param withImages whether the case has images; findings count in such cases alone
 */
public record Labelled(String id, String report, Truth truth, boolean withImages) {
  public Labelled {
    report = Texts.orEmpty(report);
  }
}
