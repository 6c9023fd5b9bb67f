package org.radiologytrust.ingest.dicom.select;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Slice;
import org.radiologytrust.model.SliceTags;
import org.radiologytrust.model.SliceTags.Plane;

/**
 * The parallel slices of a series in order, each position once.
 *
 * @param slices where positions are not known, in order of their numbers
 * @param axial whether the slices are known to lie across the body
 */
record Stack(List<StackFrame> slices, boolean axial) {
  /** Slices with a smaller angle between them are parallel: about 8 degrees. */
  private static final double PARALLEL = 0.99;

  /** An axial slice may be tilted by about 37 degrees, as those of a head are. */
  private static final double AXIAL = 0.8;

  /** Slices that are closer, in mm, are at one position. */
  private static final double SAME = 0.01;

  /**
   * The stacks of a series: one, but of MR one for each acquisition. Frames of one object whose
   * planes are not known are not part of any.
   */
  static List<Stack> of(List<Instance> series, SliceOrder order) {
    List<StackFrame> frames = new ArrayList<>();
    for (Instance image : series) {
      SliceTags tags = image.slices();
      List<Plane> planes = tags == null ? List.of() : tags.planes();
      if (planes.size() == image.numberOfFrames()) {
        for (int i = 0; i < planes.size(); i++) {
          frames.add(new StackFrame(image, i, planes.get(i)));
        }
      } else if (image.numberOfFrames() == 1) {
        frames.add(new StackFrame(image, 0, null));
      }
    }
    frames.sort(StackFrame.BY_NUMBER);
    if (frames.isEmpty() || frames.stream().anyMatch(frame -> frame.plane() == null)) {
      return List.of(new Stack(frames, false));
    }
    return frames.stream()
        .collect(
            Collectors.groupingBy(
                frame -> frame.plane().acquisition(), LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(acquisition -> ofParallel(acquisition, order))
        .toList();
  }

  private static Stack ofParallel(List<StackFrame> frames, SliceOrder order) {
    List<StackFrame> parallel = mostParallel(frames);
    Plane first = parallel.get(0).plane();
    return new Stack(
        order.of(byPosition(parallel, first), first.z() > -AXIAL), Math.abs(first.z()) >= AXIAL);
  }

  /** How many of the images with these numbers it has. */
  int count(Collection<Integer> numbers) {
    return (int)
        slices.stream().filter(slice -> numbers.stream().anyMatch(slice::isNumber)).count();
  }

  private static List<StackFrame> mostParallel(List<StackFrame> frames) {
    List<List<StackFrame>> groups = new ArrayList<>();
    for (StackFrame frame : frames) {
      List<StackFrame> group =
          groups.stream()
              .filter(g -> Math.abs(Planes.cosine(g.get(0).plane(), frame.plane())) >= PARALLEL)
              .findFirst()
              .orElse(null);
      if (group == null) {
        group = new ArrayList<>();
        groups.add(group);
      }
      group.add(frame);
    }
    return groups.stream().max(Comparator.comparingInt(List::size)).orElseThrow();
  }

  private static List<StackFrame> byPosition(List<StackFrame> parallel, Plane first) {
    List<StackFrame> sorted = new ArrayList<>(parallel);
    sorted.sort(Comparator.comparingDouble(frame -> Planes.along(frame.plane(), first)));
    List<StackFrame> each = new ArrayList<>();
    for (StackFrame frame : sorted) {
      double at = Planes.along(frame.plane(), first);
      if (each.isEmpty() || at - Planes.along(each.get(each.size() - 1).plane(), first) >= SAME) {
        each.add(frame);
      }
    }
    return each;
  }

  StackSpacing spacing() {
    return StackSpacing.of(slices);
  }

  Instance first() {
    return slices.get(0).image();
  }

  boolean isCt() {
    return first().modality().equals("CT");
  }

  int seriesNumber() {
    SliceTags tags = first().slices();
    return tags == null ? 0 : tags.seriesNumber();
  }

  String seriesDescription() {
    SliceTags tags = first().slices();
    return tags == null ? "" : tags.seriesDescription();
  }

  /**
   * The slices that a model is shown: all, or as many as may be shown, spread evenly over those
   * that the report does not name.
   *
   * @param max most slices
   * @param numbers images that the report names; they are shown with those around them, as long as
   *     they are not more than half of all
   * @param around slices before and behind a named one
   */
  List<Instance> shown(int max, Collection<Integer> numbers, int around) {
    TreeSet<Integer> shown = new TreeSet<>();
    for (int i = 0; i < slices.size(); i++) {
      if (numbers.stream().anyMatch(slices.get(i)::isNumber)) {
        for (int j = i - around; j <= i + around && shown.size() < max / 2; j++) {
          if (j >= 0 && j < slices.size()) {
            shown.add(j);
          }
        }
      }
    }
    List<Integer> others =
        IntStream.range(0, slices.size()).filter(i -> !shown.contains(i)).boxed().toList();
    even(others.size(), max - shown.size()).forEach(i -> shown.add(others.get(i)));
    int[] missing = spacing().missing();
    List<Instance> images = new ArrayList<>();
    int gap = 0;
    for (int i = shown.first(); i <= shown.last(); i++) {
      gap += missing[i];
      if (shown.contains(i)) {
        StackFrame frame = slices.get(i);
        int number = images.size() + 1;
        images.add(frame.image().as(new Slice(frame.index(), number, number == 1 ? 0 : gap)));
        gap = 0;
      }
    }
    return images;
  }

  /** As MedGemma was trained: {@code round(i / max * (count - 1))} for i from 1 to max. */
  static List<Integer> even(int count, int max) {
    List<Integer> indices = new ArrayList<>();
    for (int i = 1; i <= Math.min(count, max); i++) {
      indices.add(count <= max ? i - 1 : (int) Math.rint((double) i / max * (count - 1)));
    }
    return indices;
  }
}
