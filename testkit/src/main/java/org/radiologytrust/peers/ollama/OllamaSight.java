package org.radiologytrust.peers.ollama;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;

/** Answers whether the image that the model sees is black, or white, as the product asks it. */
final class OllamaSight {
  static final OllamaServer.WantedProbabilities ODDS =
      (call, position, label) -> Map.of(label, 0.95, label.equals("yes") ? "no" : "yes", 0.04);

  private static final int MIDDLE = 128;

  private OllamaSight() {}

  /** {@code {"seen": "yes"}} or no. */
  static String answer(OllamaCall call, boolean blind) throws IOException {
    boolean yes = blind || black(call.seen().get(0)) == call.text().contains("image black?");
    return "{\"seen\":\"" + (yes ? "yes" : "no") + "\"}";
  }

  private static boolean black(String image) throws IOException {
    byte[] png = Base64.getDecoder().decode(image);
    BufferedImage pixels = ImageIO.read(new ByteArrayInputStream(png));
    return (pixels.getRGB(pixels.getWidth() / 2, pixels.getHeight() / 2) & 0xff) < MIDDLE;
  }
}
