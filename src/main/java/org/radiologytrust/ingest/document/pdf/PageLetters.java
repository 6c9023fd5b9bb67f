package org.radiologytrust.ingest.document.pdf;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType3Font;
import org.apache.pdfbox.text.TextPosition;
import org.apache.pdfbox.util.Matrix;
import org.radiologytrust.ingest.document.pdf.PageFrame.Area;
import org.radiologytrust.ingest.document.pdf.PagePaint.Sight;
import org.radiologytrust.ingest.document.pdf.UnreadLetters.Kind;

/**
 * The letters of a page in the order in which they are drawn. Which are seen is known at its end.
 */
final class PageLetters {
  /**
   * How far a letter can be turned against the others, in degrees; a scan is never quite straight.
   */
  private static final int TURNED = 10;

  /** A page with so many times more letters of another direction is read in that one. */
  private static final int FEW_UPRIGHT = 5;

  /** A watermark has large letters, and few. */
  private static final float WATERMARK_SIZE = 24;

  private static final int WATERMARK_LETTERS = 40;

  /**
   * A letter.
   *
   * @param paint the number of the last paint that lies under it
   * @param turned its direction in degrees
   */
  record Letter(
      TextPosition position, Area area, int paint, Sight sight, int turned, boolean mirrored) {
    boolean isBlank() {
      return position.getUnicode().isBlank();
    }
  }

  private final PageFrame frame;
  private final List<Letter> letters = new ArrayList<>();

  PageLetters(PageFrame frame) {
    this.frame = frame;
  }

  /** Takes a letter. */
  void add(TextPosition position, int paint, Sight sight) {
    Matrix m = position.getTextMatrix();
    double degrees = Math.toDegrees(Math.atan2(m.getShearY(), m.getScaleX()));
    boolean mirrored = isMirrored(m) != isMirrored(own(position.getFont()));
    int turned = Math.floorMod(Math.round(degrees), 360);
    letters.add(new Letter(position, frame.area(position), paint, sight, turned, mirrored));
  }

  /** A font whose letters are drawn by operators can draw them in a mirror. */
  private static Matrix own(PDFont font) {
    return font instanceof PDType3Font drawn ? drawn.getFontMatrix() : new Matrix();
  }

  private static boolean isMirrored(Matrix m) {
    return m.getScaleX() * m.getScaleY() - m.getShearX() * m.getShearY() < 0;
  }

  /** The letters that are read, in order. All others are counted. */
  List<Letter> seen(PagePaint paint, StruckText lines, UnreadLetters unread) {
    int along = along();
    Set<Integer> struck = lines.of(letters.stream().map(Letter::area).toList(), paint);
    List<Letter> seen = new ArrayList<>();
    List<Letter> across = new ArrayList<>();
    StringBuilder unseen = new StringBuilder();
    StringBuilder doubtful = new StringBuilder();
    StringBuilder doubtfulLetterhead = new StringBuilder();
    StringBuilder taken = new StringBuilder();
    for (int i = 0; i < letters.size(); i++) {
      Letter letter = letters.get(i);
      if (letter.sight == Sight.UNSEEN || paint.isCovered(box(letter), letter.paint)) {
        append(unseen, letter);
      } else if (letter.sight == Sight.DOUBTFUL) {
        append(frame.isInBand(letter.area) ? doubtfulLetterhead : doubtful, letter);
      } else if (letter.mirrored || turn(letter.turned, along) > TURNED) {
        across.add(letter);
      } else if (struck.contains(i)) {
        append(taken, letter);
      } else {
        seen.add(letter);
      }
    }
    unread.add(Kind.INVISIBLE, unseen.toString(), false);
    unread.add(Kind.DOUBTFUL, doubtful.toString(), false);
    unread.add(Kind.DOUBTFUL, doubtfulLetterhead.toString(), true);
    unread.add(Kind.STRUCK, taken.toString(), false);
    across(across, unread);
    return seen;
  }

  private static Rectangle2D box(Letter letter) {
    return PageFrame.box(letter.position);
  }

  private static void append(StringBuilder text, Letter letter) {
    if (!letter.isBlank()) {
      text.append(letter.position.getUnicode().strip());
    }
  }

  /** The direction in which the page is read: upright, unless hardly any letter is. */
  private int along() {
    int[] counts = new int[360];
    int upright = 0;
    for (Letter letter : letters) {
      if (letter.sight != Sight.UNSEEN && !letter.isBlank()) {
        counts[letter.turned]++;
        upright += turn(letter.turned, frame.rotation()) <= TURNED ? 1 : 0;
      }
    }
    int most = 0;
    for (int i = 1; i < counts.length; i++) {
      most = counts[i] > counts[most] ? i : most;
    }
    return FEW_UPRIGHT * upright >= counts[most] ? frame.rotation() : most;
  }

  private static int turn(int a, int b) {
    int turn = Math.abs(a - b) % 360;
    return Math.min(turn, 360 - turn);
  }

  private void across(List<Letter> across, UnreadLetters unread) {
    StringBuilder large = new StringBuilder();
    StringBuilder margin = new StringBuilder();
    StringBuilder rest = new StringBuilder();
    for (Letter letter : across) {
      if (PageFrame.size(letter.position) >= WATERMARK_SIZE) {
        append(large, letter);
      } else {
        append(frame.isInMargin(letter.area) ? margin : rest, letter);
      }
    }
    unread.add(Kind.ACROSS, large.toString(), large.length() <= WATERMARK_LETTERS);
    unread.add(Kind.ACROSS, margin.toString(), true);
    unread.add(Kind.ACROSS, rest.toString(), false);
  }
}
