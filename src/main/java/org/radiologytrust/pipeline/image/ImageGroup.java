package org.radiologytrust.pipeline.image;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.MissingPlaces;
import org.radiologytrust.model.Slice;
import org.radiologytrust.model.SliceTags;

/**
 * Images that a model looks at together: the slices of a stack, or one image of its own.
 *
 * @param first position of the first of them among the audit's images, from 0
 * @param number of an image of its own among those of the audit, from 1
 */
public record ImageGroup(List<Instance> images, int first, int number) {
  /**
   * Stands in a prompt for one image. The label of a slice follows it, as in MedGemma's training;
   * the name of another image stands before it.
   */
  private static final String PLACE = "[img]";

  private static final Pattern SLICE =
      Pattern.compile("\\bslice (\\d{1,4})\\b", Pattern.CASE_INSENSITIVE);

  /** The groups of an audit's images, in order. */
  public static List<ImageGroup> of(List<Instance> images) {
    return of(images, 1);
  }

  private static List<ImageGroup> of(List<Instance> images, int firstNumber) {
    List<ImageGroup> groups = new ArrayList<>();
    int from = 0;
    int number = firstNumber;
    for (int to = 1; to <= images.size(); to++) {
      if (to == images.size() || !together(images.get(to - 1), images.get(to))) {
        ImageGroup group = new ImageGroup(List.copyOf(images.subList(from, to)), from, number);
        groups.add(group);
        number += group.isStack() ? 0 : 1;
        from = to;
      }
    }
    return groups;
  }

  private static boolean together(Instance one, Instance next) {
    Slice slice = next.slice();
    return one.slice() != null && slice != null && slice.number() > one.slice().number();
  }

  /**
   * What stands in a prompt for the images of a study. Of several stacks, each begins with its
   * series. Each other image begins with its name, unless it is the only one, and frontal.
   *
   * @param firstNumber number of the first image of its own
   */
  public static String places(List<Instance> images, int firstNumber) {
    List<ImageGroup> groups = of(images, firstNumber);
    if (groups.size() == 1) {
      return groups.get(0).places();
    }
    boolean several = groups.stream().filter(ImageGroup::isStack).count() > 1;
    return groups.stream()
        .map(group -> (several || !group.isStack() ? group.title() : "") + group.bare())
        .collect(Collectors.joining());
  }

  /** What stands in a prompt for the images of this group, without others. */
  public String places() {
    return (isStack() || ImageName.isFrontal(middle()) ? "" : title()) + bare();
  }

  private String bare() {
    String missing = MissingPlaces.words(images, false);
    return images.stream().map(ImageGroup::place).collect(Collectors.joining())
        + (missing.isEmpty() ? "" : "\n" + missing + ".\n");
  }

  private static String place(Instance image) {
    return image.slice() == null ? PLACE : PLACE + "SLICE " + image.slice().number();
  }

  /** Such as {@code SERIES 3:} or {@code IMAGE 2 (chest, lateral):}. */
  private String title() {
    if (isStack()) {
      SliceTags tags = images.get(0).slices();
      return "SERIES " + (tags == null ? first + 1 : tags.seriesNumber()) + ":";
    }
    String name = ImageName.of(middle());
    return "IMAGE " + number + (name.isEmpty() ? "" : " (" + name + ")") + ":";
  }

  public boolean isStack() {
    return images.get(0).slice() != null;
  }

  /** The image that stands for all: the one in the middle. */
  public Instance middle() {
    return images.get(images.size() / 2);
  }

  /** The slice that a text names, as "slice 7"; otherwise the image in the middle. */
  public Instance named(String text) {
    Matcher slice = SLICE.matcher(text);
    int number = isStack() && slice.find() ? Integer.parseInt(slice.group(1)) : 0;
    return number >= 1 && number <= images.size() ? images.get(number - 1) : middle();
  }

  /** What the model is shown, in words. */
  public String words() {
    return isStack() ? "a stack of " + images.size() + " slices, in order," : "one image";
  }
}
