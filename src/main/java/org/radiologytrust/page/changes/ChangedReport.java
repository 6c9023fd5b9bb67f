package org.radiologytrust.page.changes;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.reviews.FinalReports.FinalReport;
import org.radiologytrust.page.door.ExamName;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.text.changes.Change;
import org.radiologytrust.text.changes.ChangeKind;

/** A report that became final, with what changed in it. */
record ChangedReport(FinalReport report, List<Change> changes) {
  ChangedReport {
    changes = List.copyOf(changes);
  }

  boolean has(ChangeKind kind) {
    return changes.stream().anyMatch(change -> change.kind() == kind);
  }

  /** The heaviest change, the first of these; of one class if it is given. */
  Optional<Change> heaviest(Optional<ChangeKind> of) {
    return changes.stream()
        .filter(change -> of.isEmpty() || of.get() == change.kind())
        .min(Comparator.comparing(Change::kind));
  }

  ShownChange shown(Change change) {
    return ShownChange.of(change, report.before(), report.after());
  }

  String address() {
    return "/reports/" + report.id() + "/changes";
  }

  String exam() {
    return ExamName.of(report.after().order());
  }

  String accession() {
    return report.after().order().accessionNumber();
  }

  String became() {
    return Times.dateTime(report.became());
  }

  String author() {
    return report.before().radiologist();
  }

  /** Withholds the report. */
  @Override
  public String toString() {
    return "ChangedReport[" + report + "]";
  }
}
