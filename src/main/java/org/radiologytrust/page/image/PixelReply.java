package org.radiologytrust.page.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.radiologytrust.images.Pixels;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Texts;
import org.radiologytrust.page.door.Reply;

/**
 * Sends stored values. For a grey image the body has a table, then the words; all with the lower
 * byte first. The table has the brightness of each of the 65,536 words (a byte), then the value of
 * each (a float of 4 bytes). The slices of a series mostly share it, so it is left out where the
 * page has it.
 */
final class PixelReply {
  private static final byte[] NONE = {};

  private PixelReply() {}

  /**
   * @param known the digest of a table that the page has; empty if it has none
   */
  static Reply of(Instance image, Pixels pixels, String known) {
    byte[] table = pixels.grey().map(PixelReply::table).orElse(NONE);
    String digest = Texts.sha256(table);
    byte[] body = digest.equals(known) ? pixels.samples() : joined(table, pixels.samples());
    return Reply.bytes("application/octet-stream", body)
        .with(ImageHeader.NAME, ImageHeader.of(image, pixels, digest));
  }

  private static byte[] joined(byte[] table, byte[] samples) {
    return ByteBuffer.allocate(table.length + samples.length).put(table).put(samples).array();
  }

  private static byte[] table(Pixels.Grey grey) {
    ByteBuffer table =
        ByteBuffer.allocate(grey.brightness().length + Float.BYTES * grey.values().length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(grey.brightness());
    for (float value : grey.values()) {
      table.putFloat(value);
    }
    return table.array();
  }
}
