package org.radiologytrust.journal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.radiologytrust.journal.ReportAliases.Key;
import org.radiologytrust.model.Report;

/**
 * Finds the report that a message is about: by its report id, otherwise by another id, always at
 * the same site and for the same patient. If there are two such reports, it does not guess.
 */
final class ReportIdentity {
  static final String OTHER_PATIENT =
      "an earlier message has this accession or filler number for another patient: check PID-3";
  static final String SEVERAL =
      "its order, document or study numbers belong to several reports of this patient: send the"
          + " accession number of the one that is meant";

  private final String defaultSite;

  /**
   * @param defaultSite the site of messages that name none
   */
  ReportIdentity(String defaultSite) {
    this.defaultSite = defaultSite;
  }

  /**
   * What was found.
   *
   * @param key under which the message's version is stored
   * @param versions those of the report, the current one first; empty for a new report
   * @param refusal why it cannot be decided; empty if it can
   */
  record Found(Key key, List<StoredVersion> versions, String refusal) {
    Optional<StoredVersion> current() {
      return versions.stream().findFirst();
    }
  }

  Found find(Db.Tx tx, Report report, ReportAliases aliases) throws SQLException {
    Key own = new Key(tx.key(report.site()), tx.key(report.reportId()));
    List<List<StoredVersion>> sameId = sameId(tx, report, own, aliases);
    List<List<StoredVersion>> mine =
        sameId.stream().filter(v -> !contradicts(v.get(0), report)).toList();
    if (!mine.isEmpty()) {
      return one(own, mine);
    }
    if (sameId.stream().anyMatch(v -> !v.get(0).report().status().withdrawn())) {
      return new Found(own, List.of(), OTHER_PATIENT);
    }
    List<List<StoredVersion>> others = samePatient(tx, report, own, aliases.others());
    if (others.isEmpty() && isWithoutNumber(report)) {
      others =
          samePatient(tx, report, own, aliases.studies()).stream()
              .filter(v -> isWithoutNumber(v.get(0).report()))
              .toList();
    }
    return others.isEmpty()
        ? new Found(isTaken(own, sameId) ? next(tx, own) : own, List.of(), "")
        : one(own, others);
  }

  private static Found one(Key own, List<List<StoredVersion>> reports) {
    return reports.size() > 1
        ? new Found(own, List.of(), SEVERAL)
        : new Found(reports.get(0).get(0).key(), reports.get(0), "");
  }

  private static boolean contradicts(StoredVersion version, Report report) {
    return version.report().patient().contradicts(report.patient());
  }

  /**
   * Whether the source gives the report neither accession nor filler number. Only then may its
   * study tell which report it is: reports with numbers of their own are different reports of one
   * study.
   */
  private static boolean isWithoutNumber(Report report) {
    return report.order().accessionNumbers().isEmpty()
        && report.order().fillerOrderNumber().isEmpty();
  }

  /**
   * The reports with the id of this one. A message without a site gets the default site. It then
   * also matches a report of another site with the same patient. So a report sent by HL7, which
   * names a facility, and by FHIR, which names none, is one report.
   */
  private List<List<StoredVersion>> sameId(Db.Tx tx, Report report, Key own, ReportAliases aliases)
      throws SQLException {
    Map<Key, List<StoredVersion>> found = new LinkedHashMap<>();
    for (StoredVersion version : StoredVersion.withId(tx, own.reportId())) {
      found.computeIfAbsent(version.key(), key -> new ArrayList<>()).add(version);
    }
    for (Key key : ReportAliases.find(tx, aliases.own())) {
      found.putIfAbsent(key, StoredVersion.of(tx, key));
    }
    return atSite(List.copyOf(found.values()), report, own);
  }

  /**
   * The reports of the same patient that have one of the ids. One with another accession number is
   * another report, whatever else they share. So is one with other filler numbers: one placer
   * number may order several examinations.
   */
  private List<List<StoredVersion>> samePatient(
      Db.Tx tx, Report report, Key own, List<String> aliases) throws SQLException {
    List<List<StoredVersion>> found = new ArrayList<>();
    for (Key key : ReportAliases.find(tx, aliases, report.patient())) {
      found.add(StoredVersion.of(tx, key));
    }
    return atSite(found, report, own).stream()
        .filter(v -> v.get(0).report().patient().sharesIdentifier(report.patient()))
        .filter(v -> !isAnother(v.get(0).report(), report))
        .toList();
  }

  private static boolean isAnother(Report a, Report b) {
    List<String> mine = a.order().accessionNumbers();
    List<String> others = b.order().accessionNumbers();
    return mine.isEmpty() || others.isEmpty()
        ? differ(ReportAliases.fillers(a), ReportAliases.fillers(b))
        : differ(mine, others);
  }

  private static boolean differ(List<String> a, List<String> b) {
    return !a.isEmpty() && !b.isEmpty() && Collections.disjoint(a, b);
  }

  /** Those of the report's own site; if there are none, those that a message without site means. */
  private List<List<StoredVersion>> atSite(
      List<List<StoredVersion>> found, Report report, Key own) {
    List<List<StoredVersion>> here =
        found.stream().filter(v -> v.get(0).site().equals(own.site())).toList();
    if (!here.isEmpty()) {
      return here;
    }
    List<List<StoredVersion>> elsewhere =
        found.stream()
            .filter(v -> report.site().equals(defaultSite) || v.get(0).site().equals(defaultSite))
            .filter(v -> v.get(0).report().patient().sharesIdentifier(report.patient()))
            .toList();
    // at two sites the same number is two reports, and nothing says which is meant
    return elsewhere.size() == 1 ? elsewhere : List.of();
  }

  private static boolean isTaken(Key key, List<List<StoredVersion>> reports) {
    return reports.stream().anyMatch(versions -> versions.get(0).key().equals(key));
  }

  /**
   * The key of a new report whose plain id is taken: by a report that was withdrawn, because it was
   * filed under another patient. The two must not share a row of the worklist or a history.
   */
  private static Key next(Db.Tx tx, Key own) throws SQLException {
    for (int n = 2; ; n++) {
      Key key = new Key(own.site(), tx.key(own.reportId() + " (" + n + ")"));
      if (StoredVersion.of(tx, key).isEmpty()) {
        return key;
      }
    }
  }
}
