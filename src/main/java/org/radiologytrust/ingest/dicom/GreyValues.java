package org.radiologytrust.ingest.dicom;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.dicom.recipe.ValueRange;

/** What the words of a grey image mean: modality values, or padding. */
final class GreyValues {
  static final int WORDS = 65_536;

  private final StoredValues stored;
  private final ModalityLut modality;
  private final Padding padding;

  private GreyValues(StoredValues stored, ModalityLut modality, Padding padding) {
    this.stored = stored;
    this.modality = modality;
    this.padding = padding;
  }

  /**
   * The values by the Modality LUT Sequence, or by rescale slope and intercept.
   *
   * @param sequence null if there is none
   */
  static GreyValues of(DicomTags tags, boolean signed, @Nullable LookupTable sequence) {
    return of(tags, signed, ModalityLut.of(tags, sequence));
  }

  /** The values by rescale slope and intercept, whatever else there is. */
  static GreyValues rescaled(DicomTags tags, boolean signed) {
    return of(tags, signed, ModalityLut.rescale(tags));
  }

  private static GreyValues of(DicomTags tags, boolean signed, ModalityLut modality) {
    return new GreyValues(StoredValues.of(tags, signed), modality, Padding.of(tags, signed));
  }

  boolean isPadding(int word) {
    return padding.has(stored.value(word)) || padding.has(stored.allBits(word));
  }

  /** The value of a word, whether it is padding or not. */
  double at(int word) {
    return modality.apply(stored.value(word));
  }

  /** The lowest and the highest value of a frame without padding; empty if all is padding. */
  ValueRange range(DecodedFrame frame) {
    boolean[] present = new boolean[WORDS];
    for (int i = 0; i < frame.width() * frame.height(); i++) {
      present[frame.word(i)] = true;
    }
    ValueRange range = ValueRange.NONE;
    for (int word = 0; word < WORDS; word++) {
      if (present[word] && !isPadding(word)) {
        range = range.with(at(word));
      }
    }
    return range;
  }

  StoredValues stored() {
    return stored;
  }

  ModalityLut modality() {
    return modality;
  }
}
