package org.radiologytrust.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
            .filter(earlier -> sameTime(earlier, report))
            .anyMatch(earlier -> earlier.saysTheSameAs(report));
  }

  /** Whether an earlier version said the same. */
  static boolean isEarlier(List<StoredVersion> versions, Report report) {
    return versions.stream().skip(1).anyMatch(v -> v.report().saysTheSameAs(report));
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
  static void complete(Db.Tx tx, List<RepeatedReport> repeated) throws SQLException {
    List<StoredVersion> completed = new ArrayList<>();
    for (RepeatedReport one : repeated) {
      Report whole = one.completed();
      if (one.current.report().saysTheSameAs(one.report) && !whole.equals(one.current.report())) {
        tx.update(
            "update report_version set report = ? where id = ?",
            StoredJson.write(whole),
            one.current.id());
        one.aliases.store(tx, one.current.key());
        completed.add(one.current);
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
        // one text may be sent under each of several orders: their numbers stay apart
        .otherIds(
            NumberMatch.of(known, report).other()
                ? known.otherIds()
                : NumberMatch.union(known, report))
        .build();
  }
}
