package org.radiologytrust.ingest.dicom.select;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageChoice;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;
import org.radiologytrust.settings.Settings;

/**
 * Chooses the images of a report's studies for the model, by the site's file {@code
 * ingest/dicom/slices.yaml}: of CT and MR the slices of one series of each study, of all else
 * single images. The choice is deterministic.
 */
public final class ImageSelection implements ImageChoice {
  private final SliceRules rules;
  private final int maxSlices;
  private final boolean burnedIn;

  /**
   * @param files have the rules
   * @param maxSlices most slices of all stacks together
   * @throws IllegalArgumentException naming the file, if the rules are not valid
   */
  public ImageSelection(SiteFiles files, int maxSlices) {
    this(SliceRules.load(files), maxSlices, true);
  }

  /**
   * @param burnedIn whether images may be chosen whose tags say that their pixels name the patient
   */
  private ImageSelection(SliceRules rules, int maxSlices, boolean burnedIn) {
    this.rules = rules;
    this.maxSlices = maxSlices;
    this.burnedIn = burnedIn;
  }

  /**
   * Reads the settings.
   *
   * @throws Settings.Wrong if a setting is not valid
   */
  public static ImageSelection of(Settings settings, SiteFiles files) {
    return new ImageSelection(
        SliceRules.load(files),
        settings.number("rtl.images.max-slices", 1, 512),
        settings.oneOf("rtl.images.burned-in", "send", "leave-out").equals("send"));
  }

  @Override
  public ImageChoice sharedBy(int parts) {
    return new ImageSelection(rules, maxSlices / parts, burnedIn);
  }

  @Override
  public List<Instance> choose(Report report, List<Study> studies) {
    List<NamedImages.Name> named = rules.named(report.text());
    Map<Study, List<Stack>> candidates = new LinkedHashMap<>();
    studies.forEach(study -> candidates.put(study, candidates(study)));
    candidates.values().removeIf(List::isEmpty);
    int most = Math.max(1, maxSlices / Math.max(1, candidates.size()));
    Map<Study, Stack> stacks = new LinkedHashMap<>();
    candidates.forEach(
        (study, of) ->
            stacks.put(
                study, best(of, most, report.text() + " " + study.studyDescription(), named)));
    List<Instance> others =
        studies.stream().flatMap(study -> others(study, stacks.containsKey(study))).toList();
    Set<Instance> views = new ViewSelection(rules.others()).choose(others);
    List<Instance> chosen = new ArrayList<>();
    for (Study study : studies) {
      Stack stack = stacks.get(study);
      if (stack != null) {
        chosen.addAll(stack.shown(most, numbers(stack, named), rules.around()));
      }
      study.instances().stream().filter(views::contains).forEach(chosen::add);
    }
    return chosen;
  }

  private List<Stack> candidates(Study study) {
    return series(study).stream()
        .flatMap(series -> Stack.of(series, rules.order()).stream())
        .filter(stack -> stack.slices().size() >= rules.fewest())
        .toList();
  }

  /**
   * The stack that fits a report best.
   *
   * @param most most slices that are shown of it
   * @param asked the words of report and study
   */
  private Stack best(List<Stack> stacks, int most, String asked, List<NamedImages.Name> named) {
    return stacks.stream()
        .max(
            Comparator.<Stack>comparingInt(stack -> numbers(stack, named).isEmpty() ? 0 : 1)
                .thenComparingInt(stack -> stack.count(numbers(stack, named)))
                .thenComparingInt(stack -> stack.axial() ? 1 : 0)
                .thenComparingInt(stack -> stack.isCt() ? stack.spacing().covered(most) : 0)
                .thenComparingInt(stack -> rules.points(asked, stack.seriesDescription()))
                .thenComparingInt(stack -> stack.slices().size())
                .thenComparing(Stack::seriesNumber, Comparator.reverseOrder())
                .thenComparing(
                    stack -> stack.first().seriesInstanceUid(), Comparator.reverseOrder()))
        .orElseThrow();
  }

  /** The images of a study that a model may be shown. */
  private Stream<Instance> instances(Study study) {
    return study.instances().stream().filter(image -> burnedIn || !image.burnedIn());
  }

  private Collection<List<Instance>> series(Study study) {
    return instances(study)
        .filter(image -> rules.isOfStack(image) && !rules.leavesOut(image))
        .collect(
            Collectors.groupingBy(
                Instance::seriesInstanceUid, LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  /** Numbers of the images of a series that the report names. */
  private static List<Integer> numbers(Stack stack, List<NamedImages.Name> named) {
    return named.stream()
        .filter(name -> name.series() == stack.seriesNumber())
        .map(NamedImages.Name::image)
        .toList();
  }

  /** The images of a study that are no slices of its stack, and are not left out. */
  private Stream<Instance> others(Study study, boolean hasStack) {
    List<Instance> all =
        instances(study).filter(image -> !hasStack || !rules.isOfStack(image)).toList();
    List<Instance> kept =
        all.stream().filter(image -> !rules.isOfStack(image) || !rules.leavesOut(image)).toList();
    return (kept.isEmpty() && !hasStack ? all : kept).stream();
  }
}
