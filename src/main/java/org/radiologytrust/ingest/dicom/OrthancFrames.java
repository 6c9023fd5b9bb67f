package org.radiologytrust.ingest.dicom;

import java.util.Optional;
import java.util.Set;
import org.radiologytrust.ingest.dicom.OrthancClient.Decode;
import org.radiologytrust.ingest.dicom.OrthancException.Kind;

/**
 * Reads frames from Orthanc. Checks the tags first: some images would crash Orthanc, or make it
 * return other data in its memory as pixels.
 */
final class OrthancFrames {
  /** Transfer syntaxes with uncompressed pixels. */
  private static final Set<String> NATIVE =
      Set.of(
          "1.2.840.10008.1.2",
          "1.2.840.10008.1.2.1",
          "1.2.840.10008.1.2.1.99",
          "1.2.840.10008.1.2.2");

  private final OrthancClient client;
  private final int maxPixels;

  OrthancFrames(OrthancClient client, int maxPixels) {
    this.client = client;
    this.maxPixels = maxPixels;
  }

  /**
   * A decoded frame.
   *
   * @param grey the rendering of a grey image; empty for colour
   */
  record Frame(PamImage pam, DicomTags tags, Optional<GreyRendering> grey) {}

  /** The number of frames. */
  static int count(DicomTags tags) {
    return Math.max(1, tags.integer("NumberOfFrames").orElse(1));
  }

  /**
   * Reads a frame.
   *
   * @param id Orthanc's id
   * @param tags the tags of this instance
   * @param frame index, from 0
   */
  Frame read(String id, DicomTags tags, int frame) throws OrthancException {
    if (frame < 0 || frame >= count(tags)) {
      throw new OrthancException(Kind.FAILED, "the image has no frame " + (frame + 1));
    }
    requireComplete(id, frame, tags, pixels(tags));
    if (!tags.text("PhotometricInterpretation").startsWith("MONOCHROME")) {
      PamImage pam = sized(client.frame(id, frame, Decode.RGB, maxPixels), tags, 3);
      return new Frame(pam, tags, Optional.empty());
    }
    boolean signed = tags.integer("PixelRepresentation").orElse(0) == 1;
    Decode decode = signed ? Decode.SIGNED : Decode.UNSIGNED;
    PamImage pam = sized(client.frame(id, frame, decode, maxPixels), tags, 1);
    LookupTable modality =
        LookupTable.read(client, id, tags, "ModalityLUTSequence", "0028-3000/0/0028-3006", signed)
            .orElse(null);
    boolean signedValues =
        modality == null && (signed || tags.number("RescaleIntercept").orElse(0) < 0);
    LookupTable voi =
        LookupTable.read(client, id, tags, "VOILUTSequence", "0028-3010/0/0028-3006", signedValues)
            .orElse(null);
    return new Frame(pam, tags, Optional.of(new GreyRendering(pam, tags, signed, modality, voi)));
  }

  /**
   * The number of pixels.
   *
   * @throws OrthancException if the image cannot be rendered
   */
  private int pixels(DicomTags tags) throws OrthancException {
    int rows = tags.integer("Rows").orElse(0);
    int columns = tags.integer("Columns").orElse(0);
    if (!tags.has("PixelData") || rows < 1 || columns < 1) {
      throw new OrthancException(Kind.FAILED, "the image has no pixel data");
    }
    // Orthanc would allocate all pixels of such an image, and may crash
    if ((long) rows * columns > maxPixels) {
      throw new OrthancException(
          Kind.FAILED,
          "the image has "
              + (long) rows * columns
              + " pixels, more than the limit of "
              + maxPixels);
    }
    if (tags.integer("BitsAllocated").orElse(0) > 16) {
      throw new OrthancException(Kind.FAILED, "the image has more than 16 bits per pixel");
    }
    return rows * columns;
  }

  /**
   * Refuses uncompressed pixel data that is shorter than its tags say: Orthanc's decoder would read
   * beyond it and return other data in its memory, possibly of other patients, as pixels.
   */
  private void requireComplete(String id, int frame, DicomTags tags, int pixels)
      throws OrthancException {
    if (!NATIVE.contains(client.transferSyntax(id))) {
      return;
    }
    long bits = (long) pixels * samples(tags) * tags.integer("BitsAllocated").orElse(16);
    long expected = (bits + 7) / 8;
    int limit = (int) Math.min(Integer.MAX_VALUE - 16, 2 * expected + 1024);
    try {
      if (client.rawFrame(id, frame, limit).length >= expected) {
        return;
      }
    } catch (OrthancException e) {
      if (e.kind() != Kind.FAILED) {
        throw e;
      }
    }
    throw new OrthancException(Kind.FAILED, "the pixel data of the image is incomplete");
  }

  /** Stored samples per pixel. YBR_FULL_422 stores two colour samples for two pixels. */
  private static int samples(DicomTags tags) {
    return tags.text("PhotometricInterpretation").equals("YBR_FULL_422")
        ? 2
        : tags.integer("SamplesPerPixel").orElse(1);
  }

  private static PamImage sized(PamImage pam, DicomTags tags, int depth) throws OrthancException {
    if (pam.depth() != depth
        || pam.width() != tags.integer("Columns").orElse(0)
        || pam.height() != tags.integer("Rows").orElse(0)) {
      throw new OrthancException(
          Kind.FAILED, "the size of the decoded image differs from its tags");
    }
    return pam;
  }
}
