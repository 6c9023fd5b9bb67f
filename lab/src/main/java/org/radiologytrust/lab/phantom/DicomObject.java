package org.radiologytrust.lab.phantom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Builds a DICOM file (PS3.10) in Explicit VR Little Endian (PS3.5). Elements are sorted by tag.
 * Tags are given as 0xGGGGEEEE. Not thread-safe.
 */
public final class DicomObject {
  private static final int SOP_CLASS_UID = 0x00080016;
  private static final int SOP_INSTANCE_UID = 0x00080018;
  private static final String EXPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

  /** VRs with a four-byte length (PS3.5 table 7.1-1). */
  private static final Set<String> LONG = Set.of("OB", "OW", "SQ", "UN", "UT", "UC", "UR");

  private final SortedMap<Integer, byte[]> elements = new TreeMap<>(Integer::compareUnsigned);

  /** Sets a text element, padded to even length. Separate several values with a backslash. */
  public DicomObject text(int tag, String vr, String value) {
    return put(tag, vr, value.getBytes(StandardCharsets.UTF_8), vr.equals("UI") ? 0 : ' ');
  }

  /** Sets an element of 16-bit numbers: VR US, SS or OW. */
  public DicomObject words(int tag, String vr, short... values) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(values);
    return put(tag, vr, bytes.array(), 0);
  }

  /** Sets an element of bytes: VR OB or UN. */
  public DicomObject bytes(int tag, String vr, byte[] value) {
    return put(tag, vr, value, 0);
  }

  /** Sets a sequence; without items it is present but empty. */
  public DicomObject sequence(int tag, DicomObject... items) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (DicomObject item : items) {
      byte[] body = item.body();
      out.writeBytes(
          ByteBuffer.allocate(8)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putShort((short) 0xFFFE)
              .putShort((short) 0xE000)
              .putInt(body.length)
              .array());
      out.writeBytes(body);
    }
    return put(tag, "SQ", out.toByteArray(), 0);
  }

  /** Removes an element. */
  public DicomObject without(int tag) {
    elements.remove(tag);
    return this;
  }

  private DicomObject put(int tag, String vr, byte[] value, int padding) {
    int length = value.length + value.length % 2;
    boolean four = LONG.contains(vr);
    ByteBuffer out =
        ByteBuffer.allocate((four ? 12 : 8) + length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) (tag >>> 16))
            .putShort((short) tag)
            .put(vr.getBytes(StandardCharsets.US_ASCII));
    if (four) {
      out.putShort((short) 0).putInt(length);
    } else {
      out.putShort((short) length);
    }
    out.put(value);
    if (length > value.length) {
      out.put((byte) padding);
    }
    elements.put(tag, out.array());
    return this;
  }

  private byte[] body() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    elements.values().forEach(out::writeBytes);
    return out.toByteArray();
  }

  /**
   * Returns the file: preamble, meta information and data set.
   *
   * @throws IllegalStateException if SOPClassUID or SOPInstanceUID is not set
   */
  public byte[] file() {
    DicomObject meta =
        new DicomObject()
            .bytes(0x00020001, "OB", new byte[] {0, 1})
            .text(0x00020002, "UI", uid(SOP_CLASS_UID))
            .text(0x00020003, "UI", uid(SOP_INSTANCE_UID))
            .text(0x00020010, "UI", EXPLICIT_VR_LITTLE_ENDIAN)
            .text(0x00020012, "UI", Uids.named("radiology-trust-layer"))
            .text(0x00020013, "SH", "RTL");
    byte[] group = meta.body();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[128]);
    out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    byte[] length =
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) 2)
            .putShort((short) 0)
            .put((byte) 'U')
            .put((byte) 'L')
            .putShort((short) 4)
            .putInt(group.length)
            .array();
    out.writeBytes(length);
    out.writeBytes(group);
    elements.values().forEach(out::writeBytes);
    return out.toByteArray();
  }

  private String uid(int tag) {
    byte[] element = elements.get(tag);
    if (element == null) {
      throw new IllegalStateException("a DICOM file needs SOPClassUID and SOPInstanceUID");
    }
    return new String(element, 8, element.length - 8, StandardCharsets.US_ASCII).replace("\0", "");
  }
}
