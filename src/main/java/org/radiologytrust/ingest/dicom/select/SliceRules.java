package org.radiologytrust.ingest.dicom.select;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Locale;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.dicom.recipe.SopClasses;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.SliceTags;

/** Which images a model is shown, from the site's file {@code ingest/dicom/slices.yaml}. */
final class SliceRules {
  private static final String FILE = "ingest/dicom/slices.yaml";

  private final File file;
  private final NamedImages named;

  private record File(
      List<String> stacks,
      int fewest,
      int others,
      int around,
      String order,
      LeftOut leftOut,
      List<Wanted> series,
      Named named) {}

  private record LeftOut(
      List<String> imageTypes, List<String> sopClasses, List<String> descriptions) {}

  /** Words of reports and of series that belong together. */
  private record Wanted(List<String> report, List<String> series) {}

  private record Named(List<String> series, List<String> images) {}

  private SliceRules(File file) {
    this.file = file;
    this.named = new NamedImages(file.named.series, file.named.images);
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException if it is not valid; the message says what to correct
   */
  static SliceRules load(SiteFiles files) {
    File file = files.yaml(FILE, new TypeReference<>() {});
    if (file.fewest < 2 || file.others < 1 || file.around < 0) {
      throw new IllegalArgumentException(
          FILE + ": fewest must be 2 or more, others 1 or more, around 0 or more");
    }
    if (SliceOrder.of(file.order).isEmpty()) {
      throw new IllegalArgumentException(
          FILE + ": order must be one of number, feet-first, head-first");
    }
    for (String sopClass : file.leftOut.sopClasses) {
      if (!SopClasses.isEntry(sopClass)) {
        throw new IllegalArgumentException(
            FILE + ": leftOut/sopClasses must be UIDs or beginnings of UIDs");
      }
    }
    return new SliceRules(file);
  }

  int fewest() {
    return file.fewest;
  }

  int others() {
    return file.others;
  }

  int around() {
    return file.around;
  }

  SliceOrder order() {
    return SliceOrder.of(file.order).orElseThrow();
  }

  /** Whether images of this kind are slices of a stack. */
  boolean isOfStack(Instance image) {
    return file.stacks.contains(image.modality());
  }

  boolean leavesOut(Instance image) {
    LeftOut out = file.leftOut;
    if (out.sopClasses.stream().anyMatch(c -> SopClasses.matches(c, image.sopClassUid()))) {
      return true;
    }
    SliceTags tags = image.slices();
    return tags != null
        && (tags.imageType().stream().map(String::strip).anyMatch(out.imageTypes::contains)
            || hasAny(words(tags.seriesDescription()), out.descriptions));
  }

  /** The images that a report names. */
  List<NamedImages.Name> named(String report) {
    return named.in(report);
  }

  /**
   * How well a series fits a report.
   *
   * @param report the words of report and study
   */
  int points(String report, String seriesDescription) {
    String asked = words(report);
    String has = words(seriesDescription);
    return (int)
        file.series.stream()
            .filter(wanted -> hasAny(asked, wanted.report) && hasAny(has, wanted.series))
            .count();
  }

  private static boolean hasAny(String text, List<String> phrases) {
    return phrases.stream().anyMatch(phrase -> text.contains(words(phrase)));
  }

  /** The words in lower case, with one space before and after each. */
  private static String words(String text) {
    return " " + text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip() + " ";
  }
}
