package org.radiologytrust.ingest.dicom;

import java.util.Optional;
import org.radiologytrust.ingest.dicom.DicomStore.Lut;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;

/**
 * Reads frames from an image store with their rendering. Checks the tags before the store decodes:
 * some images would need more memory than there is.
 */
final class DicomFrames {
  private final DicomStore store;
  private final int maxPixels;

  DicomFrames(DicomStore store, int maxPixels) {
    this.store = store;
    this.maxPixels = maxPixels;
  }

  /**
   * A frame with its rendering.
   *
   * @param grey the rendering of a grey image; empty for colour
   */
  record Frame(DecodedFrame pixels, Optional<GreyRendering> grey) {}

  /**
   * Reads a frame.
   *
   * @param id the store's id of the instance
   * @param tags the tags of this instance
   * @param frame index, from 0
   */
  Frame read(String id, DicomTags tags, int frame) throws DicomStoreException {
    if (frame < 0 || frame >= Math.max(1, tags.integer("NumberOfFrames").orElse(1))) {
      throw new DicomStoreException(Kind.FAILED, "the image has no frame " + (frame + 1));
    }
    requireReadable(tags);
    DecodedFrame pixels = store.frame(id, tags, frame, maxPixels);
    requireSize(pixels, tags);
    if (pixels.colour()) {
      return new Frame(pixels, Optional.empty());
    }
    boolean signed = tags.isSigned();
    LookupTable modality = LookupTable.read(store, id, tags, Lut.MODALITY, signed).orElse(null);
    boolean signedValues =
        modality == null && (signed || tags.number("RescaleIntercept").orElse(0) < 0);
    LookupTable voi = LookupTable.read(store, id, tags, Lut.VOI, signedValues).orElse(null);
    return new Frame(pixels, Optional.of(new GreyRendering(pixels, tags, signed, modality, voi)));
  }

  private void requireReadable(DicomTags tags) throws DicomStoreException {
    int rows = tags.integer("Rows").orElse(0);
    int columns = tags.integer("Columns").orElse(0);
    if (!tags.has("PixelData") || rows < 1 || columns < 1) {
      throw new DicomStoreException(Kind.FAILED, "the image has no pixel data");
    }
    // the store would allocate all pixels of such an image, and may crash
    if ((long) rows * columns > maxPixels) {
      throw new DicomStoreException(
          Kind.FAILED,
          "the image has "
              + (long) rows * columns
              + " pixels, more than the limit of "
              + maxPixels);
    }
    if (tags.integer("BitsAllocated").orElse(0) > 16) {
      throw new DicomStoreException(Kind.FAILED, "the image has more than 16 bits per pixel");
    }
  }

  private static void requireSize(DecodedFrame pixels, DicomTags tags) throws DicomStoreException {
    if (pixels.colour() == tags.isGrey()
        || pixels.width() != tags.integer("Columns").orElse(0)
        || pixels.height() != tags.integer("Rows").orElse(0)) {
      throw new DicomStoreException(
          Kind.FAILED, "the size of the decoded image differs from its tags");
    }
  }
}
