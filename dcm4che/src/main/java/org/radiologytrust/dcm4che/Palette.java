package org.radiologytrust.dcm4che;

import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.radiologytrust.ingest.dicom.DicomStoreException;

/**
 * The colours of a palette colour image (PS3.3 C.7.6.3.1.5).
 *
 * @param first stored value of the first entry
 * @param colours red, green and blue of each entry
 */
record Palette(int first, byte[][] colours) {
  private static final int[] DESCRIPTORS = {
    Tag.RedPaletteColorLookupTableDescriptor,
    Tag.GreenPaletteColorLookupTableDescriptor,
    Tag.BluePaletteColorLookupTableDescriptor
  };
  private static final int[] DATA = {
    Tag.RedPaletteColorLookupTableData,
    Tag.GreenPaletteColorLookupTableData,
    Tag.BluePaletteColorLookupTableData
  };

  static Palette of(Attributes tags, boolean signed) throws DicomStoreException {
    byte[][] colours = new byte[3][];
    int first = 0;
    for (int band = 0; band < 3; band++) {
      int[] descriptor = tags.getInts(DESCRIPTORS[band]);
      byte[] data = StoredBytes.littleEndian(tags, DATA[band]);
      if (descriptor == null || descriptor.length != 3) {
        throw broken();
      }
      first = signed ? (short) descriptor[1] : descriptor[1] & 0xFFFF;
      colours[band] = entries(data, descriptor[0] == 0 ? 1 << 16 : descriptor[0], descriptor[2]);
    }
    return new Palette(first, colours);
  }

  /** The entries as 8 bits. Those of 8 bits have a byte or a word each. */
  private static byte[] entries(byte[] data, int count, int bits) throws DicomStoreException {
    boolean bytes = bits == 8 && data.length < 2 * count;
    if (count < 1 || bits != 8 && bits != 16 || data.length < (bytes ? count : 2 * count)) {
      throw broken();
    }
    byte[] entries = new byte[count];
    for (int i = 0; i < count; i++) {
      entries[i] = bytes ? data[i] : data[2 * i + (bits == 16 ? 1 : 0)];
    }
    return entries;
  }

  private static DicomStoreException broken() {
    return PixelFormat.failed("the palette of the image does not match its descriptor");
  }

  /** The colour of a stored value; one outside the palette has that of the nearest entry. */
  byte colour(int stored, int band) {
    byte[] entries = colours[band];
    return entries[Math.max(0, Math.min(stored - first, entries.length - 1))];
  }
}
