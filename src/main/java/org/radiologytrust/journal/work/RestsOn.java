package org.radiologytrust.journal.work;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.inbox.PatientHistory;
import org.radiologytrust.journal.store.Tx;

/** On which versions of other reports a run rests: table {@code rests_on}. */
final class RestsOn {
  private RestsOn() {}

  /** The earlier reports that a version has now, newest first, and at most so many. */
  static List<String> found(Tx tx, String version, int most) throws SQLException {
    if (most == 0) {
      return List.of();
    }
    Optional<PatientHistory> history = PatientHistory.of(tx, version);
    return history.isEmpty() ? List.of() : history.get().earlier(most);
  }

  /** Those of a run, newest first. */
  static List<String> of(Tx tx, String run) throws SQLException {
    return tx.list(
        "select version from rests_on where run_id = ? order by place", rs -> rs.getString(1), run);
  }

  /**
   * @param versions newest first
   */
  static void store(Tx tx, String run, List<String> versions) throws SQLException {
    for (int place = 0; place < versions.size(); place++) {
      tx.update(
          "insert into rests_on (run_id, version, place) values (?, ?, ?)",
          run,
          versions.get(place),
          place);
    }
  }
}
