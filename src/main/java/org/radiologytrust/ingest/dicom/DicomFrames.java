package org.radiologytrust.ingest.dicom;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
   * A frame, and what says how to show it.
   *
   * @param tags those of the frame
   * @param signed whether stored values are two's complement
   * @param modality the Modality LUT Sequence; null if there is none
   * @param voi the VOI LUT Sequence; null if there is none
   */
  record Frame(
      DecodedFrame pixels,
      DicomTags tags,
      boolean signed,
      @Nullable LookupTable modality,
      @Nullable LookupTable voi) {
    /** The rendering of a grey image as the object itself wants to be shown; empty for colour. */
    Optional<GreyRendering> grey() {
      return pixels.colour()
          ? Optional.empty()
          : Optional.of(new GreyRendering(pixels, tags, signed, modality, voi));
    }

    /** The modality values of a grey image. */
    GreyValues values() {
      return GreyValues.of(tags, signed, modality);
    }

    /** The window or VOI LUT of a grey image; empty if it has none. */
    Optional<VoiLut> window() {
      return voi == null ? VoiLut.window(tags) : Optional.of(VoiLut.table(voi));
    }
  }

  /**
   * Reads a frame.
   *
   * @param id the store's id of the instance
   * @param object the tags of this instance
   * @param frame index, from 0
   */
  Frame read(String id, DicomTags object, int frame) throws DicomStoreException {
    if (frame < 0 || frame >= frames(object)) {
      throw new DicomStoreException(Kind.FAILED, "the image has no frame " + (frame + 1));
    }
    DicomTags tags = object.ofFrame(frame);
    requireReadable(tags);
    DecodedFrame pixels = store.frame(id, tags, frame, maxPixels);
    requireSize(pixels, tags);
    if (pixels.colour()) {
      return new Frame(pixels, tags, false, null, null);
    }
    boolean signed = tags.isSigned();
    LookupTable modality = LookupTable.read(store, id, tags, Lut.MODALITY, signed).orElse(null);
    boolean signedValues =
        modality == null && (signed || tags.number("RescaleIntercept").orElse(0) < 0);
    LookupTable voi = LookupTable.read(store, id, tags, Lut.VOI, signedValues).orElse(null);
    return new Frame(pixels, tags, signed, modality, voi);
  }

  /** The number of frames of an object; 1 or more. */
  static int frames(DicomTags object) {
    return Math.max(1, object.integer("NumberOfFrames").orElse(1));
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
