package org.radiologytrust.ingest.dicom;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Study;
import org.radiologytrust.settings.Settings;

/**
 * Chooses the few images of a study that the model is shown: one of each view first, then more,
 * spread evenly over each stack. Raw detector images (FOR PROCESSING) only where nothing else is
 * there. The same study gives the same images, in the study's order.
 */
public final class ImageSelection {
  /** How many images the model is shown unless told otherwise. */
  public static final int DEFAULT_MAX = 4;

  private final int max;

  public ImageSelection(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("at least one image must be chosen");
    }
    this.max = max;
  }

  /**
   * @throws Settings.Wrong when the setting cannot be used
   */
  public static ImageSelection of(Settings settings) {
    return new ImageSelection(settings.number("rtl.images.max", 1, 64));
  }

  /** At most as many images as configured, of one study. */
  public List<Instance> choose(Study study) {
    return choose(List.of(study));
  }

  /** At most as many images as configured, of several studies together. */
  public List<Instance> choose(List<Study> studies) {
    List<Instance> all = studies.stream().flatMap(study -> study.instances().stream()).toList();
    List<Instance> presented = all.stream().filter(image -> !image.forProcessing()).toList();
    List<List<Instance>> groups = groups(presented.isEmpty() ? all : presented);
    int[] counts = counts(groups);
    Set<Instance> chosen = new HashSet<>();
    for (int group = 0; group < groups.size(); group++) {
      List<Instance> stack = groups.get(group);
      for (int i = 0; i < counts[group]; i++) {
        chosen.add(stack.get((2 * i + 1) * stack.size() / (2 * counts[group])));
      }
    }
    return all.stream().filter(chosen::contains).toList();
  }

  private record View(String modality, String position, String laterality) {}

  private record Group(String series, View view) {}

  /** Images by series and view; a group whose view was there before comes after all others. */
  private static List<List<Instance>> groups(List<Instance> images) {
    Map<Group, List<Instance>> byGroup = new LinkedHashMap<>();
    for (Instance image : images) {
      View view = new View(image.modality(), image.viewPosition(), image.imageLaterality());
      byGroup
          .computeIfAbsent(new Group(image.seriesInstanceUid(), view), group -> new ArrayList<>())
          .add(image);
    }
    List<List<Instance>> first = new ArrayList<>();
    List<List<Instance>> repeats = new ArrayList<>();
    Set<View> seen = new HashSet<>();
    byGroup.forEach((group, stack) -> (seen.add(group.view) ? first : repeats).add(stack));
    first.addAll(repeats);
    return first;
  }

  /** How many images each group gives: one each in turn, as long as there are any. */
  private int[] counts(List<List<Instance>> groups) {
    int[] counts = new int[groups.size()];
    int left = max;
    boolean given = true;
    while (left > 0 && given) {
      given = false;
      for (int group = 0; group < counts.length && left > 0; group++) {
        if (counts[group] < groups.get(group).size()) {
          counts[group]++;
          left--;
          given = true;
        }
      }
    }
    return counts;
  }
}
