package org.radiologytrust.lab.checks;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Texts;

/**
 * What a wording does to a message. All words may have slots such as {@code {side}}. A key that is
 * left out changes nothing.
 *
 * @param exam words of the section that names the examination; the section is added where missing
 * @param indication the same for the indication
 * @param comparison the same for the comparison
 * @param technique the same for the technique
 * @param findings a sentence to add to the findings
 * @param impression a sentence to add to the impression
 * @param addendum words of an addendum to add at the end
 * @param replace words to replace
 * @param drop a section to remove
 * @param empty a section of which only the heading stays
 * @param swap a section in which left and right change places; {@code other} is the whole report
 * @param doubled words of which one is written twice
 * @param order changes of the order
 * @param patient changes of the patient
 * @param images tags of the images
 */
record Change(
    @Nullable String exam,
    @Nullable String indication,
    @Nullable String comparison,
    @Nullable String technique,
    @Nullable String findings,
    @Nullable String impression,
    @Nullable String addendum,
    @Nullable List<Replace> replace,
    @Nullable Place drop,
    @Nullable Place empty,
    @Nullable Place swap,
    @Nullable List<String> doubled,
    @Nullable OrderChange order,
    @Nullable PatientChange patient,
    @Nullable ImagesChange images) {
  static final Change NONE =
      new Change(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

  Change {
    replace = Texts.copy(replace);
    doubled = Texts.copy(doubled);
  }

  /**
   * @param in the section; {@code null} for the whole report
   * @param find a pattern; case counts only where the pattern says so
   * @param with the replacement, with $1 for the first group
   * @param all whether every place is changed, and not one of them
   */
  record Replace(@Nullable Place in, String find, String with, boolean all) {}

  /**
   * Each is a value, or {@code other} for one that the report contradicts, or {@code none}.
   *
   * @param words the whole order in words
   */
  record OrderChange(
      @Nullable String modality,
      @Nullable String part,
      @Nullable String side,
      @Nullable String contrast,
      @Nullable Integer views,
      @Nullable String words) {}

  /**
   * @param sex F, M or {@code other}
   * @param age such as 61y or 3m, or {@code other} for an age that is years away
   */
  record PatientChange(@Nullable String sex, @Nullable String age) {}

  /** Each is {@code same} as in the order, or {@code other}. */
  record ImagesChange(@Nullable String modality, @Nullable String part, @Nullable String side) {}
}
