package org.radiologytrust.page.changes;

import java.util.Comparator;
import java.util.List;
import org.radiologytrust.page.door.FilterValues;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.text.changes.Change;
import org.radiologytrust.text.changes.ChangeKind;

/**
 * The model of the list of reports that became final otherwise than they were.
 *
 * @param reports those that became final, at most {@link #MOST}
 * @param authors the rows that the person may see
 * @param all whether the person may see those of all authors
 * @param modalities what the filter offers
 */
record ChangesList(
    Layout layout,
    ChangesChoice choice,
    List<ChangedReport> reports,
    List<AuthorRow> authors,
    boolean all,
    List<String> modalities) {
  /** Bounds the time of the first look: so many pairs of versions are compared. */
  static final int MOST = 200;

  ChangesList {
    reports = List.copyOf(reports);
    authors = List.copyOf(authors);
    modalities = List.copyOf(modalities);
  }

  /** Those with a change of the chosen class, the heaviest first, then the newest. */
  List<ChangedReport> listed() {
    return reports.stream()
        .filter(report -> report.heaviest(choice.chosen()).isPresent())
        .sorted(Comparator.comparing(report -> shown(report).kind()))
        .toList();
  }

  Change shown(ChangedReport report) {
    return report.heaviest(choice.chosen()).orElseThrow();
  }

  List<String> offered() {
    return FilterValues.with(modalities, choice.modality());
  }

  List<ChangeKind> kinds() {
    return List.of(ChangeKind.values());
  }

  AuthorRow total() {
    return new AuthorRow("", reports);
  }

  boolean bounded() {
    return reports.size() == MOST;
  }

  String counts() {
    return "%d of %d reports changed".formatted(listed().size(), reports.size());
  }

  @Override
  public String toString() {
    return "ChangesList";
  }
}
