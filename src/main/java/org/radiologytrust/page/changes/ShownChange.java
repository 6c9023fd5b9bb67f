package org.radiologytrust.page.changes;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.authorship.WordDiff;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.changes.Change;
import org.radiologytrust.text.changes.ChangeKind;

/**
 * A changed statement as the page shows it.
 *
 * @param words the statement with what was removed from it and added to it
 */
record ShownChange(ChangeKind kind, List<WordDiff.Piece> words) {
  ShownChange {
    words = List.copyOf(words);
  }

  static ShownChange of(Change change, Report before, Report after) {
    return new ShownChange(
        change.kind(), WordDiff.of(words(change.before(), before), words(change.after(), after)));
  }

  private static String words(@Nullable Span span, Report report) {
    return span == null ? "" : span.in(report.text());
  }

  /** Withholds the words of the report. */
  @Override
  public String toString() {
    return "ShownChange[" + kind + "]";
  }
}
