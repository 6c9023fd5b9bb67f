package org.radiologytrust.journal.desk;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.radiologytrust.journal.inbox.PatientMerges;
import org.radiologytrust.journal.reviews.SqlWorklist;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Placeholders;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.PatientMatch;
import org.radiologytrust.model.Report;

/** {@link PatientReports} in SQL, by the table {@code patient_key}. */
final class SqlPatientReports implements PatientReports {
  /** More reports are not compared: a dummy number is shared by any number of patients. */
  private static final int COMPARED = 500;

  /** Joins the current version {@code v} of a report {@code w}. */
  static final String CURRENT =
      """
      join report_version v on v.site = w.site and v.report_id = w.report_id
        and v.seq = (
          select max(l.seq) from report_version l
          where l.site = w.site and l.report_id = w.report_id)
      """;

  private final Db db;

  SqlPatientReports(Db db) {
    this.db = db;
  }

  private record Subject(String site, Patient patient) {}

  @Override
  public Others others(UUID report, int most) {
    return db.search(
        tx -> {
          Optional<Subject> subject = subject(tx, report);
          return subject.isEmpty()
              ? new Others(List.of(), true)
              : others(tx, report, subject.get(), most);
        });
  }

  private static Optional<Subject> subject(Tx tx, UUID report) throws SQLException {
    Optional<Subject> stored =
        tx.first(
            "select v.site, v.report from worklist w " + CURRENT + " where w.id = ?",
            rs -> new Subject(rs.getString("site"), patient(rs.getString("report"))),
            report.toString());
    return stored.isEmpty()
        ? stored
        : Optional.of(
            new Subject(
                stored.get().site,
                PatientMerges.known(tx, stored.get().site, stored.get().patient)));
  }

  private static Patient patient(String json) {
    return StoredJson.read(json, Report.class).patient();
  }

  private record Candidate(String site, Report report, Worklist.Row row) {}

  private static Others others(Tx tx, UUID report, Subject subject, int most) throws SQLException {
    List<String> keys = PatientMerges.idKeys(tx, subject.patient);
    if (keys.isEmpty()) {
      return new Others(List.of(), true);
    }
    List<Object> values = new ArrayList<>(keys);
    values.add(report.toString());
    values.add(COMPARED);
    List<Candidate> candidates =
        tx.list(
            """
            select %s, v.report from (
                select distinct o.site, o.report_id from patient_key k
                join report_version o on o.id = k.version where k.value in (%s)) p
              join worklist w on w.report_id = p.report_id and w.site = p.site
              %s
            where w.id <> ? order by w.received_at desc, w.id limit ?
            """
                .formatted(SqlWorklist.COLUMNS, Placeholders.of(keys.size()), CURRENT),
            SqlPatientReports::candidate,
            values.toArray());
    List<Other> same = newest(candidates.stream().filter(candidate -> isSame(subject, candidate)));
    return new Others(
        same.stream().limit(most).toList(), same.size() <= most && candidates.size() < COMPARED);
  }

  @Override
  public Optional<UUID> reportOf(UUID version) {
    return db.read(
        tx ->
            tx.first(
                """
                select w.id from report_version v
                join worklist w on w.site = v.site and w.report_id = v.report_id
                where v.id = ?
                """,
                rs -> UUID.fromString(rs.getString(1)),
                version.toString()));
  }

  @Override
  public List<Other> find(List<UUID> reports) {
    if (reports.isEmpty()) {
      return List.of();
    }
    return db.read(
        tx ->
            newest(
                tx
                    .list(
                        "select %s, v.report from worklist w %s where w.id in (%s)"
                            .formatted(
                                SqlWorklist.COLUMNS, CURRENT, Placeholders.of(reports.size())),
                        SqlPatientReports::candidate,
                        reports.stream().map(UUID::toString).toArray())
                    .stream()));
  }

  private static Candidate candidate(ResultSet rs) throws SQLException {
    return new Candidate(
        rs.getString("site"),
        StoredJson.read(rs.getString("report"), Report.class),
        SqlWorklist.row(rs));
  }

  private static List<Other> newest(Stream<Candidate> candidates) {
    return candidates
        .map(candidate -> new Other(candidate.row, at(candidate)))
        .sorted(Comparator.comparing(Other::at).reversed())
        .toList();
  }

  private static boolean isSame(Subject subject, Candidate candidate) {
    Patient other = candidate.report.patient();
    return PatientMerges.shareId(other, candidate.site, subject.patient, subject.site)
        && PatientMatch.of(subject.patient, other).contradicting().isEmpty();
  }

  private static Instant at(Candidate candidate) {
    Instant issued = candidate.report.issued();
    return issued == null ? candidate.row.received() : issued;
  }
}
