package org.radiologytrust.journal;

import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;

/**
 * The ids by which a report is found when a message lacks its report id, as {@code KIND:VALUE}.
 *
 * @param own the report id of a message, which may differ from the one under which the report is
 *     stored
 * @param others order, document and FHIR ids
 * @param studies Study Instance UIDs, which count only when there is nothing else: a study may have
 *     several reports
 */
record ReportAliases(String own, List<String> others, List<String> studies) {
  private static final String OWN = "id:";
  private static final String FILLER = "filler:";

  static ReportAliases of(Db.Tx tx, Report report) {
    return new ReportAliases(
        tx.key(OWN + report.reportId()),
        keys(
            tx,
            Stream.of(
                    report.otherIds().stream(),
                    named(FILLER, report.order().fillerOrderNumber()),
                    named("fhir:", report.reference()))
                .flatMap(ids -> ids)),
        keys(tx, report.order().studyInstanceUids().stream().map(uid -> "study:" + uid)));
  }

  /** All filler order numbers of a report. */
  static List<String> fillers(Report report) {
    return Stream.concat(
            report.otherIds().stream().filter(id -> id.startsWith(FILLER)),
            named(FILLER, report.order().fillerOrderNumber()))
        .toList();
  }

  private static Stream<String> named(String kind, String value) {
    return value.isEmpty() ? Stream.of() : Stream.of(kind + value);
  }

  private static List<String> keys(Db.Tx tx, Stream<String> ids) {
    return ids.map(tx::key).distinct().toList();
  }

  /** All of them, sorted. */
  List<String> all() {
    TreeSet<String> all = new TreeSet<>(others);
    all.addAll(studies);
    all.add(own);
    return List.copyOf(all);
  }

  /** A report that is found by one of its ids. */
  record Key(String site, String reportId) {}

  /** The reports, at any site, that have this alias. */
  static List<Key> find(Db.Tx tx, String alias) throws SQLException {
    return tx.list(
        "select site, report_id from report_alias where alias = ? order by 1, 2",
        rs -> new Key(rs.getString(1), rs.getString(2)),
        alias);
  }

  /**
   * The reports of this patient, at any site, that have one of these aliases. Begins with the
   * patient (SQLite keeps the order of a cross join): some senders give all orders one number.
   */
  static List<Key> find(Db.Tx tx, List<String> aliases, Patient patient) throws SQLException {
    List<String> patientKeys = PatientMerges.keys(tx, patient);
    return aliases.isEmpty() || patientKeys.isEmpty()
        ? List.of()
        : tx.list(
            """
            select distinct v.site, v.report_id
            from patient_key k cross join report_version v cross join report_alias a
            where k.value in (%s) and v.id = k.version
              and a.alias in (%s) and a.site = v.site and a.report_id = v.report_id
            order by 1, 2
            """
                .formatted(Placeholders.of(patientKeys.size()), Placeholders.of(aliases.size())),
            rs -> new Key(rs.getString(1), rs.getString(2)),
            Stream.concat(patientKeys.stream(), aliases.stream()).toArray());
  }

  /** Lets the report be found by all of them. */
  void store(Db.Tx tx, Key report) throws SQLException {
    String known = tx.key(OWN + report.reportId);
    NewRows.insert(
        tx,
        "report_alias",
        "alias, site, report_id",
        all().stream()
            .filter(alias -> !alias.equals(known))
            .map(alias -> List.of(alias, report.site, report.reportId))
            .toList());
  }
}
