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
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.lab.phantom.Abnormality;
import org.radiologytrust.lab.phantom.DicomObject;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.Phantom;
import org.radiologytrust.lab.phantom.PhantomStudy;

/** Every branch of the rendering, with pixels that a real Orthanc decoded. */
@Tag("peers")
@Tag("safety")
class OrthancImagesTest {
  private static PrivateOrthanc orthanc;
  private static OrthancClient client;
  private static DicomImages images;

  @BeforeAll
  static void start() throws IOException {
    orthanc = PrivateOrthanc.start(Duration.ofSeconds(1));
    client =
        new OrthancClient(
            orthanc.httpUrl(), orthanc.user(), orthanc.password(), Duration.ofSeconds(20));
    images = new DicomImages(new OrthancStore(client));
  }

  @AfterAll
  static void stop() {
    orthanc.close();
  }

  private static BufferedImage render(byte[] file) throws IOException {
    return render(file, 1);
  }

  private static BufferedImage render(byte[] file, int frames) throws IOException {
    byte[] png = images.png(TestObjects.stored(orthanc.store(file), frames));
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static int[] grey(DicomObject object) throws IOException {
    return grey(render(object.file()));
  }

  private static int[] grey(BufferedImage image) {
    assertEquals(1, image.getRaster().getNumBands());
    return image.getRaster().getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (int[]) null);
  }

  @Test
  void aWindowOnUnsignedPixels() throws Exception {
    DicomObject object = TestObjects.grey(3, 2, 0, 50, 100, 150, 200, 65535);
    TestObjects.window(object, "100", "200", "LINEAR_EXACT");
    assertArrayEquals(new int[] {0, 64, 128, 191, 255, 255}, grey(object));
  }

  @Test
  void aWindowOnSignedPixelsWithRescale() throws Exception {
    DicomObject object =
        TestObjects.grey(4, 1, -1000, 0, 20, 1000)
            .words(TestObjects.PIXEL_REPRESENTATION, "US", (short) 1)
            .text(0x00281052, "DS", "-20")
            .text(0x00281053, "DS", "2");
    TestObjects.window(object, "0", "100", "LINEAR_EXACT");
    assertArrayEquals(new int[] {0, 77, 179, 255}, grey(object));
  }

  @Test
  void theVoiLutSequence() throws Exception {
    DicomObject object =
        TestObjects.grey(4, 1, 0, 10, 11, 500)
            .sequence(
                0x00283010,
                new DicomObject()
                    .words(0x00283002, "US", (short) 3, (short) 10, (short) 10)
                    .words(0x00283006, "OW", TestObjects.words(1023, 0, 511)));
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
    DicomObject object =
        TestObjects.bytes(2, 1, pixels)
            .words(TestObjects.SAMPLES_PER_PIXEL, "US", (short) 3)
            .words(0x00280006, "US", (short) 0)
            .text(TestObjects.PHOTOMETRIC_INTERPRETATION, "CS", "RGB");
    BufferedImage image = render(object.file());
    assertEquals(0xFFFF0000, image.getRGB(0, 0));
    assertEquals(0xFF008040, image.getRGB(1, 0));
  }

  /** Orthanc's decoder would go on reading its memory and give other patients' tags as pixels. */
  @Test
  void pixelDataThatEndsEarlyIsRefused() throws Exception {
    refused(TestObjects.grey(1000, 1000, 1, 2, 3).file(), "incomplete");
  }

  @Test
  void noPixelDataIsRefused() throws Exception {
    byte[] file = TestObjects.grey(1, 1, 1).without(TestObjects.PIXEL_DATA).file();
    refused(file, "no pixel data");
  }

  /** Asked for its pixels, Orthanc 1.10.1 would die. */
  @Test
  void aHugeImageIsRefusedAndOrthancLives() throws Exception {
    refused(TestObjects.grey(65535, 65535, 1).file(), "4294836225 pixels");
    refused(TestObjects.grey(65535, 976, 1).file(), "incomplete");
    assertTrue(client.check().isEmpty());
  }

  @Test
  void theLimitOfPixelsIsExact() throws Exception {
    String id = orthanc.store(TestObjects.grey(5, 2, new int[10]).file());
    assertEquals(
        10,
        pixelCount(new DicomImages(new OrthancStore(client), 10, 0).png(TestObjects.stored(id))));
    DicomImages less = new DicomImages(new OrthancStore(client), 9, 0);
    assertThrows(IOException.class, () -> less.png(TestObjects.stored(id)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.90"})
  void pixelsThatAreNotWhatTheTransferSyntaxSaysAreRefused(String syntax) throws Exception {
    byte[] file = TestObjects.claiming(TestObjects.grey(100, 100, new int[10_000]).file(), syntax);
    String id;
    try {
      id = orthanc.store(file);
    } catch (IOException e) {
      return; // refused at the door, as good
    }
    assertThrows(IOException.class, () -> images.png(TestObjects.stored(id)));
    assertTrue(client.check().isEmpty());
  }

  @Test
  void theSameImageIsReadOnce() throws Exception {
    String id = orthanc.store(TestObjects.grey(2, 2, 1, 2, 3, 4).file());
    DicomImages cached = new DicomImages(new OrthancStore(client));
    byte[] first = cached.png(TestObjects.stored(id));
    first[0] = 0;
    byte[] again = cached.png(TestObjects.stored(id));
    assertEquals((byte) 0x89, again[0], "the cache keeps its own copy");
    assertThrows(
        DicomStoreException.class, () -> images.png(TestObjects.stored(FakeOrthanc.id(7))));
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
    Path file = Path.of("../shared/data/dicom/RG1_J2KI.dcm");
    assumeTrue(Files.exists(file));
    BufferedImage image = render(Files.readAllBytes(file));
    keep("rg1.png", image);
    assertEquals(844, image.getWidth());
    assertEquals(896, image.getHeight());
    double mediastinum = mean(image, 430, 480);
    double lung = mean(image, 230, 330);
    assertTrue(mediastinum > lung + 40, "bones are bright: " + mediastinum + " " + lung);
  }

  private static void refused(byte[] file, String reason) throws IOException {
    String id = orthanc.store(file);
    IOException error =
        assertThrows(DicomStoreException.class, () -> images.png(TestObjects.stored(id)));
    assertTrue(error.getMessage().contains(reason), error.getMessage());
  }

  private static int pixelCount(byte[] png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    return image.getWidth() * image.getHeight();
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
