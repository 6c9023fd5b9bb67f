package org.radiologytrust.model;

import java.util.List;

/**
 * The result of the findings step for one image, or for a stack of slices.
 *
 * @param sopInstanceUid of the image; of the slice in the middle of a stack
 * @param quality good, limited or poor, as the model judged it
 */
public record ImageRead(String sopInstanceUid, String quality, List<Finding> findings) {
  public ImageRead {
    findings = Texts.copy(findings);
  }
}
