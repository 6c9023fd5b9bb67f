package org.radiologytrust.journal.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.radiologytrust.journal.store.NewRows;
import org.radiologytrust.journal.store.Placeholders;
import org.radiologytrust.journal.store.Tx;
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

  static ReportAliases of(Tx tx, Report report) {
    return new ReportAliases(
        tx.key(OWN + report.reportId()),
        keys(tx, NumberMatch.ids(report).stream()),
        keys(tx, report.order().studyInstanceUids().stream().map(uid -> "study:" + uid)));
  }

  private static List<String> keys(Tx tx, Stream<String> ids) {
    return ids.map(tx::key).distinct().toList();
  }

  /** All of them, sorted. */
  List<String> all() {
    TreeSet<String> all = new TreeSet<>(others);
    all.addAll(studies);
    all.add(own);
    return List.copyOf(all);
  }

  private static ReportKey key(ResultSet rs) throws SQLException {
    return new ReportKey(rs.getString("site"), rs.getString("report_id"));
  }

  /**
   * The reports that have this report id or its alias.
   *
   * @param site where they must be; empty for any site
   * @param limit at most so many are found
   */
  List<ReportKey> withId(Tx tx, String reportId, String site, int limit) throws SQLException {
    // each branch has the limit: one number may stand for many thousands
    return tx.list(
        """
        select * from (select distinct site, report_id from report_version
          where report_id = ? and ? in ('', site) limit ?) v
        union select * from (select site, report_id from report_alias
          where alias = ? and ? in ('', site) limit ?) a
        order by 1, 2 limit ?
        """,
        ReportAliases::key,
        reportId,
        site,
        limit,
        own,
        site,
        limit,
        limit);
  }

  /** Those among them that also have one of the other aliases, or are of the patient. */
  List<ReportKey> withIdAndAnother(Tx tx, String reportId, Patient patient) throws SQLException {
    List<ReportKey> found = new ArrayList<>();
    if (!others.isEmpty()) {
      found.addAll(
          tx.list(
              """
              select a.site, a.report_id from report_alias a
              where a.alias in (%s) and (a.report_id = ? or exists (
                select 1 from report_alias o
                where o.alias = ? and o.site = a.site and o.report_id = a.report_id))
              """
                  .formatted(Placeholders.of(others.size())),
              ReportAliases::key,
              Stream.concat(others.stream(), Stream.of(reportId, own)).toArray()));
    }
    List<String> patientKeys = PatientMerges.keys(tx, patient);
    if (!patientKeys.isEmpty()) {
      found.addAll(
          tx.list(
              """
              select v.site, v.report_id
              from patient_key k cross join report_version v
              where k.value in (%s) and v.id = k.version and (v.report_id = ? or exists (
                select 1 from report_alias o
                where o.alias = ? and o.site = v.site and o.report_id = v.report_id))
              """
                  .formatted(Placeholders.of(patientKeys.size())),
              ReportAliases::key,
              Stream.concat(patientKeys.stream(), Stream.of(reportId, own)).toArray()));
    }
    return found.stream().distinct().sorted(ReportKey.ORDER).toList();
  }

  /** How many reports of a site have the alias of the report id. */
  int count(Tx tx, String site) throws SQLException {
    return tx.first(
            "select count(*) from report_alias where alias = ? and site = ?",
            rs -> rs.getInt(1),
            own,
            site)
        .orElseThrow();
  }

  static boolean isStored(Tx tx, ReportKey key) throws SQLException {
    return tx.first(
            "select 1 from report_version where report_id = ? and site = ?",
            rs -> true,
            key.reportId(),
            key.site())
        .isPresent();
  }

  /**
   * Whether a report of the site has an accession number that differs from one of these in case or
   * leading zeros alone.
   */
  static boolean similar(Tx tx, String site, List<String> accessions) throws SQLException {
    for (String accession : accessions) {
      String value = tx.key(accession);
      Optional<Integer> found =
          tx.first(
              """
              select 1 from report_key k %s report_version v on v.id = k.version
              where k.kind = 'accession' and ltrim(upper(k.value), '0') = ltrim(upper(?), '0')
                and k.value <> ? and v.site = ? limit 1
              """
                  .formatted(tx.joinInOrder()),
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
  static List<ReportKey> find(Tx tx, List<String> aliases, Patient patient) throws SQLException {
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
  void store(Tx tx, ReportKey report) throws SQLException {
    String known = tx.key(OWN + report.reportId());
    NewRows.insert(
        tx,
        "report_alias",
        "alias, site, report_id",
        all().stream()
            .filter(alias -> !alias.equals(known))
            .map(alias -> List.of(alias, report.site(), report.reportId()))
            .toList());
  }
}
