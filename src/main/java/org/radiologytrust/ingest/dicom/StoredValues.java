package org.radiologytrust.ingest.dicom;

/**
 * Reads stored values from 16-bit words (PS3.3 C.7.6.3.1.1). The bits above BitsStored are not part
 * of a value: they may hold an overlay, or be left over.
 *
 * @param bits number of bits of a value, from 1 to 16
 * @param signed whether values are two's complement
 */
record StoredValues(int bits, boolean signed) {
  private static final int ALL = 16;

  static StoredValues of(DicomTags tags, boolean signed) {
    int bits = tags.integer("BitsStored").orElse(ALL);
    return new StoredValues(bits < 1 || bits > ALL ? ALL : bits, signed);
  }

  int value(int word) {
    int unused = Integer.SIZE - bits;
    return signed ? word << unused >> unused : word & (1 << bits) - 1;
  }

  int lowest() {
    return signed ? -1 << bits - 1 : 0;
  }

  int highest() {
    return (1 << (signed ? bits - 1 : bits)) - 1;
  }

  /** The value of all bits: padding may be outside the range of the values. */
  int allBits(int word) {
    return signed ? (short) word : word;
  }
}
