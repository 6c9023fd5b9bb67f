package org.radiologytrust.lab.checks;

import java.util.List;

/**
 * What was ordered.
 *
 * @param modality DICOM modality code; empty when it is not known
 * @param parts ids of body parts in {@code studies.yaml}
 * @param side left, right, both or empty
 * @param contrast with, without, both or empty
 * @param views number of views; 0 when it is not known
 * @param words the order in words that are used as they are; empty for words made of the others
 * @param style number of the form in which the order is written, from 0
 */
record Exam(
    String modality,
    List<String> parts,
    String side,
    String contrast,
    int views,
    String words,
    int style) {
  Exam {
    parts = List.copyOf(parts);
  }

  /** Whether one side of one part was examined. */
  boolean oneSided() {
    return parts.size() == 1 && (side.equals("left") || side.equals("right"));
  }

  /** Whether it is known what was examined, and how. */
  boolean known() {
    return !modality.isEmpty() && !parts.isEmpty();
  }

  Exam withSide(String other) {
    return new Exam(modality, parts, other, contrast, views, words, style);
  }

  Exam withModality(String other) {
    return new Exam(other, parts, side, contrast, views, words, style);
  }

  Exam withParts(List<String> other) {
    return new Exam(modality, other, side, contrast, views, words, style);
  }

  Exam withContrast(String other) {
    return new Exam(modality, parts, side, other, views, words, style);
  }

  Exam withViews(int other) {
    return new Exam(modality, parts, side, contrast, other, words, style);
  }

  Exam withWords(String other) {
    return new Exam(modality, parts, side, contrast, views, other, style);
  }
}
