package org.radiologytrust.dcm4che;

import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.radiologytrust.ingest.dicom.DicomStoreException;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;

/**
 * How the samples of an image are stored (PS3.3 C.7.6.3).
 *
 * @param planes whether all samples of one colour come before those of the next
 */
record PixelFormat(
    int rows,
    int columns,
    int samples,
    int bitsAllocated,
    int bitsStored,
    int highBit,
    boolean signed,
    boolean planes,
    String photometric) {

  /**
   * Reads the tags.
   *
   * @param maxPixels most pixels of a frame
   * @throws DicomStoreException FAILED if images of this kind are not decoded
   */
  static PixelFormat of(Attributes tags, int maxPixels) throws DicomStoreException {
    int allocated = tags.getInt(Tag.BitsAllocated, 0);
    int stored = tags.getInt(Tag.BitsStored, allocated);
    PixelFormat format =
        new PixelFormat(
            tags.getInt(Tag.Rows, 0),
            tags.getInt(Tag.Columns, 0),
            tags.getInt(Tag.SamplesPerPixel, 1),
            allocated,
            stored,
            tags.getInt(Tag.HighBit, stored - 1),
            tags.getInt(Tag.PixelRepresentation, 0) == 1,
            tags.getInt(Tag.PlanarConfiguration, 0) == 1,
            tags.getString(Tag.PhotometricInterpretation, "").strip());
    format.verify(maxPixels);
    return format;
  }

  private void verify(int maxPixels) throws DicomStoreException {
    if (rows < 1 || columns < 1 || (long) rows * columns > maxPixels) {
      throw failed("the image has no pixels, or too many");
    }
    boolean oneSample = isGrey() || photometric.equals("PALETTE COLOR");
    if (samples != (oneSample ? 1 : 3)) {
      throw failed("the number of samples does not match the kind of the image");
    }
    if (bitsAllocated != 8 && bitsAllocated != 16) {
      throw failed("images with " + bitsAllocated + " bits per sample are not decoded");
    }
    if (bitsStored < 1
        || bitsStored > bitsAllocated
        || highBit < bitsStored - 1
        || highBit >= bitsAllocated) {
      throw failed("the bits of a sample contradict each other");
    }
  }

  boolean isGrey() {
    return photometric.startsWith("MONOCHROME");
  }

  int pixels() {
    return rows * columns;
  }

  int bytesPerSample() {
    return bitsAllocated / 8;
  }

  /** Length of an uncompressed frame in bytes. */
  long frameLength() {
    // two pixels of YBR_FULL_422 share their colour
    return (long) pixels() * bytesPerSample() * (isHalved() ? 2 : samples);
  }

  /** Whether uncompressed pixels are in pairs: two brightnesses, then their common colour. */
  boolean isHalved() {
    return photometric.equals("YBR_FULL_422");
  }

  /** The value of a sample whose bits are at their place in {@code word}. */
  int value(int word) {
    return extended(word >>> (highBit + 1 - bitsStored));
  }

  /** The value of a sample whose lowest bit is that of {@code word}. */
  int extended(int word) {
    int value = word & (1 << bitsStored) - 1;
    return signed && (value & 1 << bitsStored - 1) != 0 ? value - (1 << bitsStored) : value;
  }

  /** A sample of a colour image as 8 bits. */
  int eightBits(int value) {
    int bits = bitsStored - 8;
    return (bits >= 0 ? value >> bits : value << -bits) & 0xFF;
  }

  static DicomStoreException failed(String message) {
    return new DicomStoreException(Kind.FAILED, message);
  }
}
