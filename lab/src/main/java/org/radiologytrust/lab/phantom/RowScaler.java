package org.radiologytrust.lab.phantom;

/** Scales an image to fewer rows as Ollama does, with a triangle filter two new rows wide. */
final class RowScaler {
  private RowScaler() {}

  static byte[] rows(byte[] pixels, int width, int rows) {
    int height = pixels.length / width;
    double scale = (double) height / rows;
    byte[] out = new byte[width * rows];
    for (int row = 0; row < rows; row++) {
      double middle = (row + 0.5) * scale - 0.5;
      int from = (int) Math.max(0, Math.ceil(middle - scale));
      int to = (int) Math.min(height - 1, Math.floor(middle + scale));
      for (int column = 0; column < width; column++) {
        double sum = 0;
        double weights = 0;
        for (int r = from; r <= to; r++) {
          double weight = 1 - Math.abs(r - middle) / scale;
          sum += weight * (pixels[r * width + column] & 0xFF);
          weights += weight;
        }
        out[row * width + column] = (byte) Math.round(sum / weights);
      }
    }
    return out;
  }
}
