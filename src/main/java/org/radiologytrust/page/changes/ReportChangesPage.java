package org.radiologytrust.page.changes;

import java.util.List;
import java.util.stream.Stream;
import org.radiologytrust.authorship.WordDiff;
import org.radiologytrust.journal.reviews.Reviews.Version;
import org.radiologytrust.model.Report;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.opened.Finalized;
import org.radiologytrust.page.opened.Opened;
import org.radiologytrust.text.changes.Change;
import org.radiologytrust.text.changes.ChangeKind;

/**
 * The model of the page that shows how one report became final.
 *
 * @param opened the final version
 * @param text from the preliminary version to the final one
 */
record ReportChangesPage(
    Layout layout,
    Opened opened,
    Finalized versions,
    List<WordDiff.Piece> text,
    List<ShownChange> changes) {
  ReportChangesPage {
    text = List.copyOf(text);
    changes = List.copyOf(changes);
  }

  static ReportChangesPage of(
      Layout layout, Opened opened, Finalized versions, List<Change> changes) {
    Report before = versions.before().report();
    Report after = versions.after().report();
    return new ReportChangesPage(
        layout,
        opened,
        versions,
        WordDiff.of(before.text(), after.text()),
        changes.stream()
            .map(change -> ShownChange.of(change, before, after))
            .sorted((a, b) -> a.kind().compareTo(b.kind()))
            .toList());
  }

  /** The weights that a change has, the heaviest first. */
  List<ChangeKind.Weight> weights() {
    return Stream.of(ChangeKind.Weight.values()).filter(w -> !of(w).isEmpty()).toList();
  }

  List<ShownChange> of(ChangeKind.Weight weight) {
    return changes.stream().filter(change -> change.kind().weight() == weight).toList();
  }

  String counts() {
    int much = of(ChangeKind.Weight.MUCH).size();
    String all = changes.size() == 1 ? "1 change" : changes.size() + " changes";
    return much == 0 ? all : all + ", " + much + (much == 1 ? " weighs" : " weigh") + " much";
  }

  /** Such as {@code version 1 of 1 Apr 2026 10:52}. */
  static String name(Version version) {
    return "version " + version.number() + ", " + Times.dateTime(version.received());
  }

  /** Withholds the report. */
  @Override
  public String toString() {
    return "ReportChangesPage[" + versions + "]";
  }
}
