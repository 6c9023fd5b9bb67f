package org.radiologytrust.journal.inbox;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.journal.reviews.WorklistTable;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.journal.store.VersionStates;
import org.radiologytrust.model.Author;
import org.radiologytrust.model.Authorship;
import org.radiologytrust.model.NumberMatch;
import org.radiologytrust.model.Report;

/**
 * A report that was received before. It adds nothing but the authors and ids that only it names.
 *
 * @param current the current version of the report
 * @param report what was received now
 * @param aliases its ids
 */
record RepeatedReport(StoredVersion current, Report report, ReportAliases aliases) {
  /**
   * Whether a report was received before.
   *
   * @param versions of the report, the current one first
   */
  static boolean isKnown(List<StoredVersion> versions, Report report) {
    Report current = versions.get(0).report();
    if (current.saysTheSameAs(report)) {
      return !changesDraft(current, report);
    }
    return isWithoutAddenda(current, report)
        || versions.stream()
            .map(StoredVersion::report)
            .anyMatch(earlier -> sameTime(earlier, report) && sameWords(earlier, report));
  }

  /** Whether an earlier version had the same words and status. */
  static boolean isEarlier(List<StoredVersion> versions, Report report) {
    return versions.stream().skip(1).anyMatch(v -> sameWords(v.report(), report));
  }

  private static boolean sameWords(Report a, Report b) {
    return a.status() == b.status() && a.fingerprint().equals(b.fingerprint());
  }

  private static boolean sameTime(Report a, Report b) {
    Instant said = a.said();
    return said != null && said.equals(b.said());
  }

  /**
   * Whether the same words come with authors that change what an audit says about them: somebody
   * signs what was only a draft, or software turns out to have drafted it.
   */
  private static boolean changesDraft(Report current, Report report) {
    return !Authorship.draft(Author.union(current.authors(), report.authors()))
        .equals(Authorship.draft(current.authors()));
  }

  /** Whether a sender repeats the report as it was before the addenda that are here. */
  private static boolean isWithoutAddenda(Report current, Report report) {
    return !current.addenda().isEmpty()
        && !current.addendum()
        && report.status().stage() <= current.status().stage()
        && !current.patient().differs(report.patient())
        && Report.fingerprint(new AddendumMerge(current, "").original())
            .equals(report.fingerprint());
  }

  /** Adds the authors and ids that only the repetitions name to the current versions. */
  static void complete(Tx tx, List<RepeatedReport> repeated) throws SQLException {
    List<StoredVersion> completed = new ArrayList<>();
    for (RepeatedReport one : repeated) {
      Report known = one.current.report();
      if (!known.saysTheSameAs(one.report)) {
        continue;
      }
      Report whole = one.completed();
      if (!whole.equals(known)) {
        tx.update(
            "update report_version set report = ? where id = ?",
            StoredJson.write(whole),
            one.current.id());
        if (!whole.order().equals(known.order())) {
          // images may be found by the new numbers
          tx.update(
              "update report_version set images_changed = images_changed + 1 where id = ?"
                  + " and "
                  + VersionStates.LOOKS_FOR_IMAGES,
              one.current.id());
        }
        StudyKeys.index(tx, one.current.id(), whole);
        completed.add(one.current);
      }
      if (one.isOneReport() && !ReportAliases.of(tx, known).all().containsAll(one.aliases.all())) {
        one.aliases.store(tx, one.current.key());
      }
    }
    // rows of versions come before the lock of the worklist
    for (StoredVersion version : completed) {
      WorklistTable.update(tx, version.site(), version.reportId());
    }
  }

  private Report completed() {
    Report known = current.report();
    return known.toBuilder()
        .authors(Author.union(known.authors(), report.authors()))
        .radiologist(known.radiologist().isEmpty() ? report.radiologist() : known.radiologist())
        .order(isOneReport() ? NumberMatch.numbered(known, report) : known.order())
        .otherIds(isOneReport() ? NumberMatch.union(known, report) : known.otherIds())
        .build();
  }

  /** One text may be sent under each of several orders: their numbers stay apart. */
  private boolean isOneReport() {
    return !NumberMatch.of(current.report(), report).other();
  }
}
