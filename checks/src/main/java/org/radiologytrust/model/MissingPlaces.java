package org.radiologytrust.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The places of a stack that no image shows, in words. */
public final class MissingPlaces {
  /** More gaps than these are not named one by one. */
  private static final int MOST = 5;

  private MissingPlaces() {}

  /**
   * One gap.
   *
   * @param before the slice after which places are missing
   */
  private record Gap(Instance before, Instance after, Slice slice) {
    String words(boolean images) {
      String places = slice.missing() == 1 ? "1 place is" : slice.missing() + " places are";
      return "%s missing between slices %d and %d%s"
          .formatted(
              places,
              slice.number() - 1,
              slice.number(),
              images
                  ? " (images %d and %d)".formatted(before.shownNumber(), after.shownNumber())
                  : "");
    }
  }

  /**
   * Such as {@code 4 places are missing between slices 4 and 5}, without a full stop.
   *
   * @param shown images that a model was shown, in order
   * @param images whether the images are named by their numbers, too
   * @return empty when no place is missing
   */
  public static String words(List<Instance> shown, boolean images) {
    List<Gap> gaps = new ArrayList<>();
    for (int i = 1; i < shown.size(); i++) {
      Slice slice = shown.get(i).slice();
      if (slice != null && slice.missing() > 0) {
        gaps.add(new Gap(shown.get(i - 1), shown.get(i), slice));
      }
    }
    if (gaps.size() > MOST) {
      int all = gaps.stream().mapToInt(gap -> gap.slice.missing()).sum();
      return all + " places are missing in " + gaps.size() + " gaps between the slices";
    }
    return gaps.stream().map(gap -> gap.words(images)).collect(Collectors.joining(", "));
  }
}
