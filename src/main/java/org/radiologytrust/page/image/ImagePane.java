package org.radiologytrust.page.image;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The images beside a report, for the template {@code page/image.jte}.
 *
 * @param report our id of the report
 * @param run the audit
 * @param frameCounts number of frames of each image; not empty
 * @param first the position that shows first
 * @param named the position of the image that a flag names, by the number of the flag
 * @param seen the images that the model was shown, in the order of the studies
 * @param when when the model was shown them, such as {@code at 10:42}
 * @param windows those that the viewer offers beside the one as stored
 * @param link leads to the study in the site's viewer; empty for none
 * @param slices which slices of which series the model was shown; empty for none
 * @param priors the earlier studies that the model was shown for claims that compare
 * @param priorsLeft those that it was not, with the reasons; empty for none
 */
public record ImagePane(
    UUID report,
    UUID run,
    State state,
    List<Integer> frameCounts,
    int first,
    Map<Integer, Integer> named,
    List<Seen> seen,
    String when,
    List<Preset> windows,
    String link,
    String slices,
    List<Prior> priors,
    String priorsLeft) {
  /** What is known about what the model saw. */
  enum State {
    /** The model was shown none. */
    UNSEEN,
    /** An older version of this product did not record what was shown. */
    UNRECORDED,
    /** The model was shown images. */
    SEEN
  }

  /**
   * A window to choose.
   *
   * @param text for the script: width and center
   * @param key the digit that chooses it
   */
  record Preset(String name, String text, int key) {}

  /**
   * An image that the model was shown.
   *
   * @param frame the one that it was shown, from 0
   * @param position of that frame
   * @param sha256 first 8 digits, in two groups
   * @param findings what the model saw, in its own words
   */
  record Seen(int number, int frame, int position, String sha256, List<Said> findings) {
    /** The boxes that the model gave, in order. */
    List<BoxMark> boxes() {
      return findings.stream().flatMap(said -> Stream.ofNullable(said.box())).toList();
    }
  }

  /**
   * What the model saw.
   *
   * @param location may be empty
   * @param box where the model says that it is; {@code null} for nowhere
   * @param last whether it is the last about this image
   */
  record Said(String description, String location, @Nullable BoxMark box, boolean last) {}

  /**
   * An earlier study that the model was shown.
   *
   * @param words such as {@code Earlier study of 2026-03-04 (series 2, 1 image)}
   */
  record Prior(String words, List<PriorImage> images) {
    /** So many are shown at once. */
    private static final int FEW = 6;

    boolean few() {
      return images.size() <= FEW;
    }
  }

  /**
   * An image of an earlier study.
   *
   * @param place among those that the model was shown of the study, from 1
   */
  record PriorImage(int place, int number, int frame) {}

  public ImagePane {
    priors = List.copyOf(priors);
    frameCounts = List.copyOf(frameCounts);
    named = Map.copyOf(named);
    seen = List.copyOf(seen);
    windows = List.copyOf(windows);
  }

  /** Number of frames of all images. */
  int positions() {
    return frameCounts.stream().mapToInt(Integer::intValue).sum();
  }

  /** The number of frames of each image, separated by spaces. */
  String frames() {
    return frameCounts.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  /** Whether there is more than one frame to choose from. */
  boolean many() {
    return positions() > 1;
  }

  /** Address of the images. */
  String base() {
    return "/reports/" + report + "/images/";
  }

  /** Address of an image of an earlier study, as the model was shown it. */
  String address(PriorImage image) {
    return base() + image.number() + ".png?frame=" + image.frame() + "&run=" + run;
  }

  /** Positions of the frames that the model was shown, separated by spaces. */
  String seenPositions() {
    return seen.stream().map(s -> "" + s.position()).collect(Collectors.joining(" "));
  }

  /**
   * Such as {@code 1:34 3:8}: the number of a flag, and the position of the image that it names.
   */
  String namedPositions() {
    return new TreeMap<>(named)
        .entrySet().stream()
            .map(flag -> flag.getKey() + ":" + flag.getValue())
            .collect(Collectors.joining(" "));
  }

  /** Width of a tick of the slider, in positions. */
  double tick() {
    return Math.max(0.4, positions() / 140.0);
  }

  /** Whether the model gave a box on any of its images. */
  boolean boxed() {
    return seen.stream().anyMatch(s -> !s.boxes().isEmpty());
  }

  /** Whether the model's images can be asked for. */
  boolean modelSaw() {
    return state == State.SEEN;
  }

  /** Value of an attribute: whether the model's image, or the original, shows first. */
  String pressed(boolean model) {
    return String.valueOf(seen.stream().anyMatch(s -> s.position() == first) == model);
  }

  String label() {
    return many() ? "Images" : "Image";
  }

  /** What a screen reader says about the keys. */
  String keys() {
    return label()
        + ". "
        + (many() ? "Up and down arrow: slice. " : "")
        + "1 to "
        + (windows.size() + 1)
        + ": window. plus and minus: zoom. Shift and arrows: move. i: invert. 0: as at first."
        + (modelSaw() ? " m: as the model saw it, or the original." : "")
        + (boxed() ? " b: the model’s boxes, on or off." : "");
  }

  /** How many of the images the model was shown. */
  String coverage() {
    String shown = seen.isEmpty() ? "None" : "" + seen.size();
    return shown
        + " of "
        + positions()
        + " images "
        + (seen.size() == 1 ? "was" : "were")
        + " shown to the model"
        + (seen.isEmpty() || slices.isEmpty() ? "." : ": " + slices + ".");
  }
}
