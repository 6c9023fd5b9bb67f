package org.radiologytrust.journal.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.store.Placeholders;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;

/**
 * A stored version of a report.
 *
 * @param site with {@code reportId} the key of the report
 * @param came when it was received, in milliseconds since 1970
 * @param sent the patient as its message named it, without the ids of merges; {@code null} if an
 *     older release stored it
 * @param superseded whether a newer version took its place
 */
public record StoredVersion(
    String id,
    String site,
    String reportId,
    int seq,
    Report report,
    long came,
    @Nullable Patient sent,
    boolean superseded) {
  private static final String SELECT =
      """
      select id, site, report_id, seq, report, received_at, sent_patient, superseded
      from report_version
      """;

  private static StoredVersion of(ResultSet rs) throws SQLException {
    String sent = rs.getString("sent_patient");
    return new StoredVersion(
        rs.getString("id"),
        rs.getString("site"),
        rs.getString("report_id"),
        rs.getInt("seq"),
        StoredJson.read(rs.getString("report"), Report.class),
        rs.getLong("received_at"),
        sent == null ? null : StoredJson.read(sent, Patient.class),
        rs.getInt("superseded") == 1);
  }

  /** The versions of one report, newest first. */
  public static List<StoredVersion> of(Tx tx, ReportKey key) throws SQLException {
    return tx.list(
        SELECT + "where report_id = ? and site = ? order by seq desc",
        StoredVersion::of,
        key.reportId(),
        key.site());
  }

  /** The versions that a message became, in the order of the message. */
  static List<StoredVersion> ofMessage(Tx tx, MessageKey message) throws SQLException {
    List<StoredVersion> versions = new ArrayList<>();
    for (String id : MessageVersions.ids(tx, message)) {
      versions.addAll(tx.list(SELECT + "where id = ?", StoredVersion::of, id));
    }
    return versions;
  }

  /** The versions whose patient has an id with one of these values, oldest first. */
  static List<StoredVersion> ofPatient(Tx tx, List<String> values) throws SQLException {
    return tx.list(
        SELECT
            + "where id in (select version from patient_key where value in ("
            + Placeholders.of(values.size())
            + ")) order by received_at, id",
        StoredVersion::of,
        values.toArray());
  }

  public ReportKey key() {
    return new ReportKey(site, reportId);
  }
}
