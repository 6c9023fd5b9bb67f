package org.radiologytrust.page.image;

import java.util.List;
import java.util.Optional;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.ShownImage;

/**
 * The images of an audit's studies, numbered from 1 in their order. A frame has a position: the
 * frames of all images are counted from 1.
 *
 * @param revocable whether people confirmed that they are of the report's patient, and may take
 *     that back
 */
record StudyImages(List<Instance> all, List<ShownImage> shown, boolean revocable) {
  static StudyImages of(Audit audit) {
    return new StudyImages(
        audit.studies().stream().flatMap(study -> study.instances().stream()).toList(),
        audit.shown(),
        audit.otherPatient().isPresent());
  }

  Optional<Instance> image(int number) {
    return number < 1 || number > all.size() ? Optional.empty() : Optional.of(all.get(number - 1));
  }

  /** SHA-256 of each PNG of this image that the model was shown; usually one or none. */
  List<String> hashes(Instance image) {
    return shown.stream()
        .filter(s -> s.sopInstanceUid().equals(image.sopInstanceUid()))
        .map(ShownImage::sha256)
        .toList();
  }

  /** The position of the frame that stands for an image. */
  int position(int number) {
    return all.stream().limit(number - 1L).mapToInt(Instance::numberOfFrames).sum()
        + all.get(number - 1).middleFrame()
        + 1;
  }

  /** The number of frames of each image. */
  List<Integer> frameCounts() {
    return all.stream().map(Instance::numberOfFrames).toList();
  }
}
