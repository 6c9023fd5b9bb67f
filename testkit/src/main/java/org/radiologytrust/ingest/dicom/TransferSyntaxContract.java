package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;
import org.radiologytrust.lab.phantom.DicomObject;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.Phantom;
import org.radiologytrust.lab.phantom.PhantomStudy;

/** Whatever lossless syntax an image is sent in, the model sees the same. Needs dcmtk. */
public abstract class TransferSyntaxContract extends DicomStoreContract {
  private static final short[] PIXELS = Phantom.pixels(1, List.of());

  private static final String JPEG_2000_LOSSLESS = "1.2.840.10008.1.2.4.90";

  /** 16 columns and 8 rows of {@link #word}, in JPEG 2000 without loss. */
  private static final String CODESTREAM =
      "/0//UQApAAAAAAAQAAAACAAAAAAAAAAAAAAAEAAAAAgAAAAAAAAAAAABDwEB/1IADAAAAAEAAwQEAAH/XAANQICI"
          + "iJCIiJCIiJD/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjT/kAAKAAAAAACPAAH/k8/8"
          + "MBQGM1YER8f+GAkD/AJAAAhAC5HZlAJlioEDw/8DBEB/IVAAD4RAFYdoRcucV18LQXSItnsWnz+/BJNYLcH/"
          + "QASgD8xaAAHwnDaeADadZTQ92JJe2xThOLO6LgOEkkrK61hO1fz3GchZMi8kUnlZXc8VtKqmKJHAAVrX20ts"
          + "H//Z";

  @TempDir private Path folder;
  private DicomImages images;
  private byte[] expected;

  /** Transfer syntaxes that the store receives but cannot decode. */
  protected Set<String> notDecoded() {
    return Set.of();
  }

  @BeforeAll
  void renderPlain() throws IOException {
    images = new DicomImages(store(), SiteFiles.shipped());
    String id = under().receive(DicomWriter.write(PhantomStudy.chest("REF"), PIXELS));
    expected = images.png(TestObjects.stored(id));
  }

  private Path converted(byte[] file, String uid, String tool, String option) throws Exception {
    Path plain = folder.resolve("plain.dcm");
    Path converted = folder.resolve(uid + ".dcm");
    Files.write(plain, file);
    List<String> command = List.of(tool, option, plain.toString(), converted.toString());
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    return converted;
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.840.10008.1.2, dcmconv, +ti",
    "1.2.840.10008.1.2.2, dcmconv, +tb",
    "1.2.840.10008.1.2.1.99, dcmconv, +td",
    "1.2.840.10008.1.2.5, dcmcrle, -q",
    "1.2.840.10008.1.2.4.57, dcmcjpeg, +el",
    "1.2.840.10008.1.2.4.70, dcmcjpeg, +e1",
    "1.2.840.10008.1.2.4.80, dcmcjpls, +el"
  })
  void thePixelsAreTheSame(String uid, String tool, String option) throws Exception {
    byte[] file = DicomWriter.write(PhantomStudy.chest("S" + uid.substring(13)), PIXELS);
    String id = under().receive(Files.readAllBytes(converted(file, uid, tool, option)));
    if (notDecoded().contains(uid)) {
      assertKind(Kind.FAILED, () -> images.png(TestObjects.stored(id)));
    } else {
      assertArrayEquals(expected, images.png(TestObjects.stored(id)));
    }
  }

  /** The levels of a lossy image differ by little. */
  @ParameterizedTest
  @CsvSource({
    "1.2.840.10008.1.2.4.50, dcmcjpeg, +eb, 8",
    "1.2.840.10008.1.2.4.51, dcmcjpeg, +ee, 12",
    "1.2.840.10008.1.2.4.81, dcmcjpls, +en, 12"
  })
  void lossySyntaxes(String uid, String tool, String option, int bits) throws Exception {
    int most = (1 << bits) - 1;
    DicomObject object = ramp(bits);
    String id = under().receive(Files.readAllBytes(converted(object.file(), uid, tool, option)));
    if (notDecoded().contains(uid)) {
      assertKind(Kind.FAILED, () -> frame(id, 0));
      return;
    }
    DecodedFrame frame = frame(id, 0);
    for (int i = 0; i < 64 * 64; i++) {
      int difference = Math.abs(frame.word(i) - most * (i % 64) / 63);
      assertTrue(difference <= most / 25, "pixel " + i + " differs by " + difference);
    }
  }

  private static DicomObject ramp(int bits) {
    int most = (1 << bits) - 1;
    int[] words = new int[64 * 64];
    byte[] bytes = new byte[words.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = most * (i % 64) / 63;
      bytes[i] = (byte) words[i];
    }
    return bits == 8
        ? TestObjects.bytes(64, 64, bytes)
        : TestObjects.grey(64, 64, words)
            .words(0x00280101, "US", (short) bits)
            .words(0x00280102, "US", (short) (bits - 1));
  }

  /** JPEG baseline as YBR_FULL_422, which ultrasound machines send; RGB without loss. */
  @ParameterizedTest
  @CsvSource({"dcmcjpeg, +eb, 8", "dcmcjpeg, +e1, 0", "dcmcrle, -q, 0"})
  void colour(String tool, String option, int most) throws Exception {
    byte[] rgb = new byte[3 * 64 * 64];
    for (int i = 0; i < 64 * 64; i++) {
      rgb[3 * i] = (byte) (4 * (i % 64));
      rgb[3 * i + 1] = (byte) (4 * (i / 64));
      rgb[3 * i + 2] = 100;
    }
    byte[] file = TestObjects.rgb(64, 64, rgb).file();
    String id = under().receive(Files.readAllBytes(converted(file, "colour", tool, option)));
    DecodedFrame frame = frame(id, 0);
    for (int i = 0; i < rgb.length; i++) {
      int difference = Math.abs(frame.sample(i / 3, i % 3) - (rgb[i] & 0xFF));
      assertTrue(difference <= most, "sample " + i + " differs by " + difference);
    }
  }

  @Test
  void jpeg2000() throws Exception {
    byte[] file =
        TestObjects.encapsulated(
            TestObjects.grey(16, 8), JPEG_2000_LOSSLESS, Base64.getDecoder().decode(CODESTREAM));
    String id = under().receive(file);
    if (notDecoded().contains(JPEG_2000_LOSSLESS)) {
      assertKind(Kind.FAILED, () -> frame(id, 0));
      return;
    }
    DecodedFrame frame = frame(id, 0);
    for (int i = 0; i < 16 * 8; i++) {
      assertEquals(word(i % 16, i / 16), frame.word(i), "pixel " + i);
    }
  }

  private static int word(int x, int y) {
    return x * 4096 + y * 511 + x * y % 7 & 0xFFFF;
  }

  @ParameterizedTest
  @CsvSource({"1.2.840.10008.1.2.5, dcmcrle, -q", "1.2.840.10008.1.2.4.70, dcmcjpeg, +e1"})
  void eachFrameIsItsOwn(String uid, String tool, String option) throws Exception {
    DicomObject object =
        TestObjects.grey(2, 2, 1, 2, 3, 4, 1001, 1002, 1003, 1004, 65001, 65002, 65003, 65004)
            .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7.3")
            .text(0x00280008, "IS", "3");
    String id = under().receive(Files.readAllBytes(converted(object.file(), uid, tool, option)));
    for (int frame = 0; frame < 3; frame++) {
      DecodedFrame decoded = frame(id, frame);
      for (int i = 0; i < 4; i++) {
        assertEquals(new int[] {1, 1001, 65001}[frame] + i, decoded.word(i));
      }
    }
  }

  /** If such a frame is not refused, what it lacks does not depend on what was decoded before. */
  @Test
  void aFragmentThatEndsEarlyShowsNoOtherImage() throws Exception {
    byte[] whole = Base64.getDecoder().decode(CODESTREAM);
    byte[] half = Arrays.copyOf(whole, 150);
    DicomObject object = TestObjects.grey(16, 8);
    String id = under().receive(TestObjects.encapsulated(object, JPEG_2000_LOSSLESS, half));
    byte[] before = levels(id);
    levels(
        under()
            .receive(TestObjects.encapsulated(TestObjects.grey(16, 8), JPEG_2000_LOSSLESS, whole)));
    assertArrayEquals(before, levels(id));
  }

  private byte[] levels(String id) throws IOException {
    try {
      return new DicomImages(store(), SiteFiles.shipped()).png(TestObjects.stored(id));
    } catch (DicomStoreException e) {
      assertEquals(Kind.FAILED, e.kind());
      return new byte[0];
    }
  }

  private DecodedFrame frame(String id, int frame) throws DicomStoreException {
    return store().frame(id, store().tags(id), frame, 1_000_000);
  }
}
