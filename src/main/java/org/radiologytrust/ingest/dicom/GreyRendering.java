package org.radiologytrust.ingest.dicom;

import org.jspecify.annotations.Nullable;

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

  private final double[] brightness = new double[65_536];

  /**
   * Prepares the rendering of one image.
   *
   * @param signed whether stored values are two's complement
   * @param modality the Modality LUT Sequence; null if there is none
   * @param voi the VOI LUT Sequence; null if there is none
   */
  GreyRendering(
      PamImage pam,
      DicomTags tags,
      boolean signed,
      @Nullable LookupTable modality,
      @Nullable LookupTable voi) {
    ModalityLut modalityLut = ModalityLut.of(tags, modality);
    Padding padding = Padding.of(tags, signed);
    VoiLut voiLut =
        voi != null
            ? VoiLut.table(voi)
            : VoiLut.window(tags).orElseGet(() -> fullRange(pam, signed, modalityLut, padding));
    boolean inverse =
        tags.text("PhotometricInterpretation").equals("MONOCHROME1")
            || tags.text("PresentationLUTShape").equals("INVERSE");
    for (int word = 0; word < brightness.length; word++) {
      int stored = signed ? (short) word : word;
      double value = voiLut.apply(modalityLut.apply(stored));
      brightness[word] = padding.has(stored) ? 0 : inverse ? 1 - value : value;
    }
  }

  private static VoiLut fullRange(
      PamImage pam, boolean signed, ModalityLut modality, Padding padding) {
    int[] counts = new int[65_536];
    int total = 0;
    for (int i = 0; i < pam.width() * pam.height(); i++) {
      int stored = signed ? (short) pam.word(i) : pam.word(i);
      if (!padding.has(stored)) {
        counts[signed ? stored + 32_768 : stored]++;
        total++;
      }
    }
    int zero = signed ? 32_768 : 0;
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
}
