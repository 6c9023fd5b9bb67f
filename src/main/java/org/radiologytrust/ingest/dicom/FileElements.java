package org.radiologytrust.ingest.dicom;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;

/**
 * Reads the elements of a little-endian data set (PS3.5 chapter 7): the tags of {@link FileTag},
 * and where the pixels and the tables are. All else is skipped.
 */
final class FileElements {
  private static final int ITEM = 0xFFFEE000;
  private static final int ITEM_END = 0xFFFEE00D;
  private static final int SEQUENCE_END = 0xFFFEE0DD;
  private static final int UNDEFINED = -1;
  private static final int META_AT = 132;
  private static final int META_GROUP = 2;
  private static final String IMPLICIT = "1.2.840.10008.1.2";
  private static final String EXPLICIT = "1.2.840.10008.1.2.1";

  /** Deeper than any real object. */
  private static final int DEEPEST = 16;

  /** VRs with a length of four bytes (PS3.5 table 7.1-1). */
  private static final Set<String> LONG =
      Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

  /** A value, by its place in the file. */
  record Place(int start, int length) {}

  private final byte[] file;
  private final ByteBuffer bytes;
  private final ObjectNode tags = JsonNodeFactory.instance.objectNode();
  private final Map<String, Place> tables = new HashMap<>();
  private @Nullable Place pixels;
  private boolean compressed;
  private boolean inMeta;

  FileElements(byte[] file) {
    this.file = file;
    bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  DicomTags tags() {
    return new DicomTags(tags);
  }

  /** Where the pixels are; {@code null} if there are none, or they are compressed. */
  @Nullable Place pixels() {
    return pixels;
  }

  /** LUTData of the first item of a sequence; {@code null} if there is none. */
  @Nullable Place table(String sequence) {
    return tables.get(sequence);
  }

  /**
   * Reads a file (PS3.10).
   *
   * @throws DicomStoreException FAILED if it is damaged, or of another transfer syntax
   */
  void read() throws DicomStoreException {
    try {
      bytes.position(META_AT);
      inMeta = true;
      dataSet(file.length, true, 0, "", tags);
      inMeta = false;
      String syntax = tags().text("TransferSyntaxUID");
      if (!syntax.equals(EXPLICIT) && !syntax.equals(IMPLICIT)) {
        throw new DicomStoreException(
            Kind.FAILED,
            "is DICOM in a transfer syntax that is not read here, such as a compressed one: export"
                + " it uncompressed");
      }
      dataSet(file.length, syntax.equals(EXPLICIT), 0, "", tags);
    } catch (IllegalArgumentException
        | ArithmeticException
        | BufferUnderflowException
        | IndexOutOfBoundsException e) {
      throw damaged();
    }
  }

  static DicomStoreException damaged() {
    return new DicomStoreException(Kind.FAILED, "is a damaged DICOM file");
  }

  /**
   * @param sequence keyword of the sequence of whose first item this is; empty for any other
   */
  private void dataSet(int end, boolean explicit, int depth, String sequence, ObjectNode into)
      throws DicomStoreException {
    if (depth > DEEPEST) {
      throw damaged();
    }
    while (bytes.position() < end && !compressed) {
      if (inMeta && (bytes.getShort(bytes.position()) & 0xFFFF) != META_GROUP) {
        return;
      }
      int tag = tag();
      if (tag == ITEM_END) {
        bytes.getInt();
        return;
      }
      String vr = explicit ? vr() : "";
      int length = explicit && !LONG.contains(vr) ? bytes.getShort() & 0xFFFF : longLength(vr);
      element(tag, vr, length, explicit, depth, sequence, into);
    }
  }

  private void element(
      int tag, String vr, int length, boolean explicit, int depth, String sequence, ObjectNode into)
      throws DicomStoreException {
    FileTag known = FileTag.of(tag);
    if (tag == FileTag.PIXEL_DATA) {
      pixels(length, depth, into);
    } else if (length == UNDEFINED || known != null && known.kind() == FileTag.Kind.SEQUENCE) {
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      // the items of a sequence of unknown VR are implicit (PS3.5 6.2.2)
      String keyword = known != null && depth == 0 ? known.keyword() : "";
      items(length, explicit && !vr.equals("UN"), depth, keyword, items);
      if (known != null) {
        into.set(known.keyword(), items);
      }
    } else {
      int start = bytes.position();
      bytes.position(Math.addExact(start, requireHere(length)));
      if (known != null) {
        value(known, vr, new Place(start, length), sequence, into);
      }
    }
  }

  private void pixels(int length, int depth, ObjectNode into) {
    if (depth > 0) {
      // of an icon
      bytes.position(Math.addExact(bytes.position(), requireHere(length)));
      return;
    }
    into.putNull("PixelData");
    compressed = length == UNDEFINED;
    if (!compressed) {
      int here = Math.min(length < 0 ? Integer.MAX_VALUE : length, bytes.remaining());
      pixels = new Place(bytes.position(), here);
      bytes.position(bytes.position() + here);
    }
  }

  private void items(int length, boolean explicit, int depth, String sequence, ArrayNode into)
      throws DicomStoreException {
    int end =
        length == UNDEFINED ? file.length : Math.addExact(bytes.position(), requireHere(length));
    while (bytes.position() < end) {
      int tag = tag();
      int itemLength = bytes.getInt();
      if (tag == SEQUENCE_END) {
        return;
      }
      if (tag != ITEM) {
        throw damaged();
      }
      int itemEnd =
          itemLength == UNDEFINED ? end : Math.addExact(bytes.position(), requireHere(itemLength));
      ObjectNode item = JsonNodeFactory.instance.objectNode();
      dataSet(itemEnd, explicit, depth + 1, into.isEmpty() ? sequence : "", item);
      into.add(item);
    }
  }

  private void value(FileTag known, String vr, Place place, String sequence, ObjectNode into) {
    if (known.kind() == FileTag.Kind.BYTES) {
      into.putNull(known.keyword());
      if (!sequence.isEmpty()) {
        tables.put(sequence, place);
      }
    } else if (known.kind() == FileTag.Kind.WORDS) {
      into.put(known.keyword(), words(place, vr.equals("SS")));
    } else if (known.kind() == FileTag.Kind.DOUBLE && place.length() >= Double.BYTES) {
      into.put(known.keyword(), "" + bytes.getDouble(place.start()));
    } else if (known.kind() == FileTag.Kind.TEXT) {
      into.put(
          known.keyword(),
          new String(file, place.start(), place.length(), StandardCharsets.ISO_8859_1));
    }
  }

  private String words(Place place, boolean signed) {
    StringJoiner words = new StringJoiner("\\");
    for (int i = 0; i + 1 < place.length(); i += 2) {
      short word = bytes.getShort(place.start() + i);
      words.add("" + (signed ? word : word & 0xFFFF));
    }
    return words.toString();
  }

  private int tag() {
    int group = bytes.getShort() & 0xFFFF;
    return group << 16 | bytes.getShort() & 0xFFFF;
  }

  private String vr() {
    return "" + (char) bytes.get() + (char) bytes.get();
  }

  private int longLength(String vr) {
    if (!vr.isEmpty()) {
      bytes.getShort();
    }
    return bytes.getInt();
  }

  private int requireHere(int length) {
    if (length < 0 || length > bytes.remaining()) {
      throw new IllegalArgumentException("a value is longer than the file");
    }
    return length;
  }
}
