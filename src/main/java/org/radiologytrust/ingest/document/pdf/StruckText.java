package org.radiologytrust.ingest.document.pdf;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.ingest.document.Deadline;
import org.radiologytrust.ingest.document.pdf.PageFrame.Area;

/**
 * Finds the text of a page through which a line is drawn: its author took it back. A line of a
 * table or under a word is none, since it runs between the lines of text, or on beyond the words.
 */
final class StruckText {
  /** How thick such a line can be, in points. */
  private static final float THICKEST = 2.5f;

  private static final float SHORTEST = 3;

  /** A page with more lines is a drawing. */
  private static final int MOST_LINES = 20_000;

  /**
   * Where the line crosses a letter, in parts of its height from the top; the line it stands on is
   * at 0.8.
   */
  private static final float HIGHEST = 0.3f;

  private static final float LOWEST = 0.7f;

  /** How far the line can go beyond the words, in parts of their height. */
  private static final float BEYOND = 0.8f;

  /** Letters are sorted into rows of this height, in points. */
  private static final float ROW = 16;

  /**
   * A line.
   *
   * @param box in points from the lower left corner of the crop box
   * @param paint the number of the last paint when it was drawn
   */
  private record Line(Area area, Rectangle2D box, int paint) {}

  private final Deadline deadline;
  private final List<Line> lines = new ArrayList<>();
  private final List<Area> marked = new ArrayList<>();

  StruckText(Deadline deadline) {
    this.deadline = deadline;
  }

  /**
   * Takes the area of something that is drawn.
   *
   * @param box the same in points from the lower left corner of the crop box
   * @param paint the number of the last paint so far
   */
  void drawn(Area area, Rectangle2D box, int paint) {
    if (area.bottom() - area.top() <= THICKEST
        && area.right() - area.left() >= SHORTEST
        && lines.size() < MOST_LINES) {
      lines.add(new Line(area, box, paint));
    }
  }

  /** Takes the area of an annotation that strikes text out. */
  void marked(Area area) {
    marked.add(area);
  }

  /**
   * The numbers of the letters that are struck out.
   *
   * @param paint covers some lines
   */
  Set<Integer> of(List<Area> letters, PagePaint paint) {
    Set<Integer> struck = new HashSet<>();
    if (lines.isEmpty() && marked.isEmpty()) {
      return struck;
    }
    Map<Integer, List<Integer>> rows = new HashMap<>();
    for (int i = 0; i < letters.size(); i++) {
      rows.computeIfAbsent(row(middle(letters.get(i))), r -> new ArrayList<>()).add(i);
    }
    for (Line line : lines) {
      List<Integer> crossed = crossed(line.area, letters, rows);
      if (fits(line.area, crossed, letters) && !paint.isCovered(line.box, line.paint)) {
        struck.addAll(crossed);
      }
    }
    for (Area mark : marked) {
      for (int i = 0; i < letters.size(); i++) {
        deadline.check();
        Area letter = letters.get(i);
        float x = (letter.left() + letter.right()) / 2;
        float y = middle(letter);
        if (x >= mark.left() && x <= mark.right() && y >= mark.top() && y <= mark.bottom()) {
          struck.add(i);
        }
      }
    }
    return struck;
  }

  private List<Integer> crossed(Area line, List<Area> letters, Map<Integer, List<Integer>> rows) {
    List<Integer> crossed = new ArrayList<>();
    int row = row(middle(line));
    for (int r = row - 1; r <= row + 1; r++) {
      for (int i : rows.getOrDefault(r, List.of())) {
        deadline.check();
        Area letter = letters.get(i);
        float height = letter.bottom() - letter.top();
        float x = (letter.left() + letter.right()) / 2;
        float at = (middle(line) - letter.top()) / height;
        if (x >= line.left() && x <= line.right() && at >= HIGHEST && at <= LOWEST) {
          crossed.add(i);
        }
      }
    }
    return crossed;
  }

  private static boolean fits(Area line, List<Integer> crossed, List<Area> letters) {
    if (crossed.isEmpty()) {
      return false;
    }
    Area words = crossed.stream().map(letters::get).reduce(Area::and).orElseThrow();
    float beyond = BEYOND * (words.bottom() - words.top());
    float letter = 0;
    for (int i : crossed) {
      letter += letters.get(i).right() - letters.get(i).left();
    }
    float length = line.right() - line.left();
    return words.left() - line.left() <= beyond
        && line.right() - words.right() <= beyond
        && 2 * letter >= length;
  }

  private static float middle(Area area) {
    return (area.top() + area.bottom()) / 2;
  }

  private static int row(float y) {
    return (int) Math.floor(y / ROW);
  }
}
