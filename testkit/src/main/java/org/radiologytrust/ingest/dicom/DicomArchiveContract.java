package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageArchive;
import org.radiologytrust.images.Pixels;
import org.radiologytrust.lab.phantom.DicomObject;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.Phantom;
import org.radiologytrust.lab.phantom.PhantomStudy;

/** What people see of an image, with pixels that the store decoded. */
public abstract class DicomArchiveContract extends DicomStoreContract {
  private DicomArchive archive;

  @BeforeAll
  void show() {
    archive = new DicomArchive(store(), SiteFiles.shipped());
  }

  private Pixels pixels(DicomObject object) throws IOException {
    return archive.pixels(TestObjects.stored(receive(object)), 0);
  }

  private static int[] words(Pixels pixels) {
    ByteBuffer bytes = ByteBuffer.wrap(pixels.samples()).order(ByteOrder.LITTLE_ENDIAN);
    int[] words = new int[pixels.samples().length / 2];
    for (int i = 0; i < words.length; i++) {
      words[i] = bytes.getChar() & 0xFFFF;
    }
    return words;
  }

  @Test
  void theStoredValuesAreExactAndTheWindowIsTheObjects() throws Exception {
    DicomObject object =
        TestObjects.grey(4, 1, -1000, 0, 20, 1000)
            .words(TestObjects.PIXEL_REPRESENTATION, "US", (short) 1)
            .words(0x00280120, "US", (short) -1000)
            .text(0x00281052, "DS", "-20")
            .text(0x00281053, "DS", "2");
    TestObjects.window(object, "40", "400", "LINEAR_EXACT");
    Pixels pixels = pixels(object);
    assertEquals(4, pixels.width());
    assertEquals(1, pixels.height());
    assertArrayEquals(new int[] {65536 - 1000, 0, 20, 1000}, words(pixels));
    Pixels.Grey grey = pixels.grey().orElseThrow();
    assertEquals(40, grey.center());
    assertEquals(400, grey.width());
    assertEquals(-20, grey.values()[0]);
    assertEquals(20, grey.values()[20]);
    assertEquals(-22, grey.values()[65535], "the word of -1");
    assertTrue(Float.isNaN(grey.values()[65536 - 1000]), "padding");
    assertFalse(grey.inverse());
  }

  /** Each pixel of an image of at most 896 pixels a side has the level that the model was shown. */
  @Test
  void peopleSeeTheLevelsThatTheModelSees() throws Exception {
    DicomObject object =
        TestObjects.grey(3, 2, 0, 150, 9999, 60, 100, 140)
            .text(TestObjects.PHOTOMETRIC_INTERPRETATION, "CS", "MONOCHROME1")
            .words(0x00280120, "US", (short) 9999);
    TestObjects.window(object, "100", "200", "SIGMOID");
    String id = receive(object);
    Pixels pixels = archive.pixels(TestObjects.stored(id), 0);
    BufferedImage shown =
        ImageIO.read(
            new ByteArrayInputStream(
                new DicomImages(store(), SiteFiles.shipped()).png(TestObjects.stored(id))));
    int[] words = words(pixels);
    byte[] brightness = pixels.grey().orElseThrow().brightness();
    for (int i = 0; i < words.length; i++) {
      assertEquals(
          shown.getRaster().getSample(i % 3, i / 3, 0), brightness[words[i]] & 0xFF, "pixel " + i);
    }
    assertTrue(pixels.grey().orElseThrow().inverse());
  }

  @Test
  void aModalityLutIsGivenAsItsValues() throws Exception {
    float[] values = pixels(TestObjects.modalityLut()).grey().orElseThrow().values();
    assertEquals(60000, values[0]);
    assertEquals(30000, values[2]);
  }

  @Test
  void eightBitsColourAndSeveralFrames() throws Exception {
    assertArrayEquals(
        new int[] {10, 22, 34, 210},
        words(pixels(TestObjects.bytes(4, 1, (byte) 10, (byte) 22, (byte) 34, (byte) 210))));
    byte[] rgb = {(byte) 255, 0, 0, 0, (byte) 128, 64};
    Pixels colour = pixels(TestObjects.rgb(2, 1, rgb));
    assertTrue(colour.grey().isEmpty());
    assertArrayEquals(
        new byte[] {(byte) 255, 0, 0, (byte) 255, 0, (byte) 128, 64, (byte) 255}, colour.samples());
    DicomObject frames =
        TestObjects.grey(2, 1, 1, 2, 3, 4)
            .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7.3")
            .text(0x00280008, "IS", "2");
    String id = receive(frames);
    assertArrayEquals(new int[] {3, 4}, words(archive.pixels(TestObjects.stored(id, 2), 1)));
    for (int none : new int[] {-1, 2}) {
      unavailable(
          ImageArchive.Why.UNREADABLE, () -> archive.pixels(TestObjects.stored(id, 2), none));
    }
  }

  /** A pixel spacing of 0 made another viewer show nothing. */
  @Test
  void spacingOfZeroIsNoSpacing() throws Exception {
    assertEquals(2, aspect("0.4\\0.2"));
    assertEquals(1, aspect("0\\0"));
    assertEquals(1, aspect("1\\0.001"));
  }

  private double aspect(String spacing) throws IOException {
    return pixels(TestObjects.grey(1, 1, 7).text(0x00280030, "DS", spacing)).aspect();
  }

  /** Otherwise a decoder would return other data in its memory. */
  @Test
  void imagesThatCannotBeReadAreRefused() throws Exception {
    String early = receive(TestObjects.grey(1000, 1000, 1, 2, 3));
    unavailable(ImageArchive.Why.UNREADABLE, () -> archive.pixels(TestObjects.stored(early), 0));
    unavailable(ImageArchive.Why.UNREADABLE, () -> archive.rendered(TestObjects.stored(early)));
    String ten = receive(TestObjects.grey(5, 2, new int[10]));
    DicomArchive nine = new DicomArchive(store(), SiteFiles.shipped(), 9);
    unavailable(ImageArchive.Why.UNREADABLE, () -> nine.pixels(TestObjects.stored(ten), 0));
    assertEquals(
        20,
        new DicomArchive(store(), SiteFiles.shipped(), 10)
            .pixels(TestObjects.stored(ten), 0)
            .samples()
            .length);
  }

  /** The model's images come from a cache; people are told what the archive has now. */
  @Test
  void aDeletedImageIsGone() throws Exception {
    String id = receive(TestObjects.grey(2, 2, 1, 2, 3, 4));
    assertArrayEquals(
        new DicomImages(store(), SiteFiles.shipped()).png(TestObjects.stored(id)),
        archive.rendered(TestObjects.stored(id)).png());
    under().delete(id);
    unavailable(ImageArchive.Why.GONE, () -> archive.rendered(TestObjects.stored(id)).png());
    unavailable(ImageArchive.Why.GONE, () -> archive.pixels(TestObjects.stored(id), 0));
  }

  /** The same UIDs, but other pixels. */
  @Test
  void anImageThatWasReplacedIsRenderedAnew() throws Exception {
    DicomObject object = TestObjects.grey(2, 2, 1, 2, 3, 4);
    String id = receive(object);
    byte[] before = archive.rendered(TestObjects.stored(id)).png();
    under().delete(id);
    byte[] other = object.words(TestObjects.PIXEL_DATA, "OW", TestObjects.words(4, 3, 2, 1)).file();
    assertEquals(id, under().receive(other));
    assertNotEquals(
        ByteBuffer.wrap(before), ByteBuffer.wrap(archive.rendered(TestObjects.stored(id)).png()));
  }

  @Test
  void thePhantomHasItsTwelveBits() throws Exception {
    short[] stored = Phantom.pixels(1, List.of());
    byte[] file = DicomWriter.write(PhantomStudy.chest("P2"), stored);
    Pixels pixels = archive.pixels(TestObjects.stored(under().receive(file)), 0);
    int[] words = words(pixels);
    for (int i = 0; i < stored.length; i++) {
      assertEquals(stored[i] & 0xFFFF, words[i]);
    }
  }

  /** 1841 x 1955 pixels, and a pixel spacing of 0. */
  @Test
  void aRealJpeg2000Radiograph() throws Exception {
    Path file = TestObjects.shared("RG1_J2KI.dcm");
    assumeTrue(Files.exists(file));
    Pixels pixels =
        archive.pixels(TestObjects.stored(under().receive(Files.readAllBytes(file))), 0);
    assertEquals(1841, pixels.width());
    assertEquals(1955, pixels.height());
    assertEquals(1, pixels.aspect());
    assertTrue(pixels.grey().isPresent());
  }

  private interface Reading {
    Object read() throws IOException;
  }

  private static void unavailable(ImageArchive.Why why, Reading reading) {
    assertEquals(why, assertThrows(ImageArchive.Unavailable.class, () -> reading.read()).why());
  }
}
