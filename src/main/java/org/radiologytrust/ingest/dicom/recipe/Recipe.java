package org.radiologytrust.ingest.dicom.recipe;

import java.util.List;
import java.util.Locale;

/**
 * How the pixels of an image become the levels that a model sees.
 *
 * @param version changes with the recipe
 * @param ranges for red, green and blue; empty unless the levels are {@link Levels#RANGES}
 */
public record Recipe(String name, int version, Levels levels, List<Range> ranges) {
  /** Where the levels come from. */
  public enum Levels {
    /** Three ranges of the values by slope and intercept. */
    RANGES,
    /** The lowest and the highest value of the acquisition in the series. */
    SERIES,
    /** The object's window; without one, percentiles. */
    WINDOW,
    /** The object's window; without one, all values. */
    STORED;

    /** The word for it in the file. */
    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Values that become levels; lower ones are black, higher ones white. */
  public record Range(double low, double high) {
    private String words() {
      return low + " to " + high;
    }
  }

  public Recipe {
    ranges = List.copyOf(ranges);
  }

  /** Name, version and numbers. */
  public String words() {
    String start = name + " " + version + ": ";
    return switch (levels) {
      case RANGES ->
          start
              + "red "
              + ranges.get(0).words()
              + ", green "
              + ranges.get(1).words()
              + ", blue "
              + ranges.get(2).words();
      case SERIES -> start + "lowest to highest value of the acquisition in the series";
      case WINDOW -> start + "window of the object or its 0.5th to 99.5th percentile";
      case STORED -> start + "window of the object or all values";
    };
  }
}
