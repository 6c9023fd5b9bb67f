package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageSize;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;
import org.radiologytrust.lab.phantom.Abnormality;
import org.radiologytrust.lab.phantom.DicomObject;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.Phantom;
import org.radiologytrust.lab.phantom.PhantomStudy;

/** Every branch of the rendering for a model, with pixels that the store decoded. */
public abstract class DicomImagesContract extends DicomStoreContract {
  private DicomImages images;

  @BeforeAll
  void render() {
    images = new DicomImages(store(), SiteFiles.shipped());
  }

  private BufferedImage render(byte[] file) throws IOException {
    return render(file, 1);
  }

  private BufferedImage render(byte[] file, int frames) throws IOException {
    String id = under().receive(file);
    return unpadded(images.png(TestObjects.stored(id, frames)), store().tags(id));
  }

  /** What is inside of the square; all around it is black. */
  static BufferedImage unpadded(byte[] png, DicomTags tags) throws IOException {
    BufferedImage square = ImageIO.read(new ByteArrayInputStream(png));
    int side = square.getWidth();
    assertEquals(side, square.getHeight());
    double columns = tags.integer("Columns").orElseThrow();
    double rows = tags.integer("Rows").orElseThrow();
    double scale = side / Math.max(columns, rows);
    int width = (int) Math.round(columns * scale);
    int height = (int) Math.round(rows * scale);
    int left = (side - width) / 2;
    int top = (side - height) / 2;
    for (int i = 0; i < side * side; i++) {
      int x = i % side - left;
      int y = i / side - top;
      if (x < 0 || x >= width || y < 0 || y >= height) {
        assertEquals(0xFF000000, square.getRGB(i % side, i / side));
      }
    }
    BufferedImage image = new BufferedImage(width, height, square.getType());
    image.setData(square.getRaster().createChild(left, top, width, height, 0, 0, null));
    return image;
  }

  private int[] grey(DicomObject object) throws IOException {
    return grey(render(object.file()));
  }

  private static int[] grey(BufferedImage image) {
    assertEquals(1, image.getRaster().getNumBands());
    return image.getRaster().getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (int[]) null);
  }

  /** What a box of a model is led back to. */
  @Test
  void theSizeIsThatOfTheOriginal() throws Exception {
    String id =
        under()
            .receive(DicomWriter.write(PhantomStudy.chest("SIZE1"), Phantom.pixels(1, List.of())));
    assertEquals(
        new ImageSize(Phantom.WIDTH, Phantom.HEIGHT),
        images.size(TestObjects.stored(id, 1)).orElseThrow());
  }

  @Test
  void aWindowOnUnsignedPixels() throws Exception {
    DicomObject object = TestObjects.grey(3, 2, 0, 50, 100, 150, 200, 65535);
    TestObjects.window(object, "100", "200", "LINEAR_EXACT");
    assertArrayEquals(new int[] {0, 64, 128, 191, 255, 255}, grey(object));
  }

  /** 76.5 and 178.5 go to the even level. */
  @Test
  void aWindowOnSignedPixelsWithRescale() throws Exception {
    DicomObject object =
        TestObjects.grey(4, 1, -1000, 0, 20, 1000)
            .words(TestObjects.PIXEL_REPRESENTATION, "US", (short) 1)
            .text(0x00281052, "DS", "-20")
            .text(0x00281053, "DS", "2");
    TestObjects.window(object, "0", "100", "LINEAR_EXACT");
    assertArrayEquals(new int[] {0, 76, 178, 255}, grey(object));
  }

  /** The four bits above hold an overlay, or are left over. */
  @Test
  void bitsAboveTheStoredOnesAreNotRead() throws Exception {
    DicomObject object = bitsStored12(TestObjects.grey(4, 1, 0xF000, 0xF7FF, 0x0FFF, 0x0800));
    TestObjects.window(object, "2048", "4096", "LINEAR_EXACT");
    assertArrayEquals(new int[] {0, 127, 255, 128}, grey(object));
  }

  @Test
  void signedPixelsOfTwelveBits() throws Exception {
    DicomObject object =
        bitsStored12(TestObjects.grey(4, 1, 0x0FFF, 0x0800, 0x07FF, 0xF000))
            .words(TestObjects.PIXEL_REPRESENTATION, "US", (short) 1);
    TestObjects.window(object, "0", "4096", "LINEAR_EXACT");
    assertArrayEquals(new int[] {127, 0, 255, 128}, grey(object));
  }

  private static DicomObject bitsStored12(DicomObject object) {
    return object.words(0x00280101, "US", (short) 12).words(0x00280102, "US", (short) 11);
  }

  @ParameterizedTest
  @ValueSource(strings = {"OW", "US"})
  void theVoiLutSequence(String vr) throws Exception {
    DicomObject object =
        TestObjects.grey(4, 1, 0, 10, 11, 500)
            .sequence(
                0x00283010,
                new DicomObject()
                    .words(0x00283002, "US", (short) 3, (short) 10, (short) 10)
                    .words(0x00283006, vr, TestObjects.words(1023, 0, 511)));
    TestObjects.window(object, "5", "10", "LINEAR");
    assertArrayEquals(new int[] {255, 255, 0, 127}, grey(object));
  }

  @Test
  void theModalityLutSequence() throws Exception {
    assertArrayEquals(new int[] {255, 0, 128}, grey(TestObjects.modalityLut()));
  }

  @Test
  void aLutThatDoesNotFitIsRefused() throws Exception {
    DicomObject object =
        TestObjects.grey(1, 1, 0)
            .sequence(
                0x00283010,
                new DicomObject()
                    .words(0x00283002, "US", (short) 300, (short) 0, (short) 16)
                    .words(0x00283006, "OW", TestObjects.words(1, 2)));
    refused(object.file(), "VOILUTSequence");
  }

  @Test
  void aLutWithoutDataIsRefused() throws Exception {
    DicomObject object =
        TestObjects.grey(1, 1, 0)
            .sequence(
                0x00283010,
                new DicomObject().words(0x00283002, "US", (short) 2, (short) 0, (short) 16));
    refused(object.file(), "");
  }

  @Test
  void aLutIsNotReadBeyondTheLimit() throws Exception {
    DicomObject object =
        TestObjects.grey(1, 1, 0)
            .sequence(
                0x00283010,
                new DicomObject()
                    .words(0x00283002, "US", (short) 3, (short) 0, (short) 16)
                    .words(0x00283006, "OW", TestObjects.words(1, 2, 3)));
    String id = receive(object);
    assertArrayEquals(new byte[] {1, 0, 2, 0, 3, 0}, store().lutData(id, DicomStore.Lut.VOI, 6));
    assertKind(Kind.FAILED, () -> store().lutData(id, DicomStore.Lut.VOI, 5));
  }

  @Test
  void monochrome1WithPadding() throws Exception {
    DicomObject object =
        TestObjects.grey(3, 1, 0, 150, 9999)
            .text(TestObjects.PHOTOMETRIC_INTERPRETATION, "CS", "MONOCHROME1")
            .text(0x20500020, "CS", "INVERSE")
            .words(0x00280120, "US", (short) 9999);
    TestObjects.window(object, "100", "200", "LINEAR_EXACT");
    assertArrayEquals(new int[] {255, 64, 0}, grey(object));
  }

  @Test
  void eightBitsWithoutAWindow() throws Exception {
    int[] grey = grey(TestObjects.bytes(4, 1, (byte) 10, (byte) 22, (byte) 34, (byte) 210));
    assertArrayEquals(new int[] {0, 15, 31, 255}, grey);
  }

  @Test
  void onePixel() throws Exception {
    assertArrayEquals(new int[] {128}, grey(TestObjects.grey(1, 1, 42)));
  }

  @Test
  void theMiddleOfSeveralFrames() throws Exception {
    DicomObject object =
        TestObjects.grey(2, 1, 1, 2, 3, 4, 5, 6)
            .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7.3")
            .text(0x00280008, "IS", "3");
    TestObjects.window(object, "3", "6", "LINEAR_EXACT");
    assertArrayEquals(new int[] {128, 170}, grey(render(object.file(), 3)));
  }

  @Test
  void colour() throws Exception {
    byte[] pixels = {(byte) 255, 0, 0, 0, (byte) 128, 64};
    BufferedImage image = render(TestObjects.rgb(2, 1, pixels).file());
    assertEquals(0xFFFF0000, image.getRGB(0, 0));
    assertEquals(0xFF008040, image.getRGB(1, 0));
  }

  @Test
  void colourPlaneByPlane() throws Exception {
    byte[] planes = {(byte) 255, 0, 0, (byte) 128, 0, 64};
    DicomObject object = TestObjects.rgb(2, 1, planes).words(0x00280006, "US", (short) 1);
    BufferedImage image = render(object.file());
    assertEquals(0xFFFF0000, image.getRGB(0, 0));
    assertEquals(0xFF008040, image.getRGB(1, 0));
  }

  @Test
  void coloursOfAPalette() throws Exception {
    DicomObject object =
        TestObjects.bytes(3, 1, (byte) 0, (byte) 1, (byte) 2)
            .text(TestObjects.PHOTOMETRIC_INTERPRETATION, "CS", "PALETTE COLOR");
    for (int band = 0; band < 3; band++) {
      int[] entries = {0, 0, 0x8000};
      entries[band] = 0xFFFF;
      object
          .words(0x00281101 + band, "US", (short) 3, (short) 0, (short) 16)
          .words(0x00281201 + band, "OW", TestObjects.words(entries));
    }
    BufferedImage image = render(object.file());
    assertEquals(0xFFFF0000, image.getRGB(0, 0));
    assertEquals(0xFF00FF00, image.getRGB(1, 0));
    assertEquals(0xFF8080FF, image.getRGB(2, 0));
  }

  @Test
  void brightnessAndColourDifferences() throws Exception {
    byte[] red = {76, 85, (byte) 255};
    DicomObject object =
        TestObjects.rgb(1, 1, red).text(TestObjects.PHOTOMETRIC_INTERPRETATION, "CS", "YBR_FULL");
    int rgb = render(object.file()).getRGB(0, 0);
    assertTrue((rgb >> 16 & 0xFF) > 250 && (rgb & 0xFFFF) < 0x0300, Integer.toHexString(rgb));
  }

  /** A decoder that reads on would give other data in its memory as pixels. */
  @Test
  void pixelDataThatEndsEarlyIsRefused() throws Exception {
    refused(TestObjects.grey(1000, 1000, 1, 2, 3).file(), "");
    refused(TestObjects.grey(3, 1, 1, 2).file(), "");
    refused(TestObjects.rgb(1000, 1000, new byte[6]).file(), "");
    DicomObject lastFrame =
        TestObjects.grey(2, 1, 1, 2, 3)
            .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7.3")
            .text(0x00280008, "IS", "2");
    String id = receive(lastFrame);
    assertKind(Kind.FAILED, () -> store().frame(id, store().tags(id), 1, 100));
  }

  @Test
  void noPixelDataIsRefused() throws Exception {
    byte[] file = TestObjects.grey(1, 1, 1).without(TestObjects.PIXEL_DATA).file();
    refused(file, "no pixel data");
  }

  @Test
  void moreThanSixteenBitsAreRefused() throws Exception {
    byte[] file = TestObjects.grey(1, 1, 1, 0).words(0x00280100, "US", (short) 32).file();
    refused(file, "more than 16 bits");
  }

  /** Asked for its pixels, Orthanc 1.10.1 would die. */
  @Test
  void aHugeImageIsRefusedAndTheStoreLives() throws Exception {
    refused(TestObjects.grey(65535, 65535, 1).file(), "4294836225 pixels");
    refused(TestObjects.grey(65535, 976, 1).file(), "");
    assertArrayEquals(new int[] {128}, grey(TestObjects.grey(1, 1, 42)));
  }

  @Test
  void theLimitOfPixelsIsExact() throws Exception {
    String id = receive(TestObjects.grey(5, 2, new int[10]));
    assertTrue(
        new DicomImages(store(), SiteFiles.shipped(), 10, 0).png(TestObjects.stored(id)).length
            > 0);
    DicomImages less = new DicomImages(store(), SiteFiles.shipped(), 9, 0);
    assertThrows(IOException.class, () -> less.png(TestObjects.stored(id)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.840.10008.1.2.5",
        "1.2.840.10008.1.2.4.50",
        "1.2.840.10008.1.2.4.70",
        "1.2.840.10008.1.2.4.80",
        "1.2.840.10008.1.2.4.90"
      })
  void pixelsThatAreNotWhatTheTransferSyntaxSaysAreRefused(String syntax) throws Exception {
    DicomObject object = TestObjects.grey(100, 100, new int[10_000]);
    byte[] plain = TestObjects.claiming(object.file(), syntax);
    byte[] zeros = TestObjects.encapsulated(object, syntax, new byte[20_000]);
    byte[] few = TestObjects.encapsulated(object, syntax, new byte[20]);
    for (byte[] file : List.of(plain, zeros, few)) {
      String id;
      try {
        id = under().receive(file);
      } catch (IOException e) {
        continue; // refused at the door, as good
      }
      assertThrows(IOException.class, () -> images.png(TestObjects.stored(id)));
    }
    assertArrayEquals(new int[] {128}, grey(TestObjects.grey(1, 1, 42)));
  }

  @Test
  void theSameImageIsReadOnce() throws Exception {
    String id = receive(TestObjects.grey(2, 2, 1, 2, 3, 4));
    DicomImages cached = new DicomImages(store(), SiteFiles.shipped());
    byte[] first = cached.png(TestObjects.stored(id));
    first[0] = 0;
    under().delete(id);
    byte[] again = cached.png(TestObjects.stored(id));
    assertEquals((byte) 0x89, again[0], "the cache keeps its own copy");
    assertKind(Kind.GONE, () -> images.png(TestObjects.stored(id)));
  }

  @Test
  void thePhantomAsAModelSeesIt() throws Exception {
    Abnormality effusion =
        new Abnormality(Abnormality.Kind.PLEURAL_EFFUSION, Abnormality.Side.LEFT, 0.5);
    byte[] file = DicomWriter.write(PhantomStudy.chest("P1"), Phantom.pixels(1, List.of(effusion)));
    BufferedImage image = render(file);
    keep("phantom.png", image);
    assertEquals(735, image.getWidth());
    assertEquals(896, image.getHeight());
    double right = mean(image, 130, 560);
    double left = mean(image, 735 - 130, 560);
    assertTrue(left > right + 40, "fluid is white on the image's right: " + left + " " + right);
  }

  @Test
  void aRealJpeg2000Radiograph() throws Exception {
    Path file = TestObjects.shared("RG1_J2KI.dcm");
    assumeTrue(Files.exists(file));
    BufferedImage image = render(Files.readAllBytes(file));
    keep("rg1.png", image);
    assertEquals(844, image.getWidth());
    assertEquals(896, image.getHeight());
    double mediastinum = mean(image, 430, 480);
    double lung = mean(image, 230, 330);
    assertTrue(mediastinum > lung + 40, "bones are bright: " + mediastinum + " " + lung);
  }

  private void refused(byte[] file, String reason) throws IOException {
    String id = under().receive(file);
    DicomStoreException error =
        assertThrows(DicomStoreException.class, () -> images.png(TestObjects.stored(id)));
    assertEquals(Kind.FAILED, error.kind());
    assertTrue(error.getMessage().contains(reason), error.getMessage());
  }

  private static double mean(BufferedImage image, int x, int y) {
    double sum = 0;
    for (int dy = -15; dy <= 15; dy++) {
      for (int dx = -15; dx <= 15; dx++) {
        sum += image.getRaster().getSample(x + dx, y + dy, 0);
      }
    }
    return sum / (31 * 31);
  }

  private static void keep(String name, BufferedImage image) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "images"));
    assertTrue(ImageIO.write(image, "png", folder.resolve(name).toFile()));
  }
}
