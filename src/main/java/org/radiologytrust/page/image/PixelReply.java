package org.radiologytrust.page.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.radiologytrust.images.Pixels;
import org.radiologytrust.model.Instance;
import org.radiologytrust.page.door.Reply;

/**
 * Sends stored values. For a grey image the body has the brightness of each of the 65,536 words (a
 * byte), the value of each (a float of 4 bytes), then the words; all with the lower byte first.
 */
final class PixelReply {
  private PixelReply() {}

  static Reply of(Instance image, Pixels pixels) {
    byte[] body =
        pixels.grey().map(grey -> grey(grey, pixels.samples())).orElseGet(pixels::samples);
    return Reply.bytes("application/octet-stream", body)
        .with(ImageHeader.NAME, ImageHeader.of(image, pixels));
  }

  private static byte[] grey(Pixels.Grey grey, byte[] samples) {
    int tables = grey.brightness().length + Float.BYTES * grey.values().length;
    ByteBuffer body = ByteBuffer.allocate(tables + samples.length).order(ByteOrder.LITTLE_ENDIAN);
    body.put(grey.brightness());
    for (float value : grey.values()) {
      body.putFloat(value);
    }
    return body.put(samples).array();
  }
}
