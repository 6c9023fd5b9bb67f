package org.radiologytrust.journal.reviews;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.OtherPatient;
import org.radiologytrust.model.OtherPatient.Confirmation;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.SamePatient;

/**
 * What people have said about whether the images of a report are its patient's. It follows from
 * their decisions, so it needs no table of its own.
 */
public final class SqlSamePatient {
  private static final String AUDITS =
      """
      select a.audit_packed from audit a
      join report_version v on v.site = a.site and v.report_id = a.report_id
      where v.id = ? and exists (
        select 1 from decision d where d.run_id = a.run_id and d.answer = ?)
      order by a.ordinal
      """;

  private static final String OPEN_RUNS =
      """
      select j.run_id, j.version, j.other_patient from job j
      join report_version v on v.id = j.version
      where v.site = ? and v.report_id = ? and j.other_patient is not null
        and j.state in ('ready', 'running')
      order by j.run_id
      """;

  private SqlSamePatient() {}

  /**
   * The same with what people have said about these identities and images of a report.
   *
   * @param version id of one of its versions
   */
  public static OtherPatient confirmed(Tx tx, String version, OtherPatient found)
      throws SQLException {
    String wanted = found.fingerprint();
    List<Confirmation> by = List.of();
    int times = 0;
    for (Audit audit :
        tx.list(
            AUDITS,
            rs -> StoredJson.read(PackedText.read(rs, "audit"), Audit.class),
            version,
            Decision.Kind.SAME_PATIENT.code())) {
      if (audit.otherPatient().filter(o -> o.fingerprint().equals(wanted)).isPresent()) {
        SamePatient said = Decided.of(audit, SqlDecisions.ofRun(tx, audit.runId())).samePatient();
        times += said.confirmations();
        by = said.confirmed() ? confirmations(said) : by;
      }
    }
    return found.confirmed(by, times);
  }

  private static List<Confirmation> confirmations(SamePatient said) {
    return said.said().stream()
        .map(d -> new Confirmation(d.id(), d.run(), d.user(), d.at(), d.operator()))
        .toList();
  }

  /**
   * Has the correlator decide anew about the current version of a report, because it was confirmed
   * that the images are of its patient, or because that was taken back. Runs that rest on a
   * confirmation are ended: they must open no image.
   */
  static void decideAnew(Tx tx, String site, String report, long now) throws SQLException {
    for (Run run : confirmedRuns(tx, site, report)) {
      tx.update("update job set state = 'dropped', steps_since = ? where run_id = ?", now, run.id);
      tx.update(
          """
          update report_version set state = 'awaiting_images'
          where id = ? and state in ('ready', 'auditing')
          """,
          run.version);
    }
    tx.update(
        """
        update report_version set images_changed = images_changed + 1
        where site = ? and report_id = ? and superseded = 0
        """,
        site,
        report);
  }

  private record Run(String id, String version, OtherPatient other) {}

  private static List<Run> confirmedRuns(Tx tx, String site, String report) throws SQLException {
    return tx
        .list(
            OPEN_RUNS,
            rs ->
                new Run(
                    rs.getString("run_id"),
                    rs.getString("version"),
                    StoredJson.read(rs.getString("other_patient"), OtherPatient.class)),
            site,
            report)
        .stream()
        .filter(run -> !run.other.refused())
        .toList();
  }

  /** Whether a confirmation on which an audit rests was taken back since. */
  static boolean isTakenBack(Tx tx, Audit audit) throws SQLException {
    if (audit.otherPatient().isEmpty()) {
      return false;
    }
    OtherPatient other = audit.otherPatient().get();
    for (UUID run : other.confirmed().stream().map(Confirmation::run).distinct().toList()) {
      if (SqlDecisions.ofRun(tx, run).stream().anyMatch(d -> other.restsOn(d.undoes()))) {
        return true;
      }
    }
    return false;
  }

  /** The audit in which the report's people confirmed what a decision undoes, if that stands. */
  static Optional<Audit> confirmedIn(Tx tx, String site, String report, Decision undo)
      throws SQLException {
    Optional<Audit> audit =
        tx.first(
            """
            select audit_packed from audit
            where run_id = ? and site = ? and report_id = ?
            """,
            rs -> StoredJson.read(PackedText.read(rs, "audit"), Audit.class),
            undo.run().toString(),
            site,
            report);
    return audit.isPresent()
            && Decided.of(audit.get(), SqlDecisions.ofRun(tx, undo.run())).samePatient().confirmed()
        ? audit
        : Optional.empty();
  }
}
