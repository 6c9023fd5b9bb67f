package org.radiologytrust.ingest.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.Rounds;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.Picture;
import org.radiologytrust.images.Png;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;
import org.radiologytrust.lab.phantom.DicomObject;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.PhantomStudy;

/** A file in memory is rendered as the images of a store are. */
@Tag("rounds")
class DicomFileTest extends DicomImagesContract {
  private static final SiteFiles SITE = SiteFiles.shipped();

  @Override
  protected StoreUnderTest open(Duration quiet) {
    return new FilesInMemory();
  }

  /** Nothing decodes it without an image store, and to ask one would store it. */
  @Override
  @Test
  void aRealJpeg2000Radiograph() throws Exception {
    byte[] file = TestObjects.claiming(TestObjects.grey(1, 1, 1).file(), "1.2.840.10008.1.2.4.91");
    IOException refused = assertThrows(IOException.class, () -> under().receive(file));
    assertTrue(refused.getMessage().contains("export it uncompressed"), refused.getMessage());
  }

  @Override
  @Test
  void coloursOfAPalette() throws Exception {
    DicomObject object =
        TestObjects.bytes(3, 1, (byte) 0, (byte) 1, (byte) 2)
            .text(TestObjects.PHOTOMETRIC_INTERPRETATION, "CS", "PALETTE COLOR");
    String id = receive(object);
    assertKind(Kind.FAILED, () -> store().frame(id, store().tags(id), 0, 100));
  }

  /** A file of Implicit VR has no VRs: they are known from the tags. */
  @Test
  void implicitVr() throws Exception {
    DicomObject object = TestObjects.grey(3, 1, 0, 100, 200);
    byte[] file = implicit(TestObjects.window(object, "100", "200", "LINEAR_EXACT").file());
    DicomFile read = new DicomFile(file);
    assertEquals(3, read.tags("").integer("Columns").orElse(0));
    BufferedImage image =
        unpadded(new DicomImages(read, SITE).png(TestObjects.stored("file")), read.tags(""));
    assertArrayEquals(
        new int[] {0, 128, 255}, image.getRaster().getSamples(0, 0, 3, 1, 0, (int[]) null));
  }

  private static byte[] implicit(byte[] file) {
    byte[] claiming = TestObjects.claiming(file, "1.2.840.10008.1.2");
    ByteBuffer in = ByteBuffer.wrap(claiming).order(ByteOrder.LITTLE_ENDIAN);
    int at = 132 + 12 + in.getInt(132 + 8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(claiming, 0, at);
    while (at < claiming.length) {
      String vr = new String(claiming, at + 4, 2, StandardCharsets.US_ASCII);
      boolean wide = List.of("OB", "OW", "SQ", "UN", "UT").contains(vr);
      int length = wide ? in.getInt(at + 8) : in.getShort(at + 6) & 0xFFFF;
      int start = at + (wide ? 12 : 8);
      out.write(claiming, at, 4);
      out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array());
      out.write(claiming, start, length);
      at = start + length;
    }
    return out.toByteArray();
  }

  /** Whatever is wrong with a file, the answer is that of a store. */
  @Test
  void aDamagedFileIsRefused() throws Exception {
    byte[] file = TestObjects.modalityLut().file();
    Random random = Rounds.random(7);
    int files = file.length + Rounds.of(1_000, 20_000);
    int refused = 0;
    for (int i = 0; i < files; i++) {
      byte[] damaged = Arrays.copyOf(file, i < file.length ? i : file.length);
      for (int changes = i < file.length ? 0 : 1 + random.nextInt(4); changes > 0; changes--) {
        damaged[132 + random.nextInt(file.length - 132)] = (byte) random.nextInt();
      }
      try {
        new DicomImages(new DicomFile(damaged), SITE).png(TestObjects.stored("file"));
      } catch (IOException e) {
        refused++;
      }
    }
    assertTrue(refused > file.length / 2, "refused: " + refused);
  }

  /** Sequences in sequences would use up the stack. */
  @Test
  void aFileThatIsTooDeepIsRefused() {
    DicomObject deep = new DicomObject();
    for (int i = 0; i < 100; i++) {
      deep = new DicomObject().sequence(0x00400555, deep);
    }
    byte[] nested = deep.text(0x00080016, "UI", "1.2").text(0x00080018, "UI", "1.3").file();
    byte[] file = undefinedLengths(nested);
    assertKind(Kind.FAILED, () -> new DicomFile(file));
  }

  /** Of sequences with a length, those that are not read are skipped; these are walked through. */
  private static byte[] undefinedLengths(byte[] file) {
    byte[] changed = file.clone();
    for (int at = 132; at + 12 <= changed.length; at++) {
      boolean sequence = changed[at] == 'S' && changed[at + 1] == 'Q';
      if (sequence) {
        Arrays.fill(changed, at + 4, at + 8, (byte) 0xFF);
      }
    }
    return changed;
  }

  @Test
  void nameAndNumberOfThePatientStayInTheFile() throws Exception {
    DicomFile file = new DicomFile(DicomWriter.write(PhantomStudy.chest("P1"), new short[4]));
    String tags = file.tags("").json().toString();
    assertTrue(file.tags("").has("PatientBirthDate"), tags);
    assertFalse(tags.contains("PatientName") || tags.contains("PatientID"), tags);
  }

  @Test
  void whatIsNoImageIsSaid() throws Exception {
    byte[] text = "no image".getBytes(StandardCharsets.UTF_8);
    assertUnusable("is not DICOM, PNG or JPEG", text);
    byte[] png = Png.encode(new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY));
    assertUnusable("is a damaged PNG or JPEG", Arrays.copyOf(png, 40));
    byte[] report =
        TestObjects.grey(1, 1, 1).without(TestObjects.PIXEL_DATA).without(0x00280010).file();
    assertUnusable("is DICOM, but no image", report);
    assertUnusable("is a damaged DICOM file", Arrays.copyOf(report, report.length - 1));
    UploadedImage picture = UploadedImage.of(png, SiteFiles.shipped(), () -> false);
    assertFalse(picture.tagged());
    assertEquals(1, picture.study().instances().size());
  }

  private static void assertUnusable(String why, byte[] file) {
    Picture.Unusable e =
        assertThrows(
            Picture.Unusable.class, () -> UploadedImage.of(file, SiteFiles.shipped(), () -> false));
    assertEquals(why, e.getMessage());
  }
}
