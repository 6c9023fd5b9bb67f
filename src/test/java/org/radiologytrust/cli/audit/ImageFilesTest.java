package org.radiologytrust.cli.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.cli.base.CommandCleanup;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.files.SiteFiles;

/** Pictures that unpack to more than they should. */
@Tag("safety")
class ImageFilesTest {
  @TempDir Path folder;

  private static byte[] chunk(String type, byte[] data) {
    byte[] typed = new byte[4 + data.length];
    System.arraycopy(type.getBytes(StandardCharsets.US_ASCII), 0, typed, 0, 4);
    System.arraycopy(data, 0, typed, 4, data.length);
    CRC32 sum = new CRC32();
    sum.update(typed);
    return ByteBuffer.allocate(8 + typed.length)
        .putInt(data.length)
        .put(typed)
        .putInt((int) sum.getValue())
        .array();
  }

  /** A black PNG of one bit a pixel, which packs to next to nothing. */
  private Path png(int width, int height) throws IOException {
    byte[] header =
        ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 1).put((byte) 0).array();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
      byte[] row = new byte[1 + (width + 7) / 8];
      for (int y = 0; y < height; y++) {
        out.write(row);
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    png.writeBytes(chunk("IHDR", header));
    png.writeBytes(chunk("IDAT", packed.toByteArray()));
    png.writeBytes(chunk("IEND", new byte[0]));
    return Files.write(folder.resolve(width + ".png"), png.toByteArray());
  }

  private ImageFiles open(Path image) throws IOException {
    try (CommandCleanup closing = new CommandCleanup(folder.resolve("work"))) {
      return ImageFiles.open(List.of(image), SiteFiles.shipped(), closing);
    }
  }

  @Test
  void aPictureOfTooManyPixelsIsNotUnpacked() throws Exception {
    Path bomb = png(40_000, 40_000);
    assertTrue(Files.size(bomb) < 1 << 20, "small as it is");
    String told = assertThrows(CommandFailure.class, () -> open(bomb)).getMessage();
    assertEquals("--image: " + bomb + " has 1600000000 pixels; at most 64000000 are read", told);
  }

  @Test
  void aLargePictureIsRead() throws Exception {
    assertEquals(1, open(png(4_000, 3_000)).studies().size());
  }
}
