package org.radiologytrust.page.learning;

import java.util.List;
import org.radiologytrust.journal.reviews.LearningCases;
import org.radiologytrust.page.door.FilterValues;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.page.door.Titles;

/**
 * The model of the list of learning cases.
 *
 * @param all how many cases there are with these filters
 * @param evidenceChanged of how many of them the evidence has changed
 * @param values what the filters offer
 */
record CaseList(
    Layout layout,
    CaseChoice choice,
    List<ListedCase> cases,
    int all,
    int evidenceChanged,
    LearningCases.Values values,
    Titles titles) {
  /** Rows on one page, and how many each "more" adds. */
  static final int STEP = 50;

  static final int MAX = 500;

  CaseList {
    cases = List.copyOf(cases);
  }

  boolean chosen(ListedCase listed) {
    return choice.chosen().contains(listed.kept().id());
  }

  /** How many are shown, and of how many the evidence has changed. */
  String shown() {
    String changed = evidenceChanged == 0 ? "" : ", evidence changed in " + evidenceChanged;
    return cases.size() + " of " + all + " shown" + changed;
  }

  boolean hasMore() {
    return cases.size() < Math.min(all, MAX);
  }

  int next() {
    return Math.min(cases.size() + STEP, MAX);
  }

  List<String> types() {
    return FilterValues.with(values.types(), choice.type());
  }

  List<String> modalities() {
    return FilterValues.with(values.modalities(), choice.modality());
  }

  List<String> users() {
    return FilterValues.with(values.users(), choice.user());
  }

  @Override
  public String toString() {
    return "CaseList";
  }
}
