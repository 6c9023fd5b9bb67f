package org.radiologytrust.page.flag;

import java.util.List;
import org.radiologytrust.model.Span;

/**
 * A mark in the text of a report.
 *
 * @param sign how its label is shown
 * @param places the flags whose words begin here, or which are compared with these words; empty for
 *     the words of a claim without a flag of its own
 * @param decided whether all flags about these words are decided
 * @param quiet whether all flags about these words have enough places before them
 */
record TextMark(
    Kind kind, Span span, Sign sign, List<Place> places, boolean decided, boolean quiet) {
  /** The outer one first, where two have the same span. */
  enum Kind {
    /** Words that an AI drafted and nobody changed. */
    AI_DRAFT,
    /** Words of a template that nobody changed. */
    TEMPLATE,
    /** A sentence that an addendum changes. */
    CHANGED,
    MARK,
    COMPARED,
    HEADING
  }

  /**
   * One of the places of a flag.
   *
   * @param number from 1
   * @param of how many places the flag has
   */
  record Place(Flag flag, int number, int of) {}

  TextMark {
    places = List.copyOf(places);
  }

  /** A mark of no flag. */
  static TextMark of(Kind kind, Span span) {
    return new TextMark(kind, span, Sign.of(null), List.of(), false, false);
  }
}
