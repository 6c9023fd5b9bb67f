package org.radiologytrust.model;

import java.util.List;

/**
 * The result of the findings step for one image.
 *
 * @param quality good, limited or poor, as the model judged it
 */
public record ImageRead(String sopInstanceUid, String quality, List<Finding> findings) {
  public ImageRead {
    findings = Texts.copy(findings);
  }
}
