package org.radiologytrust.page.image;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Instance;

/** The windows that the image viewer offers, from the site's file {@code page/windows.yaml}. */
public final class ViewWindows {
  private static final String FILE = "page/windows.yaml";
  private static final int MOST = 4;
  private static final int LONGEST = 12;

  private final List<Entry> entries;

  /**
   * A window.
   *
   * @param name as the page shows it
   * @param width greater than 0
   */
  record Window(String name, double width, double center) {
    /** For the script: width and center. */
    String text() {
      return width + "/" + center;
    }
  }

  private record Entry(String modality, @Nullable List<String> bodyParts, List<Window> windows) {
    boolean fits(Instance image) {
      String examined = image.bodyPartExamined().toUpperCase(Locale.ROOT);
      return image.modality().equals(modality)
          && (bodyParts == null || bodyParts.stream().anyMatch(examined::contains));
    }
  }

  private ViewWindows(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException if it is not valid; the message says what to correct
   */
  public static ViewWindows of(SiteFiles files) {
    List<Entry> entries = files.yaml(FILE, new TypeReference<>() {});
    for (Entry entry : entries) {
      if (entry.windows.size() > MOST) {
        throw new IllegalArgumentException(FILE + ": an entry has at most " + MOST + " windows");
      }
      entry.windows.forEach(ViewWindows::check);
    }
    return new ViewWindows(entries);
  }

  private static void check(Window window) {
    if (window.name.isBlank() || window.name.length() > LONGEST) {
      throw new IllegalArgumentException(
          FILE + ": the name of a window must have 1 to " + LONGEST + " characters");
    }
    if (!(window.width > 0)) {
      throw new IllegalArgumentException(
          FILE + ": the width of " + window.name + " must be greater than 0");
    }
  }

  /** The windows for an image; empty if the file has none for it. */
  public List<Window> of(Instance image) {
    return entries.stream()
        .filter(entry -> entry.fits(image))
        .findFirst()
        .map(Entry::windows)
        .orElse(List.of());
  }
}
