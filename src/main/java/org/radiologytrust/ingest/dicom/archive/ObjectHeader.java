package org.radiologytrust.ingest.dicom.archive;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamCorruptedException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.dicom.DicomTags;

/**
 * Reads whose object a DICOM file holds (PS3.10), in each transfer syntax: the tags of patient and
 * study. It reads the beginning of the file only, and keeps none of the other values.
 */
final class ObjectHeader {
  private static final Map<Integer, String> KEYWORDS =
      Map.ofEntries(
          Map.entry(0x00020010, "TransferSyntaxUID"),
          Map.entry(0x00080005, "SpecificCharacterSet"),
          Map.entry(0x00080018, "SOPInstanceUID"),
          Map.entry(0x00080050, "AccessionNumber"),
          Map.entry(0x00100010, "PatientName"),
          Map.entry(0x00100020, "PatientID"),
          Map.entry(0x00100021, "IssuerOfPatientID"),
          Map.entry(0x00100030, "PatientBirthDate"),
          Map.entry(0x00100040, "PatientSex"),
          Map.entry(0x0020000D, "StudyInstanceUID"),
          Map.entry(0x00400032, "UniversalEntityID"),
          Map.entry(0x00400033, "UniversalEntityIDType"));

  private static final int ISSUER_QUALIFIERS = 0x00100024;
  private static final int LAST_GROUP = 0x0020;
  private static final int META_GROUP = 0x0002;
  private static final int PREAMBLE = 128;
  private static final int ITEM = 0xFFFEE000;
  private static final int ITEM_END = 0xFFFEE00D;
  private static final int SEQUENCE_END = 0xFFFEE0DD;
  private static final int UNDEFINED = -1;

  /** Deeper than any real object. */
  private static final int DEEPEST = 16;

  /** Longer than any value that is read. */
  private static final int LONGEST = 64 * 1024;

  /** More bytes than stand before the pixels of any real object; a deflated one may have any. */
  private static final long MOST = 256L << 20;

  /** VRs with a length of four bytes (PS3.5 table 7.1-1). */
  private static final Set<String> LONG =
      Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

  /** Defined terms of SpecificCharacterSet (PS3.3 C.12.1.1.2) and Java's names. */
  private static final Map<String, String> CHARSETS =
      Map.ofEntries(
          Map.entry("", "US-ASCII"),
          Map.entry("ISO_IR 6", "US-ASCII"),
          Map.entry("ISO_IR 100", "ISO-8859-1"),
          Map.entry("ISO_IR 101", "ISO-8859-2"),
          Map.entry("ISO_IR 109", "ISO-8859-3"),
          Map.entry("ISO_IR 110", "ISO-8859-4"),
          Map.entry("ISO_IR 144", "ISO-8859-5"),
          Map.entry("ISO_IR 127", "ISO-8859-6"),
          Map.entry("ISO_IR 126", "ISO-8859-7"),
          Map.entry("ISO_IR 138", "ISO-8859-8"),
          Map.entry("ISO_IR 148", "ISO-8859-9"),
          Map.entry("ISO_IR 13", "JIS_X0201"),
          Map.entry("ISO_IR 166", "TIS-620"),
          Map.entry("ISO_IR 192", "UTF-8"),
          Map.entry("GB18030", "GB18030"),
          Map.entry("GBK", "GBK"));

  private static final byte ESCAPE = 0x1B;

  private InputStream in;
  private boolean bigEndian;
  private long left = MOST;

  private ObjectHeader(InputStream in) {
    this.in = in;
  }

  /**
   * Reads the header of a file.
   *
   * @param file is read from its beginning, not to its end
   * @throws IOException if it is damaged, or no DICOM file
   */
  static DicomTags read(InputStream file) throws IOException {
    BufferedInputStream in = new BufferedInputStream(file, LONGEST);
    return new ObjectHeader(in).read(in);
  }

  private DicomTags read(BufferedInputStream file) throws IOException {
    skip(PREAMBLE);
    if (!new String(bytes(4), StandardCharsets.ISO_8859_1).equals("DICM")) {
      throw damaged();
    }
    Map<String, byte[]> meta = new HashMap<>();
    while (isMeta(file)) {
      element(tag(), true, 0, meta);
    }
    String syntax =
        new String(meta.getOrDefault("TransferSyntaxUID", new byte[0]), StandardCharsets.US_ASCII)
            .replace("\0", "")
            .strip();
    if (syntax.equals("1.2.840.10008.1.2.1.99")) {
      in = new BufferedInputStream(new InflaterInputStream(file, new Inflater(true)));
    }
    bigEndian = syntax.equals("1.2.840.10008.1.2.2");
    Map<String, byte[]> values = new HashMap<>();
    boolean explicit = !syntax.equals("1.2.840.10008.1.2");
    for (Integer tag = tagOrEnd(); tag != null && tag >>> 16 <= LAST_GROUP; tag = tagOrEnd()) {
      element(tag, explicit, 0, values);
    }
    return tags(values);
  }

  private static boolean isMeta(BufferedInputStream file) throws IOException {
    file.mark(2);
    int group = file.read() | file.read() << 8;
    file.reset();
    return group == META_GROUP;
  }

  private void element(int tag, boolean explicit, int depth, Map<String, byte[]> into)
      throws IOException {
    String vr = explicit ? new String(bytes(2), StandardCharsets.ISO_8859_1) : "";
    long length = length(explicit, vr);
    // the items of a sequence of unknown VR are implicit (PS3.5 6.2.2)
    boolean items = explicit && !vr.equals("UN");
    if (length == UNDEFINED) {
      items(items, depth + 1, tag == ISSUER_QUALIFIERS ? into : new HashMap<>());
    } else if (tag == ISSUER_QUALIFIERS && length <= LONGEST) {
      ObjectHeader sequence = new ObjectHeader(new ByteArrayInputStream(bytes((int) length)));
      sequence.bigEndian = bigEndian;
      sequence.items(items, depth + 1, into);
    } else if (KEYWORDS.containsKey(tag) && length <= LONGEST) {
      into.put(KEYWORDS.get(tag), bytes((int) length));
    } else {
      skip(length);
    }
  }

  private long length(boolean explicit, String vr) throws IOException {
    if (explicit && !LONG.contains(vr)) {
      return word();
    }
    if (explicit) {
      word();
    }
    int length = number();
    return length == UNDEFINED ? UNDEFINED : length & 0xFFFFFFFFL;
  }

  /** Reads the items of a sequence to its end. */
  private void items(boolean explicit, int depth, Map<String, byte[]> into) throws IOException {
    if (depth > DEEPEST) {
      throw damaged();
    }
    for (Integer tag = tagOrEnd(); tag != null; tag = tagOrEnd()) {
      int length = number();
      if (tag == SEQUENCE_END) {
        return;
      }
      if (tag != ITEM) {
        throw damaged();
      }
      if (length == UNDEFINED) {
        for (int next = tag(); next != ITEM_END; next = tag()) {
          element(next, explicit, depth, into);
        }
        number();
      } else {
        item(length & 0xFFFFFFFFL, explicit, depth, into);
      }
    }
  }

  private void item(long length, boolean explicit, int depth, Map<String, byte[]> into)
      throws IOException {
    if (length > LONGEST) {
      skip(length);
      return;
    }
    ObjectHeader item = new ObjectHeader(new ByteArrayInputStream(bytes((int) length)));
    item.bigEndian = bigEndian;
    for (Integer tag = item.tagOrEnd(); tag != null; tag = item.tagOrEnd()) {
      item.element(tag, explicit, depth, into);
    }
  }

  private static DicomTags tags(Map<String, byte[]> values) {
    ObjectNode tags = JsonNodeFactory.instance.objectNode();
    String set = ascii(values.getOrDefault("SpecificCharacterSet", new byte[0]));
    Charset charset = charset(set.split("\\\\", -1)[0].strip());
    values.forEach((keyword, value) -> tags.put(keyword, text(value, charset)));
    if (values.containsKey("UniversalEntityID")) {
      ObjectNode item = tags.putArray("IssuerOfPatientIDQualifiersSequence").addObject();
      item.set("UniversalEntityID", tags.remove("UniversalEntityID"));
      item.set("UniversalEntityIDType", tags.path("UniversalEntityIDType"));
    }
    return new DicomTags(tags);
  }

  private static String ascii(byte[] value) {
    return new String(value, StandardCharsets.US_ASCII).replace("\0", "").strip();
  }

  private static @Nullable Charset charset(String term) {
    String name = CHARSETS.get(term.replace("ISO 2022 IR ", "ISO_IR "));
    return name == null || !Charset.isSupported(name) ? null : Charset.forName(name);
  }

  /**
   * A text; empty if it is in a character set that is not known here, so that it counts nothing.
   */
  private static String text(byte[] value, @Nullable Charset charset) {
    boolean plain = true;
    boolean escapes = false;
    for (byte b : value) {
      plain &= b >= 0;
      escapes |= b == ESCAPE;
    }
    if (escapes || charset == null && !plain) {
      return "";
    }
    return new String(value, charset == null ? StandardCharsets.US_ASCII : charset);
  }

  /** The next tag; {@code null} at the end. */
  private @Nullable Integer tagOrEnd() throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    left--;
    int second = bytes(1)[0] & 0xFF;
    int group = bigEndian ? first << 8 | second : second << 8 | first;
    return group << 16 | word();
  }

  private int tag() throws IOException {
    int group = word();
    return group << 16 | word();
  }

  private int word() throws IOException {
    byte[] two = bytes(2);
    int first = two[0] & 0xFF;
    int second = two[1] & 0xFF;
    return bigEndian ? first << 8 | second : second << 8 | first;
  }

  private int number() throws IOException {
    int first = word();
    int second = word();
    return bigEndian ? first << 16 | second : second << 16 | first;
  }

  private byte[] bytes(int count) throws IOException {
    take(count);
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    return bytes;
  }

  private void skip(long count) throws IOException {
    take(count);
    in.skipNBytes(count);
  }

  private void take(long count) throws IOException {
    left -= count;
    if (left < 0) {
      throw damaged();
    }
  }

  private static IOException damaged() {
    return new StreamCorruptedException();
  }
}
