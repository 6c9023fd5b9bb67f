package org.radiologytrust.ingest.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.radiologytrust.lab.phantom.DicomObject;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.lab.phantom.Uids;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;

/** Small DICOM objects, each of its own study. */
public final class TestObjects {
  public static final int WINDOW_CENTER = 0x00281050;
  public static final int WINDOW_WIDTH = 0x00281051;
  public static final int PHOTOMETRIC_INTERPRETATION = 0x00280004;
  public static final int PIXEL_REPRESENTATION = 0x00280103;
  public static final int SAMPLES_PER_PIXEL = 0x00280002;
  public static final int PIXEL_DATA = 0x7FE00010;

  /** With a name that needs a character set. */
  public static final Patient PATIENT =
      new Patient(
          List.of(new Identifier("urn:oid:1.2.3", "MRN7", "")),
          "Müller",
          "Anna Maria",
          LocalDate.of(1970, 12, 31),
          Sex.FEMALE,
          "");

  /** Where the meta information begins, with the length of the rest of it. */
  private static final int META = 132;

  private TestObjects() {}

  /** A grey image without a window, 16 bits stored. */
  public static DicomObject grey(int columns, int rows, int... pixels) {
    return sized(columns, rows)
        .words(0x00280100, "US", (short) 16)
        .words(0x00280101, "US", (short) 16)
        .words(0x00280102, "US", (short) 15)
        .words(PIXEL_DATA, "OW", words(pixels));
  }

  /** An image of 8 bits a sample. */
  public static DicomObject bytes(int columns, int rows, byte... pixels) {
    return sized(columns, rows)
        .words(0x00280100, "US", (short) 8)
        .words(0x00280101, "US", (short) 8)
        .words(0x00280102, "US", (short) 7)
        .bytes(PIXEL_DATA, "OB", pixels);
  }

  /** An RGB image, red, green and blue of each pixel together. */
  public static DicomObject rgb(int columns, int rows, byte... pixels) {
    return bytes(columns, rows, pixels)
        .words(SAMPLES_PER_PIXEL, "US", (short) 3)
        .words(0x00280006, "US", (short) 0)
        .text(PHOTOMETRIC_INTERPRETATION, "CS", "RGB");
  }

  private static DicomObject sized(int columns, int rows) {
    return DicomWriter.object(PhantomStudy.chest("T"), new short[0])
        .text(0x0020000D, "UI", Uids.random())
        .text(0x00080018, "UI", Uids.random())
        .without(WINDOW_CENTER)
        .without(WINDOW_WIDTH)
        .words(0x00280010, "US", (short) rows)
        .words(0x00280011, "US", (short) columns);
  }

  public static DicomObject window(
      DicomObject object, String center, String width, String function) {
    return object
        .text(WINDOW_CENTER, "DS", center)
        .text(WINDOW_WIDTH, "DS", width)
        .text(0x00281056, "CS", function);
  }

  /** The values 60000, 0 and 30000 by a modality LUT, with a window over all of them. */
  public static DicomObject modalityLut() {
    DicomObject object =
        grey(3, 1, 0, 1, 2)
            .sequence(
                0x00283000,
                new DicomObject()
                    .words(0x00283002, "US", (short) 3, (short) 0, (short) 16)
                    .text(0x00283004, "LO", "US")
                    .words(0x00283006, "OW", words(60000, 0, 30000)));
    return window(object, "30000", "60000", "LINEAR_EXACT");
  }

  public static short[] words(int... values) {
    short[] words = new short[values.length];
    for (int i = 0; i < values.length; i++) {
      words[i] = (short) values[i];
    }
    return words;
  }

  /** Stands for an image of which only the store's id matters. */
  public static Instance stored(String id) {
    return stored(id, 1);
  }

  public static Instance stored(String id, int frames) {
    return new Instance("", "", "", "", "", "", "", "", 1, frames, id);
  }

  /** A real image that is not part of the project; it may be missing. */
  public static Path shared(String name) {
    Path folder = Path.of("../shared/data/dicom");
    return (Files.exists(folder) ? folder : Path.of("..").resolve(folder)).resolve(name);
  }

  /** The file with another transfer syntax in its meta information. The data set stays. */
  public static byte[] claiming(byte[] file, String transferSyntax) {
    byte[] uid = Arrays.copyOf(ascii(transferSyntax), (transferSyntax.length() + 1) / 2 * 2);
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int end = META + 12 + in.getInt(META + 8);
    for (int at = META + 12; at < end; at++) {
      if (in.getInt(at) == 0x00100002) {
        int after = at + 8 + in.getShort(at + 6);
        ByteBuffer out =
            ByteBuffer.allocate(at + 8 + uid.length + file.length - after)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(file, 0, at + 6)
                .putShort((short) uid.length)
                .put(uid)
                .put(file, after, file.length - after);
        out.putInt(META + 8, in.getInt(META + 8) + at + 8 + uid.length - after);
        return out.array();
      }
    }
    throw new IllegalArgumentException("no transfer syntax");
  }

  /**
   * A file with encapsulated pixel data (PS3.5 A.4), one fragment for each frame.
   *
   * @param object everything but the pixel data
   */
  public static byte[] encapsulated(DicomObject object, String transferSyntax, byte[]... frames) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(claiming(object.without(PIXEL_DATA).file(), transferSyntax));
    out.writeBytes(new byte[] {(byte) 0xE0, 0x7F, 0x10, 0, 'O', 'B', 0, 0, -1, -1, -1, -1});
    item(out, 0xE000, new byte[0]);
    for (byte[] frame : frames) {
      item(out, 0xE000, Arrays.copyOf(frame, (frame.length + 1) / 2 * 2));
    }
    item(out, 0xE0DD, new byte[0]);
    return out.toByteArray();
  }

  private static void item(ByteArrayOutputStream out, int element, byte[] value) {
    out.writeBytes(
        ByteBuffer.allocate(8 + value.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) 0xFFFE)
            .putShort((short) element)
            .putInt(value.length)
            .put(value)
            .array());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
