package org.radiologytrust.check;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Addendum;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Span;

/**
 * Says so where the two sides of a contradiction are the report and its addendum: then not a slip
 * is likely, but a change that the impression does not show.
 */
final class AddendumConflicts {
  /** Checks that compare two statements of the report. */
  private static final Set<String> COMPARING = Set.of(Denied.ID, SideFindingsImpression.ID);

  private static final String ACTION =
      "The addendum changes what the report says here: check the images, and correct the sentence"
          + " that no longer holds, so that nobody acts on it.";

  private AddendumConflicts() {}

  /** The result, worded for an addendum if one of its two places is in an addendum. */
  static CheckResult worded(CheckResult result, List<Addendum> addenda) {
    boolean first = within(result.first().span(), addenda);
    boolean second = within(result.second().span(), addenda);
    return COMPARING.contains(result.check()) && first != second
        ? new CheckResult(
            result.check(), result.label(), result.first(), result.second(), ACTION, result.quiet())
        : result;
  }

  private static boolean within(@Nullable Span span, List<Addendum> addenda) {
    return span != null && addenda.stream().anyMatch(a -> a.text().overlaps(span));
  }
}
