package org.radiologytrust.ingest.document;

import java.awt.geom.GeneralPath;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.util.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * Reads the path operators of a page, and finds the rectangles to which it clips what follows. A
 * path of another shape clips nothing here.
 */
final class PathRectangle {
  private @Nullable GeneralPath rectangle;
  private int parts;
  private boolean clips;

  /**
   * Takes an operator.
   *
   * @param ctm the current transformation matrix
   * @return the rectangle to which it clips what follows; empty if it does not
   */
  Optional<GeneralPath> take(String operator, List<COSBase> operands, Matrix ctm) {
    switch (operator) {
      case "re" -> {
        parts++;
        rectangle = rectangle(operands, ctm);
      }
      case "m", "l", "c", "v", "y" -> parts++;
      case "W", "W*" -> clips = true;
      case "n", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*" -> {
        Optional<GeneralPath> clip =
            clips && parts == 1 ? Optional.ofNullable(rectangle) : Optional.empty();
        rectangle = null;
        parts = 0;
        clips = false;
        return clip;
      }
      default -> {}
    }
    return Optional.empty();
  }

  private static @Nullable GeneralPath rectangle(List<COSBase> operands, Matrix ctm) {
    float[] values = new float[4];
    for (int i = 0; i < values.length; i++) {
      if (i >= operands.size() || !(operands.get(i) instanceof COSNumber number)) {
        return null;
      }
      values[i] = number.floatValue();
    }
    float x = Math.min(values[0], values[0] + values[2]);
    float y = Math.min(values[1], values[1] + values[3]);
    return new PDRectangle(x, y, Math.abs(values[2]), Math.abs(values[3])).transform(ctm);
  }
}
