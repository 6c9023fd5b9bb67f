package org.radiologytrust.pipeline;

import java.util.List;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Study;

/**
 * How much of its studies a report's audit looked at.
 *
 * @param shown images that the model was shown
 * @param all images that it could have been shown; each frame of a multi-frame object is one
 */
record ImageCoverage(int shown, long all) {
  /** Raw detector images count only where the studies have no others: they show the same. */
  static ImageCoverage of(List<Study> studies, List<Instance> shown) {
    List<Instance> images = studies.stream().flatMap(s -> s.instances().stream()).toList();
    List<Instance> presented = images.stream().filter(i -> !i.forProcessing()).toList();
    return new ImageCoverage(
        shown.size(),
        (presented.isEmpty() ? images : presented)
            .stream().mapToLong(Instance::numberOfFrames).sum());
  }

  /** Whether some were shown, and others were not. */
  boolean partly() {
    return shown > 0 && shown < all;
  }

  /** Such as {@code 4 of 412 images}. */
  String words() {
    return shown + " of " + all + " images";
  }
}
