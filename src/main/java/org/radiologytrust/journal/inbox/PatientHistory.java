package org.radiologytrust.journal.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.store.Placeholders;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.PatientMatch;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;

/**
 * The other reports of a report's patient, as they are now: the same identifier, merges included,
 * with the same name and birth date.
 */
public final class PatientHistory {
  /** More reports are not compared: a dummy number is shared by any number of patients. */
  private static final int COMPARED = 100;

  /** More than one: the earliest is not compared with what is of the same examination. */
  private static final int EARLIEST = 3;

  /** The ids first: a patient may have thousands, and none of the other texts is read. */
  private static final String CURRENT =
      """
      select id, site, report_id, report from report_version
      where id in (%s) and not (site = ? and report_id = ?)
      order by received_at desc, id
      """;

  /** In SQLite from indexes alone. */
  static final String NEWEST =
      """
      select id from report_version
      where superseded = 0 and id in (select version from patient_key where value in (%s))
      order by received_at desc, id limit ?
      """;

  /** The versions with a run that rests on any version of a report. */
  private static final String DEPENDENT =
      """
      select distinct d.id from report_version v
      join report_version r on r.site = v.site and r.report_id = v.report_id
      join rests_on o on o.version = r.id
      join job j on j.run_id = o.run_id
      join report_version d on d.id = j.version
      where v.id = ? and d.superseded = 0
      """;

  /** What rests on a version, or it rests on, and is its report's current version. */
  private static final String RESTS =
      """
      select o.run_id, j.version, o.version as other from rests_on o
      join job j on j.run_id = o.run_id join report_version e on e.id = o.version
      where (o.version = ? or j.version = ?) and e.superseded = 0 and o.parted = 0
      order by o.run_id, o.version
      """;

  private final Stored self;
  private final List<Stored> others;

  private PatientHistory(Stored self, List<Stored> others) {
    this.self = self;
    this.others = others;
  }

  /** What is compared of a report; the places of its text are many, and are left out. */
  private record Content(
      Patient patient,
      Order order,
      ReportStatus status,
      @Nullable Instant issued,
      @Nullable Instant effective,
      String text) {
    static Content of(Report report, @Nullable Instant effective) {
      return new Content(
          report.patient(),
          report.order(),
          report.status(),
          report.issued(),
          effective,
          report.text());
    }

    /** Withholds the report, because a record's default text may reach a log. */
    @Override
    public String toString() {
      return "Content[withheld]";
    }
  }

  private record Stored(String version, String site, String reportId, Content report) {
    static Stored of(ResultSet rs) throws SQLException {
      return new Stored(
          rs.getString("id"),
          rs.getString("site"),
          rs.getString("report_id"),
          StoredJson.read(rs.getString("report"), Content.class));
    }

    /** When it was studied, otherwise when it was released. */
    @Nullable Instant at() {
      return report.effective() == null ? report.issued() : report.effective();
    }

    boolean isReleased() {
      return report.status().released();
    }
  }

  /** The history of a stored version's patient; empty if there is no such version. */
  public static Optional<PatientHistory> of(Tx tx, String version) throws SQLException {
    Optional<Stored> self = stored(tx, version);
    return self.isEmpty() ? Optional.empty() : Optional.of(of(tx, self.get()));
  }

  /**
   * The history of the patient of a report that is not stored. If it names no examination, what was
   * reported on the same day may be of the same one, and is left out.
   */
  public static PatientHistory of(Tx tx, Report open) throws SQLException {
    Instant at = open.effective() == null ? open.issued() : open.effective();
    Instant since = at == null || namesExam(open.order()) ? at : at.truncatedTo(ChronoUnit.DAYS);
    return of(tx, new Stored("", open.site(), open.reportId(), Content.of(open, since)));
  }

  private static boolean namesExam(Order order) {
    return !order.accessionNumbers().isEmpty()
        || !order.studyInstanceUids().isEmpty()
        || !order.fillerOrderNumber().isBlank()
        || !order.placerOrderNumber().isBlank();
  }

  /**
   * Marks what rests on versions, and on what these rest, where two reports are not of one patient
   * any more. Each report is read once.
   */
  static void part(Tx tx, Collection<String> versions) throws SQLException {
    Set<Rest> rests = new LinkedHashSet<>();
    for (String version : versions) {
      rests.addAll(tx.list(RESTS, Rest::of, version, version));
    }
    Map<String, Known> read = new HashMap<>();
    for (Rest rest : rests) {
      Known self = known(tx, rest.version, read);
      Known other = known(tx, rest.other, read);
      if (self != null && other != null && !isSame(self.patient, self.stored, other.stored)) {
        tx.update(
            "update rests_on set parted = 1 where run_id = ? and version = ?",
            rest.run,
            rest.other);
      }
    }
  }

  /** A version, and its patient with the ids of merges. */
  private record Known(Stored stored, Patient patient) {}

  private static @Nullable Known known(Tx tx, String version, Map<String, Known> read)
      throws SQLException {
    if (!read.containsKey(version)) {
      Optional<Stored> stored = stored(tx, version);
      if (stored.isPresent()) {
        read.put(version, new Known(stored.get(), patient(tx, stored.get())));
      }
    }
    return read.get(version);
  }

  /** A run of a version rests on another one. */
  private record Rest(String run, String version, String other) {
    static Rest of(ResultSet rs) throws SQLException {
      return new Rest(rs.getString("run_id"), rs.getString("version"), rs.getString("other"));
    }
  }

  /**
   * The versions that may rest on one of these reports of one patient. All have the same other
   * reports, so those that are later than the earliest ones are all of them.
   */
  static Set<String> later(Tx tx, List<StoredVersion> versions) throws SQLException {
    Set<String> later = new TreeSet<>();
    for (StoredVersion version : versions) {
      later.addAll(dependent(tx, version.id()));
    }
    List<StoredVersion> earliest =
        versions.stream()
            .filter(version -> version.report().status().released() && at(version) != null)
            .sorted(Comparator.comparing(version -> Objects.requireNonNull(at(version))))
            .limit(EARLIEST)
            .toList();
    for (StoredVersion version : earliest) {
      Optional<PatientHistory> history = of(tx, version.id());
      if (history.isPresent()) {
        later.addAll(history.get().later());
      }
    }
    return later;
  }

  private static @Nullable Instant at(StoredVersion version) {
    Report report = version.report();
    return report.effective() == null ? report.issued() : report.effective();
  }

  private static List<String> dependent(Tx tx, String version) throws SQLException {
    return tx.list(DEPENDENT, rs -> rs.getString(1), version);
  }

  private static Patient patient(Tx tx, Stored self) throws SQLException {
    return PatientMerges.known(tx, self.site, self.report.patient());
  }

  private static Optional<Stored> stored(Tx tx, String version) throws SQLException {
    return tx.first(
        "select id, site, report_id, report from report_version where id = ?", Stored::of, version);
  }

  private static PatientHistory of(Tx tx, Stored self) throws SQLException {
    Patient patient = patient(tx, self);
    List<String> keys = PatientMerges.idKeys(tx, patient);
    if (keys.isEmpty() || patient.birthDate() == null || self.at() == null) {
      return new PatientHistory(self, List.of());
    }
    List<Object> values = new ArrayList<>(keys);
    // its own current version may be one of them
    values.add(COMPARED + 1);
    values.add(self.site);
    values.add(self.reportId);
    String newest = NEWEST.formatted(Placeholders.of(keys.size()));
    List<Stored> found = tx.list(CURRENT.formatted(newest), Stored::of, values.toArray());
    return new PatientHistory(
        self, found.stream().filter(other -> isSame(patient, self, other)).toList());
  }

  private static boolean isSame(Patient patient, Stored self, Stored other) {
    Patient theirs = other.report.patient();
    return PatientMerges.shareId(theirs, other.site, patient, self.site)
        && PatientMatch.of(patient, theirs).isOnePerson()
        && other.at() != null
        && !isOneExam(self.report.order(), other.report.order());
  }

  /** Whether two reports are parts of one examination, or one is an addendum to the other. */
  private static boolean isOneExam(Order a, Order b) {
    return !Collections.disjoint(a.accessionNumbers(), b.accessionNumbers())
        || !Collections.disjoint(a.studyInstanceUids(), b.studyInstanceUids())
        || isOne(a.fillerOrderNumber(), b.fillerOrderNumber())
        || isOne(a.placerOrderNumber(), b.placerOrderNumber());
  }

  private static boolean isOne(String a, String b) {
    return !a.isBlank() && a.equals(b);
  }

  /** The released reports of earlier studies with another text, newest first. */
  public List<String> earlier(int most) {
    return others.stream()
        .filter(other -> other.isReleased() && isBefore(other, self))
        .filter(other -> !other.report.text().equals(self.report.text()))
        .sorted(Comparator.comparing(PatientHistory::time).reversed())
        .limit(most)
        .map(Stored::version)
        .toList();
  }

  /**
   * The versions that may rest on this report: those of later studies, and those that rest on any
   * version of it.
   */
  public List<String> later(Tx tx) throws SQLException {
    Set<String> all = new TreeSet<>(later());
    all.addAll(dependent(tx, self.version));
    return List.copyOf(all);
  }

  private List<String> later() {
    Predicate<Stored> after = other -> isBefore(self, other);
    return self.isReleased()
        ? others.stream()
            .filter(after.and(other -> !other.report.status().withdrawn()))
            .map(Stored::version)
            .toList()
        : List.of();
  }

  /**
   * Has versions looked at again, because what they rest on may have changed. In the order of the
   * ids, so that two nodes do not wait for each other.
   */
  public static void changed(Tx tx, Collection<String> versions) throws SQLException {
    for (String version : new TreeSet<>(versions)) {
      tx.update(
          """
          update report_version set history_changed = history_changed + 1
          where id = ? and superseded = 0
          """,
          version);
    }
  }

  private static boolean isBefore(Stored a, Stored b) {
    return time(a).isBefore(time(b));
  }

  private static Instant time(Stored stored) {
    return Objects.requireNonNull(stored.at());
  }
}
