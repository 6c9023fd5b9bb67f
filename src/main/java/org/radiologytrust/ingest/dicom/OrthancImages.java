package org.radiologytrust.ingest.dicom;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Set;
import org.radiologytrust.ingest.dicom.OrthancClient.Decode;
import org.radiologytrust.ingest.dicom.OrthancException.Kind;
import org.radiologytrust.model.ImageSource;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Png;

/**
 * Renders Orthanc's images for the model. Grey images are read with their stored 16-bit values and
 * rendered here. Colour images are used as Orthanc converts them to RGB. For multi-frame images the
 * middle frame is used.
 */
public final class OrthancImages implements ImageSource {
  /** Maximum length of a PNG's sides in pixels: the resolution of the model's input. */
  public static final int LONGEST = 896;

  /** Default maximum size of an image, in pixels. */
  public static final int MAX_PIXELS = 64_000_000;

  /** Default size of the image cache, in bytes. */
  public static final int CACHE_BYTES = 16 << 20;

  /** Transfer syntaxes with uncompressed pixels. */
  private static final Set<String> NATIVE =
      Set.of(
          "1.2.840.10008.1.2",
          "1.2.840.10008.1.2.1",
          "1.2.840.10008.1.2.1.99",
          "1.2.840.10008.1.2.2");

  private final OrthancClient client;
  private final int maxPixels;
  private final PngCache cache;

  public OrthancImages(OrthancClient client) {
    this(client, MAX_PIXELS, CACHE_BYTES);
  }

  public OrthancImages(OrthancClient client, int maxPixels, int cacheBytes) {
    this.client = client;
    this.maxPixels = maxPixels;
    this.cache = new PngCache(cacheBytes);
  }

  @Override
  public byte[] png(Instance instance) throws IOException {
    byte[] known = cache.get(instance.storeId());
    if (known != null) {
      return known;
    }
    byte[] png = Png.encode(render(instance.storeId()));
    cache.put(instance.storeId(), png);
    return png.clone();
  }

  private BufferedImage render(String id) throws IOException {
    DicomTags tags = client.tags(id);
    int frame = tags.integer("NumberOfFrames").orElse(1) / 2;
    int pixels = pixels(tags);
    requireComplete(id, frame, tags, pixels);
    if (!tags.text("PhotometricInterpretation").startsWith("MONOCHROME")) {
      return colour(client.frame(id, frame, Decode.RGB, maxPixels), tags);
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
    GreyRendering grey = new GreyRendering(pam, tags, signed, modality, voi);
    return AreaScaler.scale(
        (pixel, band) -> grey.at(pam.word(pixel)), pam.width(), pam.height(), 1, LONGEST);
  }

  private static BufferedImage colour(PamImage pam, DicomTags tags) throws OrthancException {
    sized(pam, tags, 3);
    return AreaScaler.scale(
        (pixel, band) -> pam.sample(pixel, band) / 255.0, pam.width(), pam.height(), 3, LONGEST);
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
