package org.radiologytrust.ingest.dicom;

import java.nio.charset.StandardCharsets;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;

/**
 * A Portable Arbitrary Map as Orthanc writes it: 16-bit grey (big-endian) or 8-bit RGB.
 *
 * @param depth 1 or 3
 * @param offset where the pixels start
 */
record PamImage(int width, int height, int depth, int maximum, byte[] body, int offset)
    implements DecodedFrame {

  static PamImage parse(byte[] body) throws DicomStoreException {
    int width = 0;
    int height = 0;
    int depth = 0;
    int maximum = 0;
    int at = 0;
    for (int line = 0; line < 8 && at < body.length; line++) {
      int end = at;
      while (end < body.length && end < at + 80 && body[end] != '\n') {
        end++;
      }
      String[] words = new String(body, at, end - at, StandardCharsets.US_ASCII).split(" ", 2);
      at = end + 1;
      switch (words[0]) {
        case "WIDTH" -> width = number(words);
        case "HEIGHT" -> height = number(words);
        case "DEPTH" -> depth = number(words);
        case "MAXVAL" -> maximum = number(words);
        case "ENDHDR" -> {
          PamImage pam = new PamImage(width, height, depth, maximum, body, at);
          pam.verify();
          return pam;
        }
        default -> {
          // P7 and TUPLTYPE add no information
        }
      }
    }
    throw unusable();
  }

  private static int number(String[] words) throws DicomStoreException {
    try {
      return Integer.parseInt(words[1].strip());
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw unusable();
    }
  }

  private void verify() throws DicomStoreException {
    boolean grey = depth == 1 && maximum == 65535;
    boolean rgb = depth == 3 && maximum == 255;
    long bytes = (long) width * height * (grey ? 2 : 3);
    if (width < 1 || height < 1 || !(grey || rgb) || body.length - offset != bytes) {
      throw unusable();
    }
  }

  private static DicomStoreException unusable() {
    return new DicomStoreException(Kind.FAILED, "Orthanc returned pixels in an unexpected format");
  }

  @Override
  public boolean colour() {
    return depth == 3;
  }

  @Override
  public int word(int pixel) {
    int at = offset + 2 * pixel;
    return (body[at] & 0xFF) << 8 | body[at + 1] & 0xFF;
  }

  @Override
  public int sample(int pixel, int band) {
    return body[offset + 3 * pixel + band] & 0xFF;
  }
}
