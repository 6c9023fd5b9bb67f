package org.radiologytrust.ingest.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.radiologytrust.lab.phantom.DicomObject;
import org.radiologytrust.lab.phantom.DicomWriter;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.lab.phantom.Uids;
import org.radiologytrust.model.Instance;

/** Small DICOM objects, each of its own study. */
final class TestObjects {
  static final int WINDOW_CENTER = 0x00281050;
  static final int WINDOW_WIDTH = 0x00281051;
  static final int PHOTOMETRIC_INTERPRETATION = 0x00280004;
  static final int PIXEL_REPRESENTATION = 0x00280103;
  static final int SAMPLES_PER_PIXEL = 0x00280002;
  static final int PIXEL_DATA = 0x7FE00010;

  private TestObjects() {}

  /** A grey image without a window, 16 bits stored. */
  static DicomObject grey(int columns, int rows, int... pixels) {
    return sized(columns, rows)
        .words(0x00280100, "US", (short) 16)
        .words(0x00280101, "US", (short) 16)
        .words(0x00280102, "US", (short) 15)
        .words(PIXEL_DATA, "OW", words(pixels));
  }

  /** An image of 8 bits a sample. */
  static DicomObject bytes(int columns, int rows, byte... pixels) {
    return sized(columns, rows)
        .words(0x00280100, "US", (short) 8)
        .words(0x00280101, "US", (short) 8)
        .words(0x00280102, "US", (short) 7)
        .bytes(PIXEL_DATA, "OB", pixels);
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

  static DicomObject window(DicomObject object, String center, String width, String function) {
    return object
        .text(WINDOW_CENTER, "DS", center)
        .text(WINDOW_WIDTH, "DS", width)
        .text(0x00281056, "CS", function);
  }

  /** The values 60000, 0 and 30000 by a modality LUT, with a window over all of them. */
  static DicomObject modalityLut() {
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

  static short[] words(int... values) {
    short[] words = new short[values.length];
    for (int i = 0; i < values.length; i++) {
      words[i] = (short) values[i];
    }
    return words;
  }

  /** Stands for an image of which only Orthanc's id matters. */
  static Instance stored(String id) {
    return stored(id, 1);
  }

  static Instance stored(String id, int frames) {
    return new Instance("", "", "", "", "", "", "", "", 1, frames, id);
  }

  /** The file with its transfer syntax overwritten by another UID of the same length or shorter. */
  static byte[] claiming(byte[] file, String transferSyntax) {
    byte[] changed = file.clone();
    ByteBuffer buffer = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 132; at < 400; at++) {
      if (buffer.getInt(at) == 0x00100002) {
        for (int i = 0; i < buffer.getShort(at + 6); i++) {
          buffer.put(
              at + 8 + i, (byte) (i < transferSyntax.length() ? transferSyntax.charAt(i) : 0));
        }
        return changed;
      }
    }
    throw new IllegalArgumentException("no transfer syntax");
  }
}
