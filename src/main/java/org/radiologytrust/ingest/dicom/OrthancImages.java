package org.radiologytrust.ingest.dicom;

import java.awt.image.BufferedImage;
import java.io.IOException;
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

  /** Changes when the rendering changes, so that an audit tells which one its images had. */
  private static final String RECIPE =
      "rendering 1: window of the object or its 0.5th to 99.5th percentile, mean of areas, at most "
          + LONGEST
          + " pixels a side";

  private final OrthancClient client;
  private final OrthancFrames frames;
  private final PngCache cache;

  public OrthancImages(OrthancClient client) {
    this(client, MAX_PIXELS, CACHE_BYTES);
  }

  public OrthancImages(OrthancClient client, int maxPixels, int cacheBytes) {
    this.client = client;
    this.frames = new OrthancFrames(client, maxPixels);
    this.cache = new PngCache(cacheBytes);
  }

  @Override
  public byte[] png(Instance instance) throws IOException {
    byte[] known = cache.get(instance.storeId());
    if (known != null) {
      return known;
    }
    byte[] png = Png.encode(render(instance));
    cache.put(instance.storeId(), png);
    return png.clone();
  }

  @Override
  public String recipe(Instance instance) {
    return RECIPE + ", frame " + (instance.middleFrame() + 1) + " of " + instance.numberOfFrames();
  }

  private BufferedImage render(Instance instance) throws IOException {
    String id = instance.storeId();
    return render(frames.read(id, client.tags(id), instance.middleFrame()));
  }

  static BufferedImage render(OrthancFrames.Frame frame) {
    PamImage pam = frame.pam();
    GreyRendering grey = frame.grey().orElse(null);
    return grey == null
        ? AreaScaler.scale(
            (pixel, band) -> pam.sample(pixel, band) / 255.0, pam.width(), pam.height(), 3, LONGEST)
        : AreaScaler.scale(
            (pixel, band) -> grey.at(pam.word(pixel)), pam.width(), pam.height(), 1, LONGEST);
  }
}
