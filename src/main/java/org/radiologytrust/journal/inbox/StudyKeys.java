package org.radiologytrust.journal.inbox;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.radiologytrust.journal.store.NewRows;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Report;

/** The table {@code report_key}: by which studies a version is found. */
final class StudyKeys {
  private StudyKeys() {}

  /** Lets a version be found by its studies. */
  static void index(Tx tx, String version, Report report) throws SQLException {
    NewRows.insert(
        tx,
        "report_key",
        "version, kind, value",
        Stream.concat(
                keys(tx, version, "uid", report.order().studyInstanceUids()),
                keys(tx, version, "accession", report.order().accessionNumbers()))
            .toList());
  }

  private static Stream<List<String>> keys(
      Tx tx, String version, String kind, List<String> values) {
    return values.stream()
        .filter(value -> !value.isEmpty())
        .map(value -> List.of(version, kind, tx.key(value)));
  }
}
