package org.radiologytrust.ingest.dicom.select;

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
 * Chooses the images of a study for the model: first one image of each view, then more, spread
 * evenly over each stack. Raw detector images (FOR PROCESSING) are used only if there are no
 * others. The choice is deterministic and keeps the study's order.
 */
public final class ImageSelection {
  /** Default maximum number of images. */
  public static final int DEFAULT_MAX = 4;

  private final int max;

  public ImageSelection(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("the maximum number of images must be at least 1");
    }
    this.max = max;
  }

  /**
   * Reads the settings.
   *
   * @throws Settings.Wrong if the setting is not valid
   */
  public static ImageSelection of(Settings settings) {
    return new ImageSelection(settings.number("rtl.images.max", 1, 64));
  }

  /** Chooses images of one study. */
  public List<Instance> choose(Study study) {
    return choose(List.of(study));
  }

  /** Chooses images of several studies together. */
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

  /**
   * Groups images by series and view. A group comes after all others if an earlier group has the
   * same view.
   */
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

  /** The number of images from each group: the groups take turns until the maximum is reached. */
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
