package org.radiologytrust.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.radiologytrust.journal.MessageVersions.ReportKey;
import org.radiologytrust.journal.SqlMessages.Key;
import org.radiologytrust.journal.Stories.PatientEvent;
import org.radiologytrust.model.Identifier;

/** Which message changed a patient: table {@code patient_event}. */
final class PatientEvents {
  static final String MERGED = "merged";
  static final String CORRECTED = "corrected";

  private PatientEvents() {}

  /** An event at one id of its patient. */
  private record Row(Identifier id, String site, PatientEvent event) {
    static Row of(ResultSet rs) throws SQLException {
      return new Row(
          new Identifier(rs.getString(2), rs.getString(1), ""),
          rs.getString(3),
          new PatientEvent(rs.getString(4), rs.getString(5), Instant.ofEpochMilli(rs.getLong(6))));
    }

    /** A merge is told of later reports too, since it gave them ids that they did not have. */
    boolean concerns(StoredVersion version) {
      return PatientMerges.isAbout(version, site, id)
          && (event.kind().equals(MERGED) || event.at().toEpochMilli() >= version.came());
    }
  }

  /**
   * Stores that a message changed the patient with these ids.
   *
   * @param kind {@link #MERGED} or {@link #CORRECTED}
   */
  static void store(Db.Tx tx, Key message, String kind, List<Identifier> ids, long now)
      throws SQLException {
    NewRows.insert(
        tx,
        "patient_event",
        "value, system, site, message, kind, happened_at",
        ids.stream()
            .map(
                id ->
                    List.<Object>of(
                        tx.key(id.value()),
                        tx.key(id.system()),
                        message.site(),
                        message.id(),
                        kind,
                        now))
            .toList());
  }

  /** When the patient with this id was last corrected. */
  static Optional<Long> corrected(Db.Tx tx, String value, String system, String site)
      throws SQLException {
    return tx.first(
        """
        select max(happened_at) from patient_event
        where value = ? and system = ? and site = ? and kind = ?
        having max(happened_at) is not null
        """,
        rs -> rs.getLong(1),
        value,
        system,
        site,
        CORRECTED);
  }

  /** What changed the patient of a report, the oldest first. */
  static List<PatientEvent> of(Db.Tx tx, List<StoredVersion> versions) throws SQLException {
    List<String> values =
        versions.stream()
            .flatMap(version -> version.report().patient().identifiers().stream())
            .map(id -> tx.key(id.value()))
            .distinct()
            .toList();
    if (values.isEmpty()) {
      return List.of();
    }
    String places = Placeholders.of(values.size());
    return rows(tx, "value in (" + places + ")", values.toArray()).stream()
        .filter(row -> versions.stream().anyMatch(row::concerns))
        .map(Row::event)
        .distinct()
        .sorted(Comparator.comparing(PatientEvent::at))
        .toList();
  }

  /** The reports whose patient a message changed. */
  static Set<ReportKey> reports(Db.Tx tx, Key message) throws SQLException {
    List<Row> rows = rows(tx, "message = ?", message.id());
    Set<ReportKey> reports = new LinkedHashSet<>();
    for (StoredVersion version :
        PatientMerges.versions(tx, message.site(), rows.stream().map(Row::id).toList())) {
      if (rows.stream().anyMatch(row -> row.concerns(version))) {
        reports.add(new ReportKey(version.site(), version.reportId()));
      }
    }
    return reports;
  }

  private static List<Row> rows(Db.Tx tx, String where, Object... values) throws SQLException {
    return tx.list(
        "select value, system, site, message, kind, happened_at from patient_event where " + where,
        Row::of,
        values);
  }
}
