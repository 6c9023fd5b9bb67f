package org.radiologytrust.lab.results;

import java.util.List;

/**
 * How the page shows a condition: by shape and line, and by a colour of Okabe and Ito's palette,
 * which people with a colour vision deficiency can tell apart.
 *
 * @param colour as {@code #RRGGBB}
 * @param dash lengths of the line's strokes and gaps, in pixels; empty for a solid line
 * @param path the shape as SVG path data around (0, 0), at most 7 units in each direction
 */
record Mark(String colour, List<Integer> dash, String path) {
  private static final List<String> COLOURS =
      List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000");
  private static final List<List<Integer>> DASHES =
      List.of(
          List.of(),
          List.of(6, 3),
          List.of(2, 2),
          List.of(8, 3, 2, 3),
          List.of(1, 3),
          List.of(10, 4));
  private static final List<String> PATHS =
      List.of(
          "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0 -5 0Z", // circle
          "M-5 -5H5V5H-5Z", // square
          "M0 -6L6 4.5H-6Z", // triangle
          "M0 -7L7 0L0 7L-7 0Z", // diamond
          "M0 6L6 -4.5H-6Z", // triangle, upside down
          "M-2.5 -6H2.5V-2.5H6V2.5H2.5V6H-2.5V2.5H-6V-2.5H-2.5Z"); // cross

  /**
   * @param place of the condition, from 0
   */
  static Mark of(int place) {
    return new Mark(
        COLOURS.get(place % COLOURS.size()),
        DASHES.get(place % DASHES.size()),
        PATHS.get(place % PATHS.size()));
  }
}
