package org.radiologytrust.lab.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An error in a report, beside its twin without the error.
 *
 * @param kind of the error, and id of the check that must find it
 * @param wording number of the wording, from 1
 * @param reportId of the report that it was seeded into
 * @param said the words that were added or changed
 * @param twinAlarms checks that flag the twin, but not the report from which it was made
 */
public record SeededError(
    String kind,
    int wording,
    String reportId,
    List<String> said,
    Checked error,
    Checked twin,
    Set<String> twinAlarms) {
  boolean found() {
    return error.flagsMoreThan(twin, kind);
  }

  String name() {
    return kind + "/" + wording + " in " + reportId;
  }

  /** Fields that differ between the error and its twin, as the error has them. */
  List<String> otherFields() {
    List<String> other = new ArrayList<>(error.fields());
    other.removeAll(twin.fields());
    return other;
  }
}
