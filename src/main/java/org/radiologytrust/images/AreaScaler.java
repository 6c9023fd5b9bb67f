package org.radiologytrust.images;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;

/**
 * Scales an image down by averaging: each result pixel is the mean of the area that it covers;
 * source pixels at the edges count with their covered share. Works row by row, so the whole image
 * is never held twice.
 */
public final class AreaScaler {
  /** The brightness of one sample, from 0 to 1. */
  @FunctionalInterface
  public interface Source {
    double at(int pixel, int band);
  }

  private AreaScaler() {}

  /**
   * Scales an image.
   *
   * @param bands 1 for grey, 3 for RGB
   * @param longest maximum length of a side of the result; a smaller image keeps its size
   */
  public static BufferedImage scale(Source source, int width, int height, int bands, int longest) {
    double factor = Math.min(1, (double) longest / Math.max(width, height));
    int columns = Math.max(1, (int) Math.round(width * factor));
    int rows = Math.max(1, (int) Math.round(height * factor));
    BufferedImage image =
        new BufferedImage(
            columns, rows, bands == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    for (int band = 0; band < bands; band++) {
      band(source, width, height, band, image.getRaster());
    }
    return image;
  }

  private static void band(Source source, int width, int height, int band, WritableRaster out) {
    int columns = out.getWidth();
    double down = (double) height / out.getHeight();
    double[] sum = new double[columns];
    double[] row = new double[columns];
    int target = 0;
    for (int y = 0; y < height; y++) {
      row(source, y * width, width, band, row);
      double from = y;
      while (target < out.getHeight() && from < y + 1) {
        double edge = target == out.getHeight() - 1 ? height : (target + 1) * down;
        double share = Math.min(y + 1, edge) - from;
        for (int x = 0; x < columns; x++) {
          sum[x] += share * row[x];
        }
        from += share;
        if (edge > y + 1) {
          break;
        }
        write(out, target++, band, sum, down);
      }
    }
  }

  /** Averages one row to the width of the result. */
  private static void row(Source source, int start, int width, int band, double[] row) {
    double across = (double) width / row.length;
    for (int x = 0; x < row.length; x++) {
      double from = x * across;
      double to = x == row.length - 1 ? width : (x + 1) * across;
      double sum = 0;
      for (int i = (int) from; i < to; i++) {
        double share = Math.min(i + 1, to) - Math.max(i, from);
        sum += share * source.at(start + i, band);
      }
      row[x] = sum / (to - from);
    }
  }

  private static void write(WritableRaster out, int y, int band, double[] sum, double down) {
    for (int x = 0; x < sum.length; x++) {
      // a half goes to the even level, as in numpy
      int value = (int) Math.rint(255 * sum[x] / down);
      out.setSample(x, y, band, Math.max(0, Math.min(255, value)));
      sum[x] = 0;
    }
  }
}
