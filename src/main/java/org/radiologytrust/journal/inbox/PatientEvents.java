package org.radiologytrust.journal.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.radiologytrust.journal.store.NewRows;
import org.radiologytrust.journal.store.Placeholders;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Identifier;

/** Which message changed a patient: table {@code patient_event}. */
public final class PatientEvents {
  static final String MERGED = "merged";
  static final String CORRECTED = "corrected";
  static final String UNLINKED = "unlinked";

  private PatientEvents() {}

  /**
   * A message that changed a patient.
   *
   * @param message its id
   * @param kind {@link #MERGED}, {@link #CORRECTED} or {@link #UNLINKED}
   */
  public record Event(String message, String kind, Instant at) {}

  /** An event at one id of its patient. */
  private record Row(Identifier id, String site, Event event) {
    static Row of(ResultSet rs) throws SQLException {
      return new Row(
          new Identifier(rs.getString("system"), rs.getString("value"), ""),
          rs.getString("site"),
          new Event(
              rs.getString("message"),
              rs.getString("kind"),
              Instant.ofEpochMilli(rs.getLong("happened_at"))));
    }

    /**
     * A merge is told of later reports too, since it gave them ids that they did not have; and so
     * is its end.
     */
    boolean concerns(StoredVersion version) {
      return PatientMerges.isAbout(version, site, id)
          && (!event.kind().equals(CORRECTED) || event.at().toEpochMilli() >= version.came());
    }
  }

  /**
   * Stores that a message changed the patient with these ids.
   *
   * @param kind {@link #MERGED}, {@link #CORRECTED} or {@link #UNLINKED}
   */
  static void store(Tx tx, MessageKey message, String kind, List<Identifier> ids, long now)
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
  static Optional<Long> corrected(Tx tx, String value, String system, String site)
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
  public static List<Event> of(Tx tx, List<StoredVersion> versions) throws SQLException {
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
        .sorted(Comparator.comparing(Event::at))
        .toList();
  }

  /** The reports whose patient a message changed. */
  public static Set<ReportKey> reports(Tx tx, MessageKey message) throws SQLException {
    List<Row> rows = rows(tx, "message = ?", message.id());
    Set<ReportKey> reports = new LinkedHashSet<>();
    for (StoredVersion version :
        PatientMerges.versions(tx, message.site(), rows.stream().map(Row::id).toList())) {
      if (rows.stream().anyMatch(row -> row.concerns(version))) {
        reports.add(version.key());
      }
    }
    return reports;
  }

  private static List<Row> rows(Tx tx, String where, Object... values) throws SQLException {
    return tx.list(
        "select value, system, site, message, kind, happened_at from patient_event where " + where,
        Row::of,
        values);
  }
}
