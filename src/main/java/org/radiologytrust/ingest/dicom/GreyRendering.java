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

  private static final int WORDS = 65_536;

  private final double[] brightness = new double[WORDS];
  private final StoredValues stored;
  private final ModalityLut modality;
  private final Padding padding;
  private final VoiLut voi;
  private final boolean inverse;

  /**
   * Prepares the rendering of one image.
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
    this.stored = StoredValues.of(tags, signed);
    this.modality = ModalityLut.of(tags, modality);
    this.padding = Padding.of(tags, signed);
    this.voi =
        voi != null ? VoiLut.table(voi) : VoiLut.window(tags).orElseGet(() -> fullRange(frame));
    this.inverse =
        tags.text("PhotometricInterpretation").equals("MONOCHROME1")
            || tags.text("PresentationLUTShape").equals("INVERSE");
    for (int word = 0; word < WORDS; word++) {
      double value = this.voi.apply(this.modality.apply(stored.value(word)));
      brightness[word] = isPadding(word) ? 0 : inverse ? 1 - value : value;
    }
  }

  private boolean isPadding(int word) {
    return padding.has(stored.value(word)) || padding.has(stored.allBits(word));
  }

  private VoiLut fullRange(DecodedFrame frame) {
    int[] counts = new int[WORDS];
    int total = 0;
    int zero = stored.signed() ? 32_768 : 0;
    for (int i = 0; i < frame.width() * frame.height(); i++) {
      int word = frame.word(i);
      if (!isPadding(word)) {
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
    byte[] levels = new byte[WORDS];
    float[] values = new float[WORDS];
    for (int word = 0; word < WORDS; word++) {
      levels[word] = (byte) Math.round(255 * brightness[word]);
      values[word] = isPadding(word) ? Float.NaN : (float) modality.apply(stored.value(word));
    }
    return new Pixels.Grey(levels, values, voi.center(), voi.width(), inverse);
  }
}
