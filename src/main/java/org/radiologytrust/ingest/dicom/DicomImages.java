package org.radiologytrust.ingest.dicom;

import java.io.IOException;
import java.util.Optional;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageSize;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.images.Png;
import org.radiologytrust.images.PngCache;
import org.radiologytrust.ingest.dicom.recipe.Recipes;
import org.radiologytrust.model.Instance;

/**
 * Renders the images of a store for the model, by the site's recipes. Of a multi-frame image that
 * is not one of a stack, the middle frame is used.
 */
public final class DicomImages implements ImageSource {
  /** Maximum length of a PNG's sides in pixels: the resolution of the model's input. */
  public static final int LONGEST = ModelRendering.LONGEST;

  /** Default maximum size of an image, in pixels. */
  public static final int MAX_PIXELS = 64_000_000;

  /** Default size of the image cache, in bytes. */
  public static final int CACHE_BYTES = 16 << 20;

  private final ModelRendering rendering;
  private final PngCache cache;

  /**
   * @param files have the recipes
   * @throws IllegalArgumentException naming the file, if the recipes are not valid
   */
  public DicomImages(DicomStore store, SiteFiles files) {
    this(store, files, MAX_PIXELS, CACHE_BYTES);
  }

  public DicomImages(DicomStore store, SiteFiles files, int maxPixels, int cacheBytes) {
    this.rendering = new ModelRendering(store, Recipes.load(files), maxPixels);
    this.cache = new PngCache(cacheBytes);
  }

  @Override
  public byte[] png(Instance instance) throws IOException {
    String key = instance.storeId() + "#" + instance.shownFrame();
    byte[] known = cache.get(key);
    if (known != null) {
      return known;
    }
    byte[] png = Png.encode(rendering.render(instance));
    cache.put(key, png);
    return png.clone();
  }

  @Override
  public Optional<ImageSize> size(Instance instance) throws IOException {
    return rendering.size(instance);
  }

  @Override
  public String recipe(Instance instance) {
    return rendering.words(instance)
        + ", frame "
        + (instance.shownFrame() + 1)
        + " of "
        + instance.numberOfFrames();
  }
}
