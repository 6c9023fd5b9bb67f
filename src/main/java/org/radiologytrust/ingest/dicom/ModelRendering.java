package org.radiologytrust.ingest.dicom;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.images.AreaScaler;
import org.radiologytrust.images.ImageSize;
import org.radiologytrust.images.Square;
import org.radiologytrust.ingest.dicom.recipe.Recipe;
import org.radiologytrust.ingest.dicom.recipe.Recipes;
import org.radiologytrust.ingest.dicom.recipe.ValueRange;
import org.radiologytrust.model.Instance;

/**
 * Renders frames for a model by their recipes. Colour images are used as the store converts them to
 * RGB. A grey image stays grey where its recipe has one range: who reads the PNG as RGB gets three
 * equal channels.
 */
final class ModelRendering {
  /** Maximum length of a side in pixels: the resolution of the model's input. */
  static final int LONGEST = 896;

  /** Changes when the rendering changes, so that an audit tells which one its images had. */
  private static final String RENDERING =
      "rendering 4: mean of areas, at most " + LONGEST + " pixels a side, padded to a square";

  private static final int BYTE = 8;

  private final Recipes recipes;
  private final SeriesRanges series;
  private final DicomFrames frames;
  private final DicomStore store;

  ModelRendering(DicomStore store, Recipes recipes, int maxPixels) {
    this.store = store;
    this.recipes = recipes;
    this.frames = new DicomFrames(store, maxPixels);
    this.series = new SeriesRanges(store, frames);
  }

  /** How {@link #render} renders an image, in words. */
  String words(Instance image) {
    return recipes.of(image).words() + "; " + RENDERING;
  }

  /** The size of the frame that stands for an image; empty where its tags do not say it. */
  Optional<ImageSize> size(Instance image) throws DicomStoreException {
    DicomTags tags = store.tags(image.storeId()).ofFrame(image.shownFrame());
    int columns = tags.integer("Columns").orElse(0);
    int rows = tags.integer("Rows").orElse(0);
    return columns > 0 && rows > 0 ? Optional.of(new ImageSize(columns, rows)) : Optional.empty();
  }

  /**
   * Renders a frame.
   *
   * @param tags the tags of the instance
   * @param frame index, from 0
   */
  BufferedImage render(Instance image, DicomTags tags, int frame) throws DicomStoreException {
    DicomFrames.Frame read = frames.read(image.storeId(), tags, frame);
    return Square.of(levels(image, read));
  }

  /** Renders the frame that stands for an image. */
  BufferedImage render(Instance image) throws DicomStoreException {
    return render(image, store.tags(image.storeId()), image.shownFrame());
  }

  private BufferedImage levels(Instance image, DicomFrames.Frame frame) throws DicomStoreException {
    DecodedFrame pixels = frame.pixels();
    if (pixels.colour()) {
      return scaled(pixels, 3, (pixel, band) -> pixels.sample(pixel, band) / 255.0);
    }
    Recipe recipe = recipes.of(image);
    return switch (recipe.levels()) {
      case RANGES -> ranges(frame, recipe.ranges());
      case SERIES -> grey(frame, levels(series.of(image.storeId(), frame.tags().acquisition())));
      case STORED -> grey(frame, frame.window().orElseGet(() -> all(frame)));
      case WINDOW -> grey(frame, frame.grey().orElseThrow());
    };
  }

  /** The values are absolute, so the lowest is black also where an object would invert them. */
  private static BufferedImage ranges(DicomFrames.Frame frame, List<Recipe.Range> ranges) {
    GreyValues values = GreyValues.rescaled(frame.tags(), frame.signed());
    List<GreyRendering> bands =
        ranges.stream()
            .map(range -> VoiLut.range(range.low(), range.high()))
            .map(voi -> new GreyRendering(values, voi, false))
            .toList();
    DecodedFrame pixels = frame.pixels();
    return scaled(pixels, 3, (pixel, band) -> bands.get(band).at(pixels.word(pixel)));
  }

  /** Values of 8 bits as they are; of more, from the lowest to the highest. */
  private static VoiLut all(DicomFrames.Frame frame) {
    GreyValues values = frame.values();
    if (values.stored().bits() > BYTE) {
      return levels(values.range(frame.pixels()));
    }
    return levels(
        ValueRange.NONE
            .with(values.modality().apply(values.stored().lowest()))
            .with(values.modality().apply(values.stored().highest())));
  }

  private static VoiLut levels(ValueRange range) {
    return VoiLut.range(range.low(), range.high());
  }

  private static BufferedImage grey(DicomFrames.Frame frame, VoiLut voi) {
    boolean inverse = GreyRendering.isInverse(frame.tags());
    return grey(frame, new GreyRendering(frame.values(), voi, inverse));
  }

  private static BufferedImage grey(DicomFrames.Frame frame, GreyRendering grey) {
    return scaled(frame.pixels(), 1, (pixel, band) -> grey.at(frame.pixels().word(pixel)));
  }

  private static BufferedImage scaled(DecodedFrame pixels, int bands, AreaScaler.Source source) {
    return AreaScaler.scale(source, pixels.width(), pixels.height(), bands, LONGEST);
  }
}
