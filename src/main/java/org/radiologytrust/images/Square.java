package org.radiologytrust.images;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/**
 * Pads an image to a square, as models of the Gemma 3 family want it. A server that gets another
 * shape either stretches it (Ollama 0.24) or pads it by itself (llama.cpp), so models would see
 * different images.
 */
public final class Square {
  private Square() {}

  /** The image in the middle of a black square; the image itself when it is a square. */
  public static BufferedImage of(BufferedImage image) {
    int side = Math.max(image.getWidth(), image.getHeight());
    if (image.getWidth() == image.getHeight()) {
      return image;
    }
    BufferedImage square = new BufferedImage(side, side, image.getType());
    Graphics2D g = square.createGraphics();
    g.drawImage(image, (side - image.getWidth()) / 2, (side - image.getHeight()) / 2, null);
    g.dispose();
    return square;
  }
}
