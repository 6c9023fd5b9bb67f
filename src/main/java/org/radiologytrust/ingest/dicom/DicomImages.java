package org.radiologytrust.ingest.dicom;

import java.awt.image.BufferedImage;
import java.io.IOException;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.images.Png;
import org.radiologytrust.images.Square;
import org.radiologytrust.model.Instance;

/**
 * Renders the images of a store for the model. Grey images are read with their stored 16-bit values
 * and rendered here. Colour images are used as the store converts them to RGB. For multi-frame
 * images the middle frame is used.
 */
public final class DicomImages implements ImageSource {
  /** Maximum length of a PNG's sides in pixels: the resolution of the model's input. */
  public static final int LONGEST = 896;

  /** Default maximum size of an image, in pixels. */
  public static final int MAX_PIXELS = 64_000_000;

  /** Default size of the image cache, in bytes. */
  public static final int CACHE_BYTES = 16 << 20;

  /** Changes when the rendering changes, so that an audit tells which one its images had. */
  private static final String RECIPE =
      "rendering 3: window of the object or its 0.5th to 99.5th percentile, mean of areas, at most "
          + LONGEST
          + " pixels a side, padded to a square";

  private final DicomStore store;
  private final DicomFrames frames;
  private final PngCache cache;

  public DicomImages(DicomStore store) {
    this(store, MAX_PIXELS, CACHE_BYTES);
  }

  public DicomImages(DicomStore store, int maxPixels, int cacheBytes) {
    this.store = store;
    this.frames = new DicomFrames(store, maxPixels);
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
    return render(frames.read(id, store.tags(id), instance.middleFrame()));
  }

  static BufferedImage render(DicomFrames.Frame frame) {
    DecodedFrame pixels = frame.pixels();
    GreyRendering grey = frame.grey().orElse(null);
    return Square.of(
        grey == null
            ? AreaScaler.scale(
                (pixel, band) -> pixels.sample(pixel, band) / 255.0,
                pixels.width(),
                pixels.height(),
                3,
                LONGEST)
            : AreaScaler.scale(
                (pixel, band) -> grey.at(pixels.word(pixel)),
                pixels.width(),
                pixels.height(),
                1,
                LONGEST));
  }
}
