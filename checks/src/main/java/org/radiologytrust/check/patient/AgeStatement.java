package org.radiologytrust.check.patient;

import org.radiologytrust.text.words.Atoms;

/**
 * A place in a sentence that states the patient's age.
 *
 * @param first its first word
 * @param last its last word
 * @param from the lowest age in days that it can mean
 * @param to the highest age in days that it can mean
 * @param next the atom behind it, see {@link Atoms}
 */
record AgeStatement(int first, int last, double from, double to, int next) {
  /** Whether a patient of this age contradicts the statement. */
  boolean contradicts(long days) {
    return days < from || days > to;
  }
}
