package org.radiologytrust.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which images of which series a model was shown, by their numbers, and which series it was not.
 */
public final class ShownSlices {
  /** A series: how many images it has, and the numbers of those that were shown. */
  private static final class Series {
    private final int number;
    private final TreeSet<Integer> shown = new TreeSet<>();
    private final List<Instance> images = new ArrayList<>();
    private long all;

    Series(int number) {
      this.number = number;
    }

    private String title() {
      return number == 0 ? "a series without a number" : "series " + number;
    }

    private String shownWords() {
      String every = all == 1 ? "1 image" : "all " + all + " images";
      String missing = MissingPlaces.words(images, true);
      return title()
          + ", "
          + (shown.size() == all ? every : "images " + ranges())
          + (missing.isEmpty() ? "" : ", " + missing);
    }

    private String notShownWords() {
      return title() + " (" + all + (all == 1 ? " image)" : " images)");
    }

    /** Such as {@code 5, 9-11}. */
    private String ranges() {
      List<String> ranges = new ArrayList<>();
      int from = 0;
      for (int last : shown) {
        from = shown.contains(last - 1) ? from : last;
        if (!shown.contains(last + 1)) {
          ranges.add(from == last ? "" + last : from + "-" + last);
        }
      }
      return String.join(", ", ranges);
    }
  }

  private ShownSlices() {}

  /**
   * For example {@code series 3, images 5, 9-11; not shown: series 1 (2 images)}.
   *
   * @return empty when no slices of a stack were shown
   */
  public static String words(List<Study> studies, List<Instance> shown) {
    return shown.stream().allMatch(image -> image.slice() == null) ? "" : of(studies, shown);
  }

  /** The same for images of any kind. */
  static String of(List<Study> studies, List<Instance> shown) {
    Map<String, Series> byUid = new LinkedHashMap<>();
    studies.stream()
        .flatMap(study -> study.instances().stream())
        .forEach(image -> series(byUid, image).all += image.numberOfFrames());
    for (Instance image : shown) {
      Series series = series(byUid, image);
      series.shown.add(image.shownNumber());
      series.images.add(image);
    }
    String seen = joined(byUid, true);
    String unseen = joined(byUid, false);
    return seen + (unseen.isEmpty() ? "" : "; not shown: " + unseen);
  }

  private static String joined(Map<String, Series> byUid, boolean shown) {
    return byUid.values().stream()
        .filter(series -> series.shown.isEmpty() != shown)
        .map(series -> shown ? series.shownWords() : series.notShownWords())
        .collect(Collectors.joining(shown ? "; " : ", "));
  }

  private static Series series(Map<String, Series> byUid, Instance image) {
    SliceTags tags = image.slices();
    return byUid.computeIfAbsent(
        image.seriesInstanceUid(), uid -> new Series(tags == null ? 0 : tags.seriesNumber()));
  }
}
