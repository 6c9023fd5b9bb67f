package org.radiologytrust.dcm4che;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Fragments;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.util.ByteUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.ingest.dicom.DecodedFrame;
import org.radiologytrust.ingest.dicom.DicomStoreException;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;

/** What the contract of all image stores does not cover: forms of pixel data that are rarer. */
class FrameReaderTest {
  private static final int MOST_PIXELS = 10_000;

  @TempDir Path folder;

  private static Attributes image(int columns, int rows, String photometric, int bits) {
    Attributes tags = new Attributes();
    int samples = photometric.startsWith("MONO") || photometric.startsWith("PAL") ? 1 : 3;
    tags.setInt(Tag.SamplesPerPixel, VR.US, samples);
    tags.setString(Tag.PhotometricInterpretation, VR.CS, photometric);
    tags.setInt(Tag.Rows, VR.US, rows);
    tags.setInt(Tag.Columns, VR.US, columns);
    tags.setInt(Tag.BitsAllocated, VR.US, bits);
    tags.setInt(Tag.BitsStored, VR.US, bits);
    tags.setInt(Tag.HighBit, VR.US, bits - 1);
    tags.setInt(Tag.PixelRepresentation, VR.US, 0);
    return tags;
  }

  private DecodedFrame frame(Attributes tags, String syntax, int frame) throws IOException {
    Path file = Files.write(folder.resolve("object"), DicomFiles.bytes(tags, syntax));
    try (StoredObject object = StoredObject.open(file, 1 << 17)) {
      return new FrameReader(object, MOST_PIXELS).frame(frame);
    }
  }

  private DecodedFrame frame(Attributes tags) throws IOException {
    return frame(tags, UID.ExplicitVRLittleEndian, 0);
  }

  private void assertFails(Attributes tags, String syntax, int frame) {
    DicomStoreException e =
        assertThrows(DicomStoreException.class, () -> frame(tags, syntax, frame));
    assertEquals(Kind.FAILED, e.kind());
  }

  private static int[] words(DecodedFrame frame) {
    int[] words = new int[frame.width() * frame.height()];
    Arrays.setAll(words, frame::word);
    return words;
  }

  private static int[] rgb(DecodedFrame frame) {
    int[] rgb = new int[3 * frame.width() * frame.height()];
    Arrays.setAll(rgb, i -> frame.sample(i / 3, i % 3));
    return rgb;
  }

  /** Overlays and other data may be in the bits that are not stored. */
  @ParameterizedTest
  @CsvSource({"12, 11, false, 0xABC", "12, 15, false, 0xFAB", "12, 11, true, 0xFABC"})
  void onlyTheStoredBitsCount(int stored, int high, boolean signed, String expected)
      throws Exception {
    Attributes tags = image(1, 1, "MONOCHROME2", 16);
    tags.setInt(Tag.BitsStored, VR.US, stored);
    tags.setInt(Tag.HighBit, VR.US, high);
    tags.setInt(Tag.PixelRepresentation, VR.US, signed ? 1 : 0);
    tags.setBytes(Tag.PixelData, VR.OW, new byte[] {(byte) 0xBC, (byte) 0xFA});
    assertEquals(Integer.decode(expected), frame(tags).word(0));
  }

  /** Bytes are in words whose higher byte is first, also where a frame begins within one. */
  @Test
  void bytesInBigEndianWords() throws Exception {
    Attributes tags = image(3, 1, "MONOCHROME2", 8);
    tags.setInt(Tag.NumberOfFrames, VR.IS, 2);
    tags.setBytes(Tag.PixelData, VR.OW, new byte[] {1, 2, 3, 4, 5, 6});
    assertArrayEquals(new int[] {1, 2, 3}, words(frame(tags, UID.ExplicitVRBigEndian, 0)));
    assertArrayEquals(new int[] {4, 5, 6}, words(frame(tags, UID.ExplicitVRBigEndian, 1)));
  }

  @Test
  void coloursInPlanes() throws Exception {
    Attributes tags = image(2, 1, "RGB", 8);
    tags.setInt(Tag.PlanarConfiguration, VR.US, 1);
    tags.setBytes(Tag.PixelData, VR.OB, new byte[] {1, 2, 3, 4, 5, 6});
    assertArrayEquals(new int[] {1, 3, 5, 2, 4, 6}, rgb(frame(tags)));
  }

  @Test
  void brightnessAndColourDifferences() throws Exception {
    Attributes tags = image(2, 1, "YBR_FULL", 8);
    tags.setBytes(
        Tag.PixelData, VR.OB, new byte[] {100, (byte) 128, (byte) 128, 76, 85, (byte) 255});
    assertArrayEquals(new int[] {100, 100, 100, 254, 0, 0}, rgb(frame(tags)));
    tags.setString(Tag.PhotometricInterpretation, VR.CS, "YBR_FULL_422");
    tags.setBytes(Tag.PixelData, VR.OB, new byte[] {100, 50, (byte) 128, (byte) 128});
    assertArrayEquals(new int[] {100, 100, 100, 50, 50, 50}, rgb(frame(tags)));
  }

  @Test
  void aKindOfColourThatIsNotDecoded() {
    Attributes tags = image(1, 1, "YBR_PARTIAL_420", 8);
    tags.setBytes(Tag.PixelData, VR.OB, new byte[4]);
    assertFails(tags, UID.ExplicitVRLittleEndian, 0);
  }

  private static Attributes palette(int bits, VR vr, byte[] data) {
    Attributes tags = image(4, 1, "PALETTE COLOR", 8);
    tags.setBytes(Tag.PixelData, VR.OB, new byte[] {9, 10, 11, 12});
    for (int band = 0; band < 3; band++) {
      tags.setInt(Tag.RedPaletteColorLookupTableDescriptor + band, VR.US, 2, 10, bits);
      byte[] own = data.clone();
      own[own.length - 1] += (byte) band;
      tags.setBytes(Tag.RedPaletteColorLookupTableData + band, vr, own);
    }
    return tags;
  }

  /** A value outside the palette has the colour of its end. */
  @Test
  void palettes() throws Exception {
    int[] expected = {7, 7, 7, 7, 7, 7, 20, 21, 22, 20, 21, 22};
    assertArrayEquals(expected, rgb(frame(palette(16, VR.OW, new byte[] {0, 7, 0, 20}))));
    assertArrayEquals(expected, rgb(frame(palette(8, VR.OW, new byte[] {7, 20}))));
    assertFails(palette(16, VR.OW, new byte[] {0, 7}), UID.ExplicitVRLittleEndian, 0);
    assertFails(image(1, 1, "PALETTE COLOR", 8), UID.ExplicitVRLittleEndian, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {Tag.BitsAllocated, Tag.BitsStored, Tag.HighBit, Tag.SamplesPerPixel})
  void tagsThatContradictEachOther(int tag) {
    Attributes tags = image(2, 2, "MONOCHROME2", 16);
    tags.setBytes(Tag.PixelData, VR.OW, new byte[8]);
    tags.setInt(tag, VR.US, 17);
    assertFails(tags, UID.ExplicitVRLittleEndian, 0);
  }

  @Test
  void anImageWithTooManyPixels() {
    Attributes tags = image(101, 100, "MONOCHROME2", 8);
    tags.setBytes(Tag.PixelData, VR.OB, new byte[10_100]);
    assertFails(tags, UID.ExplicitVRLittleEndian, 0);
  }

  @Test
  void uncompressedPixelsThatEndEarly() throws Exception {
    Attributes tags = image(2, 2, "MONOCHROME2", 16);
    tags.setInt(Tag.NumberOfFrames, VR.IS, 2);
    tags.setBytes(Tag.PixelData, VR.OW, new byte[14]);
    assertEquals(0, frame(tags).word(0));
    assertFails(tags, UID.ExplicitVRLittleEndian, 1);
    assertFails(tags, UID.DeflatedExplicitVRLittleEndian, 1);
  }

  @Test
  void anOffsetBeyondTwoGigabytes() {
    Attributes tags = image(100, 100, "MONOCHROME2", 16);
    tags.setInt(Tag.NumberOfFrames, VR.IS, 200_000);
    tags.setBytes(Tag.PixelData, VR.OW, new byte[20_000]);
    assertFails(tags, UID.ExplicitVRLittleEndian, 150_000);
  }

  private static Attributes encapsulated(Attributes tags, byte[]... items) {
    Fragments fragments = tags.newFragments(Tag.PixelData, VR.OB, items.length);
    fragments.addAll(Arrays.asList(items));
    return tags;
  }

  /** A frame of two pixels of 8 bits: one literal run. */
  private static byte[] runs(int first, int second) {
    byte[] frame = new byte[68];
    ByteUtils.intToBytesLE(1, frame, 0);
    ByteUtils.intToBytesLE(64, frame, 4);
    frame[64] = 1;
    frame[65] = (byte) first;
    frame[66] = (byte) second;
    return frame;
  }

  private static byte[] offsets(int... offsets) {
    byte[] table = new byte[4 * offsets.length];
    for (int i = 0; i < offsets.length; i++) {
      ByteUtils.intToBytesLE(offsets[i], table, 4 * i);
    }
    return table;
  }

  private static Attributes frames(int count) {
    Attributes tags = image(2, 1, "MONOCHROME2", 8);
    tags.setInt(Tag.NumberOfFrames, VR.IS, count);
    return tags;
  }

  @Test
  void aFrameInSeveralFragments() throws Exception {
    byte[] one = runs(1, 2);
    byte[] two = runs(3, 4);
    byte[] begin = Arrays.copyOf(two, 60);
    byte[] rest = Arrays.copyOfRange(two, 60, 68);
    byte[] table = offsets(0, 8 + one.length);
    Attributes tags = encapsulated(frames(2), table, one, begin, rest);
    assertArrayEquals(new int[] {1, 2}, words(frame(tags, UID.RLELossless, 0)));
    assertArrayEquals(new int[] {3, 4}, words(frame(tags, UID.RLELossless, 1)));
    Attributes single = encapsulated(frames(1), new byte[0], begin, rest);
    assertArrayEquals(new int[] {3, 4}, words(frame(single, UID.RLELossless, 0)));
  }

  /** Otherwise a part of one frame would be shown as another one. */
  @Test
  void framesThatCannotBeToldApart() throws Exception {
    byte[] one = runs(1, 2);
    byte[] empty = {};
    assertFails(encapsulated(frames(2), empty, one, one, one), UID.RLELossless, 1);
    assertFails(encapsulated(frames(2), empty, one), UID.RLELossless, 0);
    assertFails(encapsulated(frames(2), offsets(0), one, one), UID.RLELossless, 0);
    assertFails(encapsulated(frames(2), offsets(0, 7), one, one), UID.RLELossless, 1);
    assertFails(encapsulated(frames(2), offsets(0, 4000), one, one), UID.RLELossless, 1);
  }

  @Test
  void runsThatEndEarly() throws Exception {
    assertFails(
        encapsulated(frames(1), new byte[0], Arrays.copyOf(runs(1, 2), 66)), UID.RLELossless, 0);
    assertFails(
        encapsulated(frames(1), new byte[0], Arrays.copyOf(runs(1, 2), 60)), UID.RLELossless, 0);
    byte[] elsewhere = runs(1, 2);
    ByteUtils.intToBytesLE(-1, elsewhere, 4);
    assertFails(encapsulated(frames(1), new byte[0], elsewhere), UID.RLELossless, 0);
  }

  @Test
  void runsThatRepeatAByte() throws Exception {
    byte[] runs = runs(0, 0);
    runs[64] = -128;
    runs[65] = -1;
    runs[66] = 9;
    assertArrayEquals(
        new int[] {9, 9},
        words(frame(encapsulated(frames(1), new byte[0], runs), UID.RLELossless, 0)));
  }

  @Test
  void aCompressedFrameThatIsFarTooLong() {
    byte[] padded = Arrays.copyOf(runs(1, 2), 1 << 17);
    assertFails(encapsulated(frames(1), new byte[0], padded), UID.RLELossless, 0);
  }

  private static byte[] jpeg(int columns, int rows) throws IOException {
    BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < columns * rows; i++) {
      image.setRGB(i % columns, i / columns, 0xC81E64);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", out);
    return Arrays.copyOf(out.toByteArray(), (out.size() + 1) / 2 * 2);
  }

  @Test
  void jpegInColour() throws Exception {
    Attributes tags = encapsulated(image(32, 16, "YBR_FULL_422", 8), new byte[0], jpeg(32, 16));
    int[] rgb = rgb(frame(tags, UID.JPEGBaseline8Bit, 0));
    for (int i = 0; i < rgb.length; i++) {
      int expected = new int[] {0xC8, 0x1E, 0x64}[i % 3];
      assertTrue(Math.abs(rgb[i] - expected) < 4, "sample " + i + " is " + rgb[i]);
    }
  }

  @Test
  void aJpegThatEndsEarlyOrIsOfAnotherSize() throws Exception {
    byte[] whole = jpeg(32, 16);
    Attributes cut =
        encapsulated(
            image(32, 16, "YBR_FULL_422", 8), new byte[0], Arrays.copyOf(whole, whole.length - 20));
    assertFails(cut, UID.JPEGBaseline8Bit, 0);
    byte[] closed = whole.clone();
    int end = whole.length - 20;
    closed[end] = (byte) 0xFF;
    closed[end + 1] = (byte) 0xD9;
    Attributes ended =
        encapsulated(image(32, 16, "YBR_FULL_422", 8), new byte[0], Arrays.copyOf(closed, end + 2));
    assertFails(ended, UID.JPEGBaseline8Bit, 0);
    Attributes smaller = encapsulated(image(16, 16, "YBR_FULL_422", 8), new byte[0], whole.clone());
    assertFails(smaller, UID.JPEGBaseline8Bit, 0);
    Attributes grey = encapsulated(image(32, 16, "MONOCHROME2", 8), new byte[0], whole.clone());
    assertFails(grey, UID.JPEGBaseline8Bit, 0);
  }

  /** A decoder would go over all pixels for each of them. */
  @Test
  void aJpegOfTooManyScans() throws Exception {
    byte[] whole = jpeg(32, 16);
    ByteArrayOutputStream scans = new ByteArrayOutputStream();
    scans.write(whole, 0, 2);
    for (int i = 0; i < 33; i++) {
      scans.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xDA});
    }
    scans.write(whole, 2, whole.length - 2);
    PixelFormat format = PixelFormat.of(image(32, 16, "YBR_FULL_422", 8), MOST_PIXELS);
    DicomStoreException e =
        assertThrows(
            DicomStoreException.class,
            () -> RasterImages.JPEG.decode(scans.toByteArray(), format));
    assertTrue(e.getMessage().contains("scans"), e.getMessage());
  }

  /** The beginning of a codestream, then nothing that could be decoded. */
  private static byte[] codestream(int columns, int rows, int tile, int components) {
    return ByteBuffer.allocate(50)
        .putInt(0xFF4FFF51)
        .putShort((short) 41)
        .putShort((short) 0)
        .putInt(columns)
        .putInt(rows)
        .putLong(0)
        .putInt(tile)
        .putInt(tile)
        .putLong(0)
        .putShort((short) components)
        .put(new byte[] {7, 1, 1, 0, 0, 0, (byte) 0xFF, (byte) 0xD9})
        .array();
  }

  /** The decoder would allocate gigabytes for the tiles or components. */
  @ParameterizedTest
  @CsvSource({
    "100, 100, 100, 16384",
    "65500, 65500, 65500, 1",
    "-1, -1, -1, 1",
    "100, 100, 0, 1",
    "100, 100, -1, 1"
  })
  void aCodestreamOfAnotherSize(int columns, int rows, int tile, int components) {
    Attributes tags = image(100, 100, "MONOCHROME2", 8);
    assertFails(
        encapsulated(tags, new byte[0], codestream(columns, rows, tile, components)),
        UID.JPEG2000Lossless,
        0);
  }

  @Test
  void aCodestreamOfTooManyTiles() throws Exception {
    PixelFormat format = PixelFormat.of(image(1000, 1000, "MONOCHROME2", 8), 1_000_000);
    assertThrows(
        DicomStoreException.class, () -> Codestream.require(codestream(1000, 1000, 1, 1), format));
    Codestream.require(codestream(1000, 1000, 4, 1), format);
  }

  @Test
  void anImageThatNeedsMoreMemoryThanThereIs() throws Exception {
    int side = (int) Math.min(65_535, Math.sqrt(Runtime.getRuntime().maxMemory() / 20.0));
    PixelFormat format = PixelFormat.of(image(side, side, "MONOCHROME2", 16), Integer.MAX_VALUE);
    byte[] frame = codestream(side, side, side, 1);
    DicomStoreException e =
        assertThrows(DicomStoreException.class, () -> RasterImages.JPEG_2000.decode(frame, format));
    assertTrue(e.getMessage().contains("memory"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        UID.JPEGBaseline8Bit,
        UID.JPEGLosslessSV1,
        UID.JPEG2000Lossless,
        UID.RLELossless,
        UID.JPEGLSLossless,
        UID.ExplicitVRLittleEndian
      })
  void pixelDataThatIsNone(String syntax) {
    byte[] noise = new byte[200];
    Arrays.fill(noise, (byte) 0x55);
    noise[198] = (byte) 0xFF;
    noise[199] = (byte) 0xD9;
    Attributes tags = image(32, 16, "MONOCHROME2", 8);
    if (syntax.equals(UID.ExplicitVRLittleEndian)) {
      tags.setBytes(Tag.PixelData, VR.OB, noise);
    } else {
      encapsulated(tags, new byte[0], noise);
    }
    assertFails(tags, syntax, 0);
  }
}
