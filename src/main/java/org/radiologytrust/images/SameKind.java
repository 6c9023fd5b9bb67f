package org.radiologytrust.images;

import java.util.List;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;

/** Tells which studies show the same part of the body in the same kind of images. */
@FunctionalInterface
public interface SameKind {
  /**
   * Whether a study surely does.
   *
   * @param own the studies of the report
   */
  boolean isSame(Report report, List<Study> own, Study other);
}
