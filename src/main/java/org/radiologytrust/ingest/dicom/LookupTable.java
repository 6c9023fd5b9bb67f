package org.radiologytrust.ingest.dicom;

import java.util.List;
import java.util.Optional;
import org.radiologytrust.ingest.dicom.DicomStore.Lut;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;

/**
 * A LUT of a Modality or VOI LUT Sequence (PS3.3 C.11.1.1, C.11.2.1.1).
 *
 * @param first the input value of the first entry; inputs outside the table use the nearest entry
 * @param maximum the greatest output that its bits allow
 */
record LookupTable(int first, int maximum, int[] entries) {
  private static final int MOST_ENTRIES = 65_536;

  double at(double input) {
    long place = Math.round(input) - first;
    return entries[(int) Math.max(0, Math.min(entries.length - 1, place))];
  }

  /**
   * Reads the first LUT of a sequence.
   *
   * @param signed whether the inputs, and therefore the descriptor's second value, are signed
   * @return empty if there is no such sequence
   * @throws DicomStoreException if the LUT cannot be read or does not match its descriptor
   */
  static Optional<LookupTable> read(
      DicomStore store, String instance, DicomTags tags, Lut lut, boolean signed)
      throws DicomStoreException {
    Optional<DicomTags> item = tags.item(lut.sequence());
    if (item.isEmpty()) {
      return Optional.empty();
    }
    List<Double> descriptor = item.get().numbers("LUTDescriptor");
    byte[] data = store.lutData(instance, lut, 2 * MOST_ENTRIES);
    if (descriptor.size() != 3 || descriptor.stream().anyMatch(n -> n.isNaN())) {
      throw broken(lut);
    }
    int count = descriptor.get(0).intValue() & 0xFFFF;
    int first = descriptor.get(1).intValue();
    int bits = descriptor.get(2).intValue();
    return Optional.of(
        new LookupTable(
            signed ? (short) first : first & 0xFFFF,
            (1 << bits) - 1,
            entries(data, count == 0 ? MOST_ENTRIES : count, bits, lut)));
  }

  private static int[] entries(byte[] data, int count, int bits, Lut lut)
      throws DicomStoreException {
    // 8-bit tables have either a byte or a word per entry.
    boolean bytes = bits <= 8 && data.length < 2 * count;
    if (bits < 1 || bits > 16 || data.length < (bytes ? count : 2 * count)) {
      throw broken(lut);
    }
    int[] entries = new int[count];
    for (int i = 0; i < count; i++) {
      entries[i] = bytes ? data[i] & 0xFF : data[2 * i] & 0xFF | (data[2 * i + 1] & 0xFF) << 8;
    }
    return entries;
  }

  private static DicomStoreException broken(Lut lut) {
    return new DicomStoreException(
        Kind.FAILED, "the " + lut.sequence() + " of an image does not match its descriptor");
  }
}
