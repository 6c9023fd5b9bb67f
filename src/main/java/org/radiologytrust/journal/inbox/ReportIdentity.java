package org.radiologytrust.journal.inbox;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.NumberMatch;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;

/**
 * Finds the report that a message is about: by its report id, otherwise by another id, always at
 * the same site and for the same patient. Where several reports have the id, {@link NumberMatch}
 * says which of them it is. If that is not clear, it does not guess.
 */
final class ReportIdentity {
  /** As many reports of one record number tell whose it is. */
  private static final int COMPARED = 20;

  private final String defaultSite;
  private final int reportsOfNumber;

  /**
   * @param defaultSite the site of messages that name none
   * @param reportsOfNumber as in {@link IntakeLimits}
   */
  ReportIdentity(String defaultSite, int reportsOfNumber) {
    this.defaultSite = defaultSite;
    this.reportsOfNumber = reportsOfNumber;
  }

  /**
   * What was found.
   *
   * @param key under which the message's version is stored
   * @param versions those of the report, the current one first; empty for a new report
   * @param doubtful whether nothing but an accession number says that it is this report
   * @param refusal why it cannot be decided; {@code null} if it can
   * @param warnings what a person should look at if the report is stored
   */
  record Found(
      ReportKey key,
      List<StoredVersion> versions,
      boolean doubtful,
      @Nullable ReportRule refusal,
      Set<ReportRule> warnings) {
    static Found refused(ReportKey key, ReportRule why) {
      return new Found(key, List.of(), false, why, Set.of());
    }

    static Found of(List<StoredVersion> versions, boolean doubtful) {
      return new Found(versions.get(0).key(), versions, doubtful, null, Set.of());
    }

    Optional<StoredVersion> current() {
      return versions.stream().findFirst();
    }
  }

  /**
   * The stored reports that have the report id of a message.
   *
   * @param own the key that the id stands for
   * @param count how many there are at the site
   * @param all the reports to compare: all of them; if there are too many, some of them, those that
   *     share another id, and those of the patient
   * @param mine those of the patient at the site
   * @param elsewhere those of the patient at another site that the message may mean
   * @param theirs those of other patients at the site that stand
   */
  private record Numbered(
      ReportKey own,
      int count,
      List<List<StoredVersion>> all,
      List<List<StoredVersion>> mine,
      List<List<StoredVersion>> elsewhere,
      List<List<StoredVersion>> theirs) {
    List<List<List<StoredVersion>>> ofPatient() {
      return List.of(mine, elsewhere);
    }
  }

  private Numbered numbered(Tx tx, Report report, ReportAliases aliases) throws SQLException {
    ReportKey own = new ReportKey(tx.key(report.site()), tx.key(report.reportId()));
    int most = reportsOfNumber;
    List<ReportKey> keys = aliases.withId(tx, own.reportId(), "", most + 1);
    int count = (int) keys.stream().filter(key -> key.site().equals(own.site())).count();
    if (keys.size() > most) {
      List<ReportKey> here = aliases.withId(tx, own.reportId(), own.site(), most + 1);
      count = here.size() > most ? aliases.count(tx, own.site()) + 1 : here.size();
      Set<ReportKey> some = new LinkedHashSet<>(here.subList(0, Math.min(most, here.size())));
      some.addAll(aliases.withIdAndAnother(tx, own.reportId(), report.patient()));
      keys = List.copyOf(some);
    }
    List<List<StoredVersion>> all = versions(tx, keys);
    List<List<StoredVersion>> here = here(all, own);
    return new Numbered(
        own,
        count,
        all,
        here.stream().filter(v -> !contradicts(v, report)).toList(),
        elsewhere(all, report, own),
        here.stream().filter(v -> ofAnother(v, report)).toList());
  }

  /** Whether a report of another patient stands. */
  private static boolean ofAnother(List<StoredVersion> versions, Report report) {
    return contradicts(versions, report) && !versions.get(0).report().status().withdrawn();
  }

  /**
   * Finds the report of a message.
   *
   * @param taken the new reports of the same message that were found before
   */
  Found find(Tx tx, Report report, ReportAliases aliases, Map<ReportKey, Report> taken)
      throws SQLException {
    Numbered numbered = numbered(tx, report, aliases);
    Optional<Found> stored = stored(tx, report, aliases, numbered);
    return stored.isPresent() ? stored.get() : created(tx, report, numbered, taken);
  }

  private Optional<Found> stored(Tx tx, Report report, ReportAliases aliases, Numbered numbered)
      throws SQLException {
    ReportKey own = numbered.own;
    for (List<List<StoredVersion>> reports : numbered.ofPatient()) {
      List<List<StoredVersion>> same = matching(reports, report, NumberMatch.SAME);
      if (!same.isEmpty()) {
        return one(own, same, ReportRule.SEVERAL_OF_NUMBER, false);
      }
    }
    if (numbered.theirs.stream().anyMatch(v -> match(v, report) != NumberMatch.OTHER_NUMBERS)) {
      return Optional.of(Found.refused(own, ReportRule.OTHER_PATIENT));
    }
    List<List<StoredVersion>> others = byOtherIds(tx, report, own, aliases, numbered.all);
    if (others.stream().anyMatch(v -> ofAnother(v, report))) {
      return Optional.of(Found.refused(own, ReportRule.OTHER_PATIENT));
    }
    others = others.stream().filter(v -> !contradicts(v, report)).toList();
    if (!others.isEmpty()) {
      return one(own, others, ReportRule.SEVERAL, false);
    }
    for (List<List<StoredVersion>> reports : numbered.ofPatient()) {
      // the same text again: sent for each of its orders, or by a feed with other numbers
      List<List<StoredVersion>> repeated =
          reports.stream()
              .filter(v -> !report.text().isBlank() && v.get(0).report().saysTheSameAs(report))
              .toList();
      if (!repeated.isEmpty()) {
        return Optional.of(Found.of(repeated.get(0), false));
      }
      List<List<StoredVersion>> doubtful = matching(reports, report, NumberMatch.DOUBTFUL);
      if (!doubtful.isEmpty()) {
        return one(own, doubtful, ReportRule.SEVERAL_OF_NUMBER, true);
      }
    }
    return Optional.empty();
  }

  private Found created(Tx tx, Report report, Numbered numbered, Map<ReportKey, Report> taken)
      throws SQLException {
    Set<ReportRule> warnings = EnumSet.noneOf(ReportRule.class);
    if (!numbered.theirs.isEmpty()) {
      warnings.add(ReportRule.NUMBER_OF_OTHERS);
    }
    if (numbered.count >= reportsOfNumber) {
      warnings.add(ReportRule.NUMBER_OF_MANY);
    } else if (ReportAliases.similar(tx, numbered.own.site(), report.order().accessionNumbers())) {
      warnings.add(ReportRule.SIMILAR);
    }
    boolean examinations =
        numbered.mine.stream().anyMatch(v -> match(v, report) == NumberMatch.OTHER_EXAMINATION);
    ReportRule refusal =
        examinations && changes(report)
            ? ReportRule.OTHER_EXAMINATION
            : isRecordOfAnother(tx, report, numbered.own)
                ? ReportRule.OTHER_PERSON_OF_NUMBER
                : null;
    return new Found(
        free(tx, numbered.own, report, numbered.count, taken), List.of(), false, refusal, warnings);
  }

  /**
   * Whether reports with the patient's record number are stored and all of those compared are of a
   * person who cannot be the patient. One that a person has released is the patient's own.
   */
  private static boolean isRecordOfAnother(Tx tx, Report report, ReportKey own)
      throws SQLException {
    List<Patient> stored = PatientMerges.some(tx, own.site(), report.patient(), COMPARED);
    return !stored.isEmpty() && stored.stream().allMatch(report.patient()::contradicts);
  }

  private static Optional<Found> one(
      ReportKey own, List<List<StoredVersion>> reports, ReportRule several, boolean doubtful) {
    return Optional.of(
        reports.size() > 1 ? Found.refused(own, several) : Found.of(reports.get(0), doubtful));
  }

  private static List<List<StoredVersion>> matching(
      List<List<StoredVersion>> reports, Report report, NumberMatch match) {
    return reports.stream().filter(v -> match(v, report) == match).toList();
  }

  private static NumberMatch match(List<StoredVersion> versions, Report report) {
    return NumberMatch.of(versions.get(0).report(), report);
  }

  private static boolean contradicts(List<StoredVersion> versions, Report report) {
    return versions.get(0).report().patient().contradicts(report.patient());
  }

  /** Whether the message speaks of a report that its receiver has. */
  private static boolean changes(Report report) {
    return report.addendum() || report.status().corrects() || report.status().withdrawn();
  }

  private static List<List<StoredVersion>> versions(Tx tx, List<ReportKey> keys)
      throws SQLException {
    List<List<StoredVersion>> found = new ArrayList<>();
    for (ReportKey key : keys) {
      found.add(StoredVersion.of(tx, key));
    }
    return found;
  }

  /**
   * The reports of the same patient that have another of the ids. One with another accession number
   * is another report, whatever else they share. So is one with other filler numbers: one placer
   * number may order several examinations.
   *
   * @param known those that have the report id
   */
  private List<List<StoredVersion>> byOtherIds(
      Tx tx, Report report, ReportKey own, ReportAliases aliases, List<List<StoredVersion>> known)
      throws SQLException {
    List<List<StoredVersion>> others = samePatient(tx, report, own, aliases.others());
    if (others.isEmpty() && isWithoutNumber(report)) {
      others =
          samePatient(tx, report, own, aliases.studies()).stream()
              .filter(v -> isWithoutNumber(v.get(0).report()))
              .toList();
    }
    Set<ReportKey> keys = Set.copyOf(known.stream().map(v -> v.get(0).key()).toList());
    return others.stream().filter(v -> !keys.contains(v.get(0).key())).toList();
  }

  private List<List<StoredVersion>> samePatient(
      Tx tx, Report report, ReportKey own, List<String> aliases) throws SQLException {
    List<ReportKey> keys = ReportAliases.find(tx, aliases, report.patient());
    return atSite(versions(tx, keys), report, own).stream()
        .filter(v -> v.get(0).report().patient().sharesIdentifier(report.patient()))
        .filter(v -> !isAnother(v.get(0).report(), report))
        .toList();
  }

  private static boolean isAnother(Report a, Report b) {
    Set<String> mine = NumberMatch.accessions(a, b);
    Set<String> others = NumberMatch.accessions(b, a);
    return mine.isEmpty() || others.isEmpty()
        ? differ(NumberMatch.fillers(a), NumberMatch.fillers(b))
        : differ(mine, others);
  }

  private static boolean differ(Set<String> a, Set<String> b) {
    return !a.isEmpty() && !b.isEmpty() && Collections.disjoint(a, b);
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

  /** Those of the report's own site; if there are none, those that a message without site means. */
  private List<List<StoredVersion>> atSite(
      List<List<StoredVersion>> found, Report report, ReportKey own) {
    List<List<StoredVersion>> here = here(found, own);
    return here.isEmpty() ? elsewhere(found, report, own) : here;
  }

  private static List<List<StoredVersion>> here(List<List<StoredVersion>> found, ReportKey own) {
    return found.stream().filter(v -> v.get(0).site().equals(own.site())).toList();
  }

  /**
   * Those that a message without a site means. It gets the default site, and then also matches
   * reports of another site with the same patient. So a report sent by HL7, which names a facility,
   * and by FHIR, which names none, is one report.
   */
  private List<List<StoredVersion>> elsewhere(
      List<List<StoredVersion>> found, Report report, ReportKey own) {
    List<List<StoredVersion>> elsewhere =
        found.stream()
            .filter(v -> !v.get(0).site().equals(own.site()))
            .filter(v -> report.site().equals(defaultSite) || v.get(0).site().equals(defaultSite))
            .filter(v -> v.get(0).report().patient().sharesIdentifier(report.patient()))
            .filter(v -> !contradicts(v, report))
            .toList();
    // at two sites the same number is two reports, and nothing says which is meant
    long sites = elsewhere.stream().map(v -> v.get(0).site()).distinct().count();
    return sites == 1 ? elsewhere : List.of();
  }

  /**
   * The key of a new report: its plain id, unless another report has it. Two reports must not share
   * a row of the worklist or a history.
   *
   * @param reports how many have this id
   * @param taken the new reports of the same message that were found before
   */
  private static ReportKey free(
      Tx tx, ReportKey own, Report report, int reports, Map<ReportKey, Report> taken)
      throws SQLException {
    ReportKey key = own;
    int n = Math.max(1, reports);
    while (isOfAnother(taken.get(key), report) || reports > 0 && ReportAliases.isStored(tx, key)) {
      n++;
      key = new ReportKey(own.site(), tx.key(own.reportId() + " (" + n + ")"));
    }
    return key;
  }

  /** Two reports of one message that are one report are not stored as two. */
  private static boolean isOfAnother(@Nullable Report taken, Report report) {
    return taken != null && NumberMatch.of(taken, report).other();
  }
}
