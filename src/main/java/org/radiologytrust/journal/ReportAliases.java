package org.radiologytrust.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.radiologytrust.model.NumberMatch;
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

  static ReportAliases of(Db.Tx tx, Report report) {
    return new ReportAliases(
        tx.key(OWN + report.reportId()),
        keys(tx, NumberMatch.ids(report).stream()),
        keys(tx, report.order().studyInstanceUids().stream().map(uid -> "study:" + uid)));
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

  private static Key key(ResultSet rs) throws SQLException {
    return new Key(rs.getString(1), rs.getString(2));
  }

  /**
   * The reports, at any site, that have this report id or its alias.
   *
   * @param limit more are not looked for
   */
  static List<Key> withId(Db.Tx tx, String reportId, String alias, int limit) throws SQLException {
    return tx.list(
        """
        select site, report_id from report_version where report_id = ?
        union select site, report_id from report_alias where alias = ?
        order by 1, 2 limit ?
        """,
        ReportAliases::key,
        reportId,
        alias,
        limit);
  }

  /** Those of a patient among them. */
  static List<Key> withId(Db.Tx tx, String reportId, String alias, Patient patient)
      throws SQLException {
    List<String> patientKeys = PatientMerges.keys(tx, patient);
    return patientKeys.isEmpty()
        ? List.of()
        : tx.list(
            """
            select distinct v.site, v.report_id
            from patient_key k cross join report_version v
            where k.value in (%s) and v.id = k.version and (v.report_id = ? or exists (
              select 1 from report_alias a
              where a.alias = ? and a.site = v.site and a.report_id = v.report_id))
            order by 1, 2
            """
                .formatted(Placeholders.of(patientKeys.size())),
            ReportAliases::key,
            Stream.concat(patientKeys.stream(), Stream.of(reportId, alias)).toArray());
  }

  /** How many reports have an alias, at any site. */
  static int count(Db.Tx tx, String alias) throws SQLException {
    return tx.first("select count(*) from report_alias where alias = ?", rs -> rs.getInt(1), alias)
        .orElseThrow();
  }

  static boolean isStored(Db.Tx tx, Key key) throws SQLException {
    return tx.first(
            "select 1 from report_version where report_id = ? and site = ?",
            rs -> true,
            key.reportId,
            key.site)
        .isPresent();
  }

  /**
   * Whether a report of the site has an accession number that differs from one of these in case or
   * leading zeros alone.
   */
  static boolean similar(Db.Tx tx, String site, List<String> accessions) throws SQLException {
    for (String accession : accessions) {
      String value = tx.key(accession);
      Optional<Integer> found =
          tx.first(
              """
              select 1 from report_key k %s report_version v on v.id = k.version
              where k.kind = 'accession' and ltrim(upper(k.value), '0') = ltrim(upper(?), '0')
                and k.value <> ? and v.site = ? limit 1
              """
                  .formatted(tx.dialect().joinInOrder()),
              rs -> 1,
              value,
              value,
              site);
      if (found.isPresent()) {
        return true;
      }
    }
    return false;
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
            ReportAliases::key,
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
