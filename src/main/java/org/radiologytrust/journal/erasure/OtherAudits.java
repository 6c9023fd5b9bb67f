package org.radiologytrust.journal.erasure;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.radiologytrust.journal.inbox.ReportKey;
import org.radiologytrust.journal.reviews.WorklistTable;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.OtherPatient;

/**
 * Runs of other reports that have something of what is erased. What came of them is deleted, and
 * the reports are audited again.
 */
final class OtherAudits {
  private static final String AUDITS =
      """
      select a.run_id, a.version, a.site, a.report_id
      from %1$s o join audit a on a.run_id = o.run_id where o.%2$s = ?
      union all select s.run_id, s.version, s.site, s.report_id
      from %1$s o join shadow_audit s on s.run_id = o.run_id where o.%2$s = ?
      """;

  private OtherAudits() {}

  /**
   * A run of another report.
   *
   * @param reportId of the other report
   */
  record OtherRun(String run, String version, String site, String reportId) {
    static OtherRun of(ResultSet rs) throws SQLException {
      return new OtherRun(
          rs.getString("run_id"),
          rs.getString("version"),
          rs.getString("site"),
          rs.getString("report_id"));
    }

    ReportKey key() {
      return new ReportKey(site, reportId);
    }
  }

  /**
   * The audits that rest on one of these versions, or name one of these studies as an earlier one.
   *
   * @param studies Study Instance UIDs
   * @param but reports that are erased as well
   */
  static List<OtherRun> quoting(
      Tx tx, Set<String> versions, List<String> studies, Set<ReportKey> but) throws SQLException {
    Set<OtherRun> quoting = new LinkedHashSet<>();
    for (String version : versions) {
      quoting.addAll(
          tx.list(AUDITS.formatted("rests_on", "version"), OtherRun::of, version, version));
    }
    for (String study : studies) {
      quoting.addAll(
          tx.list(
              AUDITS.formatted("run_prior", "study_instance_uid"),
              OtherRun::of,
              tx.key(study),
              tx.key(study)));
    }
    return quoting.stream().filter(other -> !but.contains(other.key())).toList();
  }

  /**
   * The runs whose report is somebody else's and whose images were a patient's with one of these
   * ids: they have the patient's identity. Reads the whole table.
   */
  static List<OtherRun> ofImages(Tx tx, List<Identifier> ids) throws SQLException {
    record Found(OtherRun run, OtherPatient other) {}
    List<OtherRun> runs = new ArrayList<>();
    for (Identifier id : ids) {
      tx
          .list(
              """
              select j.run_id, j.version, v.site, v.report_id, j.other_patient from job j
              join report_version v on v.id = j.version
              where j.other_patient is not null and replace(j.other_patient, ?, '') <> j.other_patient
              """,
              rs ->
                  new Found(
                      OtherRun.of(rs),
                      StoredJson.read(rs.getString("other_patient"), OtherPatient.class)),
              "\"value\":" + StoredJson.write(id.value()))
          .stream()
          .filter(
              found ->
                  found.other.studies().stream()
                      .flatMap(study -> study.patient().identifiers().stream())
                      .anyMatch(id::matches))
          .forEach(found -> runs.add(found.run));
    }
    return runs.stream().distinct().toList();
  }

  /**
   * Takes the other patient out of runs, and ends those that are not over. The caller holds the
   * locks of their reports.
   */
  static void forgetImages(Tx tx, Tally tally, List<OtherRun> runs, long now) throws SQLException {
    for (OtherRun run : runs) {
      tally.delete(
          tx,
          "job",
          """
          update job set other_patient = null, studies = '[]',
            steps_since = case when state in ('ready', 'running') then ? else steps_since end,
            state = case when state in ('ready', 'running') then 'dropped' else state end
          where run_id = ? and other_patient is not null
          """,
          now,
          run.run);
    }
  }

  /**
   * Deletes what came of the runs, and has their reports audited again. Their rows in {@code job}
   * stay, so that the new run gets another id.
   */
  static void again(Tx tx, ErasedRuns erased, Tally tally, List<OtherRun> runs)
      throws SQLException {
    erased.delete(runs.stream().map(OtherRun::run).toList());
    for (OtherRun run : runs) {
      tx.update(
          """
          update report_version set state = 'awaiting_images', untouched = 1,
            images_changed = images_changed + 1
          where id = ? and superseded = 0 and not exists (
            select 1 from job j where j.version = report_version.id and j.state in ('ready', 'running'))
          """,
          run.version);
      WorklistTable.update(tx, run.site, run.reportId);
      tx.first(
              "select id from worklist where site = ? and report_id = ?",
              rs -> UUID.fromString(rs.getString(1)),
              run.site,
              run.reportId)
          .ifPresent(tally::resting);
    }
  }
}
