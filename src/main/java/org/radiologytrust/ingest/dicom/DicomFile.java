package org.radiologytrust.ingest.dicom;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;
import org.radiologytrust.ingest.dicom.FileElements.Place;

/**
 * A DICOM file (PS3.10) in memory, as a store with one object. Its pixels are read if they are
 * stored uncompressed and little-endian. No image store is asked, so nothing is stored.
 */
final class DicomFile implements DicomStore {
  static final String ID = "file";

  private static final int DICM_AT = 128;

  private final byte[] file;
  private final FileElements elements;

  /**
   * Reads the tags.
   *
   * @throws DicomStoreException FAILED if the file is damaged, or stored in a way that is not read
   */
  DicomFile(byte[] file) throws DicomStoreException {
    this.file = file;
    elements = new FileElements(file);
    elements.read();
  }

  /** Whether a file begins as PS3.10 says. */
  static boolean isDicom(byte[] file) {
    return file.length > DICM_AT + 4
        && new String(file, DICM_AT, 4, StandardCharsets.ISO_8859_1).equals("DICM");
  }

  @Override
  public boolean stable(String study) {
    return true;
  }

  @Override
  public List<String> instances(String study) {
    return List.of(ID);
  }

  @Override
  public List<String> series(String instance) {
    return List.of(ID);
  }

  @Override
  public DicomTags tags(String instance) {
    return elements.tags();
  }

  @Override
  public byte[] lutData(String instance, Lut lut, int limit) throws DicomStoreException {
    Place place = elements.table(lut.sequence());
    if (place == null || place.length() > limit) {
      throw new DicomStoreException(
          Kind.FAILED, "the " + lut.sequence() + " has no LUTData, or a longer one");
    }
    return bytes(place.start(), place.length());
  }

  @Override
  public DecodedFrame frame(String instance, DicomTags tags, int frame, int maxPixels)
      throws DicomStoreException {
    Place pixels = elements.pixels();
    if (pixels == null) {
      throw new DicomStoreException(Kind.FAILED, "the pixels of the image are compressed");
    }
    StoredPixels stored = StoredPixels.of(tags, maxPixels);
    long start = frame * stored.frameLength();
    if (start + stored.frameLength() > pixels.length()) {
      throw new DicomStoreException(Kind.FAILED, "the pixel data of the image is incomplete");
    }
    return stored.decode(bytes(pixels.start() + (int) start, (int) stored.frameLength()));
  }

  private byte[] bytes(int start, int length) {
    return Arrays.copyOfRange(file, start, start + length);
  }
}
