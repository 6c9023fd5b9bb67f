package org.radiologytrust.ingest.dicom;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.images.Pixels;

/**
 * Computes the brightness of every stored value of a grey image: Modality LUT, VOI LUT or window,
 * inversion.
 *
 * <p>If there is no window, the brightness range covers the 0.5th to the 99.5th percentile of the
 * image without padding, so that a few defective pixels or a lead marker do not reduce the
 * contrast. Padding is black.
 */
final class GreyRendering {
  /** Share of the pixels that is cut off at each end if there is no window. */
  static final double TAIL = 0.005;

  private final double[] brightness = new double[GreyValues.WORDS];
  private final GreyValues values;
  private final VoiLut voi;
  private final boolean inverse;

  /**
   * Prepares the rendering of one image as the object itself wants to be shown.
   *
   * @param signed whether stored values are two's complement
   * @param modality the Modality LUT Sequence; null if there is none
   * @param voi the VOI LUT Sequence; null if there is none
   */
  GreyRendering(
      DecodedFrame frame,
      DicomTags tags,
      boolean signed,
      @Nullable LookupTable modality,
      @Nullable LookupTable voi) {
    this(frame, tags, GreyValues.of(tags, signed, modality), voi);
  }

  private GreyRendering(
      DecodedFrame frame, DicomTags tags, GreyValues values, @Nullable LookupTable voi) {
    this(
        values,
        voi != null
            ? VoiLut.table(voi)
            : VoiLut.window(tags).orElseGet(() -> percentiles(frame, values)),
        isInverse(tags));
  }

  /**
   * @param voi converts values to brightness
   * @param inverse whether the lowest value is white
   */
  GreyRendering(GreyValues values, VoiLut voi, boolean inverse) {
    this.values = values;
    this.voi = voi;
    this.inverse = inverse;
    for (int word = 0; word < GreyValues.WORDS; word++) {
      double value = voi.apply(values.at(word));
      brightness[word] = values.isPadding(word) ? 0 : inverse ? 1 - value : value;
    }
  }

  /** Whether the object says that its lowest value is white. */
  static boolean isInverse(DicomTags tags) {
    return tags.text("PhotometricInterpretation").equals("MONOCHROME1")
        || tags.text("PresentationLUTShape").equals("INVERSE");
  }

  private static VoiLut percentiles(DecodedFrame frame, GreyValues values) {
    StoredValues stored = values.stored();
    ModalityLut modality = values.modality();
    int[] counts = new int[GreyValues.WORDS];
    int total = 0;
    int zero = stored.signed() ? 32_768 : 0;
    for (int i = 0; i < frame.width() * frame.height(); i++) {
      int word = frame.word(i);
      if (!values.isPadding(word)) {
        counts[stored.value(word) + zero]++;
        total++;
      }
    }
    double low = modality.apply(percentile(counts, (long) (TAIL * total)) - zero);
    double high = modality.apply(percentile(counts, total - 1 - (long) (TAIL * total)) - zero);
    return VoiLut.range(Math.min(low, high), Math.max(low, high));
  }

  /** The index in the counts of the pixel with this rank, counted from 0. */
  private static int percentile(int[] counts, long rank) {
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen > rank) {
        return i;
      }
    }
    return 0;
  }

  /** The brightness of a stored word, from 0 (black) to 1 (white). */
  double at(int word) {
    return brightness[word];
  }

  /** The same for people, who may choose another window. */
  Pixels.Grey forPeople() {
    byte[] levels = new byte[GreyValues.WORDS];
    float[] shown = new float[GreyValues.WORDS];
    for (int word = 0; word < GreyValues.WORDS; word++) {
      levels[word] = (byte) Math.rint(255 * brightness[word]);
      shown[word] = values.isPadding(word) ? Float.NaN : (float) values.at(word);
    }
    return new Pixels.Grey(levels, shown, voi.center(), voi.width(), inverse);
  }
}
