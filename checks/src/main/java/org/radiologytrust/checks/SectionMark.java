package org.radiologytrust.checks;

import java.util.Objects;

/**
 * The begin of a section that the sender marks. It ends where the next one begins.
 *
 * @param section which it is
 * @param start offset in UTF-16 code units
 */
public record SectionMark(Section section, int start) {
  /** The sections that a sender may mark. */
  public enum Section {
    /** What was asked for. */
    REQUEST,
    HISTORY,
    TECHNIQUE,
    COMPARISON,
    FINDINGS,
    IMPRESSION,
    RECOMMENDATION,
    /** Any other text about the images. */
    OTHER
  }

  /**
   * @throws IllegalArgumentException if the offset is negative
   */
  public SectionMark {
    Objects.requireNonNull(section, "section");
    if (start < 0) {
      throw new IllegalArgumentException("a section begins before the text: " + start);
    }
  }
}
