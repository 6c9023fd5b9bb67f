package org.radiologytrust.dcm4che;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.ingest.dicom.DicomStoreException;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;

/** Files of senders that mean no good, or broke. */
class StoredObjectTest {
  private static final int KEPT = 1024;

  @TempDir Path folder;

  private Path file(byte[] dataSet) throws IOException {
    Attributes none = new Attributes();
    byte[] header = DicomFiles.bytes(none, UID.ExplicitVRLittleEndian);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header);
    out.writeBytes(dataSet);
    return Files.write(folder.resolve("object.dcm"), out.toByteArray());
  }

  private void assertFails(byte[] dataSet) throws IOException {
    Path file = file(dataSet);
    DicomStoreException e =
        assertThrows(DicomStoreException.class, () -> StoredObject.open(file, KEPT).close());
    assertEquals(Kind.FAILED, e.kind());
  }

  private static byte[] element(int tag, String vr, int length, byte... value) {
    return ByteBuffer.allocate(12 + value.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) (tag >>> 16))
        .putShort((short) tag)
        .put(vr.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
        .putShort((short) 0)
        .putInt(length)
        .put(value)
        .array();
  }

  private static byte[] item(int length) {
    return ByteBuffer.allocate(8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0xE000FFFE)
        .putInt(length)
        .array();
  }

  @Test
  void aLongValueIsLeftOutAndWhatFollowsIsRead() throws Exception {
    Attributes tags = new Attributes();
    tags.setString(Tag.ImageComments, VR.LT, "x".repeat(KEPT + 2));
    tags.setString(Tag.StudyID, VR.SH, "4711");
    tags.setBytes(Tag.PixelData, VR.OW, new byte[2]);
    Path file =
        Files.write(folder.resolve("a"), DicomFiles.bytes(tags, UID.ExplicitVRLittleEndian));
    try (StoredObject object = StoredObject.open(file, KEPT)) {
      assertFalse(object.dataSet().contains(Tag.ImageComments));
      assertEquals("4711", object.dataSet().getString(Tag.StudyID));
      assertTrue(object.hasPixels());
    }
  }

  @Test
  void aFileThatIsNotThere() {
    DicomStoreException e =
        assertThrows(
            DicomStoreException.class, () -> StoredObject.open(folder.resolve("none"), KEPT));
    assertEquals(Kind.GONE, e.kind());
  }

  @Test
  void aFileThatIsNoDicom() throws Exception {
    Path file = Files.writeString(folder.resolve("text"), "no DICOM".repeat(100));
    assertEquals(
        Kind.FAILED,
        assertThrows(DicomStoreException.class, () -> StoredObject.open(file, KEPT)).kind());
  }

  @Test
  void aValueThatIsLongerThanTheFile() throws Exception {
    assertFails(element(Tag.EncapsulatedDocument, "OB", 0x7FFFFFF0, new byte[10]));
    assertFails(element(Tag.EncapsulatedDocument, "OB", 0xFFFFFFF0, new byte[10]));
    assertFails(element(Tag.ImageComments, "UT", KEPT, new byte[10]));
  }

  @Test
  void sequencesThatAreTooDeepForTheStack() throws Exception {
    ByteArrayOutputStream nested = new ByteArrayOutputStream();
    for (int i = 0; i < 100_000; i++) {
      nested.writeBytes(element(Tag.ContentSequence, "SQ", -1));
      nested.writeBytes(item(-1));
    }
    assertFails(nested.toByteArray());
  }

  /** The same within a value that is left out. */
  @Test
  void unknownValuesThatAreTooDeepForTheStack() throws Exception {
    ByteArrayOutputStream nested = new ByteArrayOutputStream();
    for (int i = 0; i < 100_000; i++) {
      nested.writeBytes(element(0x00110010, i == 0 ? "OB" : "UN", -1));
      nested.writeBytes(item(-1));
    }
    assertFails(nested.toByteArray());
  }

  @Test
  void moreItemsThanMemory() throws Exception {
    byte[] items = new byte[8 * 2_100_000];
    byte[] empty = item(0);
    for (int at = 0; at < items.length; at += empty.length) {
      System.arraycopy(empty, 0, items, at, empty.length);
    }
    assertFails(element(Tag.ContentSequence, "SQ", items.length, items));
  }

  /** Each is short enough to be kept. */
  @Test
  void moreValuesThanMemory() throws Exception {
    ByteArrayOutputStream values = new ByteArrayOutputStream();
    byte[] text = new byte[1 << 20];
    Arrays.fill(text, (byte) 'x');
    for (int i = 0; i < 65; i++) {
      values.writeBytes(element(0x00110010 + i, "UT", text.length, text));
    }
    Path file = file(values.toByteArray());
    assertEquals(
        Kind.FAILED,
        assertThrows(DicomStoreException.class, () -> StoredObject.open(file, text.length)).kind());
    StoredObject.open(file, text.length - 1).close();
  }

  @Test
  void anyCutOfTheDataSetFailsOrHasNoPixels() throws Exception {
    Attributes tags = new Attributes();
    tags.setString(Tag.PatientName, VR.PN, "A^B");
    tags.newSequence(Tag.ReferencedStudySequence, 1).add(new Attributes(tags));
    tags.setBytes(Tag.PixelData, VR.OW, new byte[2]);
    byte[] whole = DicomFiles.bytes(tags, UID.ExplicitVRLittleEndian);
    for (int length = 0; length < whole.length - 14; length++) {
      Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
      try (StoredObject object = StoredObject.open(file, KEPT)) {
        assertFalse(object.hasPixels(), "cut at " + length);
      } catch (DicomStoreException e) {
        assertEquals(Kind.FAILED, e.kind());
      }
    }
  }
}
