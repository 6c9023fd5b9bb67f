package org.radiologytrust.dcm4che;

import org.radiologytrust.ingest.dicom.DicomStoreException;

/** Converts samples to RGB. */
final class Colours {
  private Colours() {}

  /** Samples that are red, green and blue. */
  static byte[] rgb(PixelFormat format, Samples samples) {
    byte[] rgb = new byte[3 * format.pixels()];
    for (int i = 0; i < format.pixels(); i++) {
      for (int band = 0; band < 3; band++) {
        rgb[3 * i + band] = (byte) format.eightBits(samples.at(i, band));
      }
    }
    return rgb;
  }

  /** Samples that are indices of a palette. */
  static byte[] palette(PixelFormat format, Samples samples, Palette palette) {
    byte[] rgb = new byte[3 * format.pixels()];
    for (int i = 0; i < format.pixels(); i++) {
      int stored = samples.at(i, 0);
      for (int band = 0; band < 3; band++) {
        rgb[3 * i + band] = palette.colour(stored, band);
      }
    }
    return rgb;
  }

  /** Samples that are brightness, blue difference and red difference (PS3.3 C.7.6.3.1.2). */
  static byte[] ybr(PixelFormat format, Samples samples) throws DicomStoreException {
    if (!format.photometric().equals("YBR_FULL") && !format.isHalved()) {
      throw PixelFormat.failed("images of this kind of colour are not decoded");
    }
    byte[] rgb = new byte[3 * format.pixels()];
    for (int i = 0; i < format.pixels(); i++) {
      int y = format.eightBits(samples.at(i, 0));
      int cb = format.eightBits(samples.at(i, 1)) - 128;
      int cr = format.eightBits(samples.at(i, 2)) - 128;
      rgb[3 * i] = clamp(y + 1.402 * cr);
      rgb[3 * i + 1] = clamp(y - 0.344136 * cb - 0.714136 * cr);
      rgb[3 * i + 2] = clamp(y + 1.772 * cb);
    }
    return rgb;
  }

  private static byte clamp(double value) {
    return (byte) Math.max(0, Math.min(255, Math.round(value)));
  }
}
