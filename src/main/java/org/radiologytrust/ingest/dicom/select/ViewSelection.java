package org.radiologytrust.ingest.dicom.select;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.model.Instance;

/**
 * Chooses images that are no slices of a stack: first one of each view, then more, spread evenly
 * over each series. Raw detector images (FOR PROCESSING) are used only if there are no others. The
 * choice is deterministic.
 */
final class ViewSelection {
  private final int max;

  ViewSelection(int max) {
    this.max = max;
  }

  Set<Instance> choose(List<Instance> all) {
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
    return chosen;
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
