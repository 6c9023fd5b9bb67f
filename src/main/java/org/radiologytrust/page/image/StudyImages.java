package org.radiologytrust.page.image;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.ShownImage;

/**
 * The images of an audit's studies, numbered from 1 in their order. A frame has a position: the
 * frames of all images are counted from 1.
 *
 * @param priors those of earlier studies that the model was shown; their numbers follow, and they
 *     have no positions
 * @param revocable whether people confirmed that they are of the report's patient, and may take
 *     that back
 */
record StudyImages(
    List<Instance> all, List<Instance> priors, List<ShownImage> shown, boolean revocable) {
  static StudyImages of(Audit audit) {
    return new StudyImages(
        audit.studies().stream().flatMap(study -> study.instances().stream()).toList(),
        audit.shownPriors().stream().flatMap(prior -> prior.instances().stream()).toList(),
        audit.shown(),
        audit.otherPatient().isPresent());
  }

  Optional<Instance> image(int number) {
    int prior = number - all.size();
    if (prior > 0 && prior <= priors.size()) {
      return Optional.of(priors.get(prior - 1));
    }
    return number < 1 || number > all.size() ? Optional.empty() : Optional.of(all.get(number - 1));
  }

  /** SHA-256 of each PNG of a frame that the model was shown; usually one or none. */
  List<String> hashes(Instance image, int frame) {
    return shown.stream()
        .filter(s -> s.sopInstanceUid().equals(image.sopInstanceUid()))
        .filter(s -> frame(s, image) == frame)
        .map(ShownImage::sha256)
        .toList();
  }

  /** The frames of an image that the model was shown, in order; mostly one or none. */
  List<Integer> frames(Instance image) {
    return shown.stream()
        .filter(s -> s.sopInstanceUid().equals(image.sopInstanceUid()))
        .map(s -> frame(s, image))
        .distinct()
        .sorted()
        .toList();
  }

  private static int frame(ShownImage shown, Instance image) {
    return shown.frame() == null ? image.shownFrame() : shown.frame();
  }

  /** The position of the frame that stands for an image. */
  int position(int number) {
    return position(number, all.get(number - 1).shownFrame());
  }

  int position(int number, int frame) {
    return all.stream().limit(number - 1L).mapToInt(Instance::numberOfFrames).sum() + frame + 1;
  }

  /** The image that has a frame at a position; empty if there is none. */
  Optional<Instance> at(int position) {
    int last = 0;
    for (Instance image : all) {
      last += image.numberOfFrames();
      if (position <= last) {
        return Optional.of(image);
      }
    }
    return Optional.empty();
  }

  /** The position of the frame that stands for an image; empty if it is not one of these. */
  Optional<Integer> position(String sopInstanceUid) {
    return IntStream.rangeClosed(1, all.size())
        .filter(number -> all.get(number - 1).sopInstanceUid().equals(sopInstanceUid))
        .mapToObj(this::position)
        .findFirst();
  }

  /** The position in the middle of the longest series. There must be an image. */
  int middle() {
    Map<String, List<Integer>> series = new LinkedHashMap<>();
    int position = 1;
    for (Instance image : all) {
      List<Integer> positions =
          series.computeIfAbsent(image.seriesInstanceUid(), uid -> new ArrayList<>());
      for (int frame = 0; frame < image.numberOfFrames(); frame++) {
        positions.add(position++);
      }
    }
    List<Integer> longest = Collections.max(series.values(), Comparator.comparing(List::size));
    return longest.get(longest.size() / 2);
  }

  /** The number of frames of each image. */
  List<Integer> frameCounts() {
    return all.stream().map(Instance::numberOfFrames).toList();
  }
}
