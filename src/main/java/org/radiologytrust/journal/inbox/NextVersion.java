package org.radiologytrust.journal.inbox;

import java.sql.SQLException;
import java.util.Optional;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.NumberMatch;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;

/** The version that a received report becomes: with all known ids, and with addenda. */
final class NextVersion {
  private NextVersion() {}

  /** The report with all ids by which its patient is known. */
  static Report withKnownIds(Tx tx, Report report) throws SQLException {
    Patient patient = PatientMerges.known(tx, tx.key(report.site()), report.patient());
    return report.toBuilder().patient(patient).build();
  }

  /**
   * The version after the current one.
   *
   * @param known as {@link #withKnownIds} gives it
   */
  static Report after(Tx tx, Optional<StoredVersion> before, Report known) throws SQLException {
    if (before.isEmpty()) {
      return known.addendum() ? AddendumMerge.alone(known) : known;
    }
    StoredVersion current = before.get();
    Report report =
        known.toBuilder()
            .patient(
                PatientMerges.withReplaced(
                    tx, current.site(), known.patient(), current.report().patient()))
            .order(NumberMatch.numbered(known, current.report()))
            .otherIds(NumberMatch.union(known, current.report()))
            .build();
    if (!report.addendum() && current.report().addenda().isEmpty()) {
      return report;
    }
    AddendumMerge merge =
        new AddendumMerge(current.report(), MessageKey.idOfVersion(tx, current.id()));
    return report.addendum() ? merge.with(report) : merge.under(report);
  }
}
