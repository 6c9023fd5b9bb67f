package org.radiologytrust.images;

import java.util.List;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;

/** Chooses the images that a model is shown. */
@FunctionalInterface
public interface ImageChoice {
  /** Chooses images of studies: study by study, slices in order. */
  List<Instance> choose(Report report, List<Study> studies);

  /**
   * The same where the slices that may be shown are shared evenly, between earlier studies and
   * those of the report.
   *
   * @param parts each earlier study is one, and all studies of the report together are one
   */
  default ImageChoice sharedBy(int parts) {
    return this;
  }
}
