package org.radiologytrust.journal.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.radiologytrust.journal.store.NewRows;
import org.radiologytrust.journal.store.Placeholders;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;

/** Patient ids that were merged: tables {@code patient_merge} and {@code patient_key}. */
public final class PatientMerges {
  private PatientMerges() {}

  /** An id that another one replaces. */
  record Replacement(Identifier old, Identifier survivor) {}

  private static final String SELECT =
      """
      select old_value, old_system, site, value, system, type, merged_at,
        coalesce(said_at, merged_at) as said_at
      from patient_merge
      """;

  /**
   * A stored replacement, with the site that sent it.
   *
   * @param came when its message was received, in milliseconds since 1970
   * @param said when the sender says that the ids were merged
   */
  record Merge(Identifier old, String site, Identifier survivor, long came, long said) {
    static Merge of(ResultSet rs) throws SQLException {
      return new Merge(
          new Identifier(rs.getString("old_system"), rs.getString("old_value"), ""),
          rs.getString("site"),
          new Identifier(rs.getString("system"), rs.getString("value"), rs.getString("type")),
          rs.getLong("merged_at"),
          rs.getLong("said_at"));
    }

    private Merge reversed() {
      return new Merge(survivor, site, old, came, said);
    }

    /** Ids without an assigning authority are those of one site. */
    boolean is(Identifier id, String atSite) {
      boolean scoped = !id.system().isEmpty() && !old.system().isEmpty();
      return old.matches(id) && (scoped || site.equals(atSite));
    }
  }

  /**
   * The patient with all ids that survive its own, through any chain of merges. Each id stands
   * before those that it replaced, so that the first one is valid today.
   */
  public static Patient known(Tx tx, String site, Patient patient) throws SQLException {
    if (survivors(tx, site, patient.identifiers()).isEmpty()) {
      return patient;
    }
    List<Identifier> all = new ArrayList<>();
    for (Identifier own : patient.identifiers()) {
      List<List<Identifier>> levels = levels(tx, site, List.of(own), List.of());
      for (int i = levels.size() - 1; i >= 0; i--) {
        levels.get(i).forEach(survivor -> add(all, named(survivor, own, patient)));
      }
      add(all, own);
    }
    return all.equals(patient.identifiers()) ? patient : patient.identifiedBy(all);
  }

  private static void add(List<Identifier> all, Identifier id) {
    if (all.stream().noneMatch(known -> isSame(known, id))) {
      all.add(id);
    }
  }

  /** The survivor as the patient has it; otherwise of the type of the id that it replaced. */
  private static Identifier named(Identifier survivor, Identifier old, Patient patient) {
    return patient.identifiers().stream()
        .filter(id -> isSame(id, survivor))
        .findFirst()
        .orElseGet(
            () ->
                survivor.type().isEmpty()
                    ? new Identifier(survivor.system(), survivor.value(), old.type())
                    : survivor);
  }

  private static boolean isSame(Identifier a, Identifier b) {
    return a.system().equals(b.system()) && a.value().equals(b.value());
  }

  /**
   * The patient with those ids of an earlier version that its own ids replaced. A server may still
   * know the patient by them alone.
   */
  static Patient withReplaced(Tx tx, String site, Patient patient, Patient earlier)
      throws SQLException {
    List<Identifier> all = new ArrayList<>(patient.identifiers());
    for (Identifier id : earlier.identifiers()) {
      if (patient.identifiers().stream().noneMatch(id::matches)
          && survivors(tx, site, List.of(id)).stream()
              .anyMatch(survivor -> patient.identifiers().stream().anyMatch(survivor::matches))) {
        all.add(id);
      }
    }
    return all.size() == patient.identifiers().size() ? patient : patient.identifiedBy(all);
  }

  /** The ids that survive these. */
  static List<Identifier> survivors(Tx tx, String site, List<Identifier> ids) throws SQLException {
    return survivors(tx, site, ids, List.of());
  }

  /**
   * The ids that survive these, if some more ids were merged.
   *
   * @param more not stored yet
   */
  static List<Identifier> survivors(
      Tx tx, String site, List<Identifier> ids, List<Replacement> more) throws SQLException {
    return levels(tx, site, ids, more).stream().flatMap(List::stream).toList();
  }

  /** The ids that replaced these, then those that replaced them, and so on. */
  private static List<List<Identifier>> levels(
      Tx tx, String site, List<Identifier> ids, List<Replacement> more) throws SQLException {
    List<List<Identifier>> levels = new ArrayList<>();
    Set<Identifier> found = new HashSet<>();
    for (List<Identifier> next = ids; !next.isEmpty(); ) {
      List<Merge> merges = new ArrayList<>(merges(tx, next));
      more.forEach(one -> merges.add(new Merge(one.old, site, one.survivor, 0, 0)));
      List<Identifier> further = new ArrayList<>();
      for (Merge merge : merges) {
        if (next.stream().anyMatch(id -> merge.is(id, site)) && found.add(merge.survivor)) {
          further.add(merge.survivor);
        }
      }
      levels.add(further);
      next = further;
    }
    return levels;
  }

  private static List<Merge> merges(Tx tx, List<Identifier> ids) throws SQLException {
    return tx.list(
        (SELECT + "where old_value in (%s) order by merged_at, value, system")
            .formatted(Placeholders.of(ids.size())),
        Merge::of,
        ids.stream().map(id -> tx.key(id.value())).toArray());
  }

  /**
   * An id with all that were merged with it, in either direction.
   *
   * @param site of the id, if it has no assigning authority
   */
  public static List<Identifier> linked(Tx tx, String site, Identifier id) throws SQLException {
    return linked(tx, site, List.of(id), List.of());
  }

  /**
   * Ids with all that were merged with them, in either direction, without some of the merges.
   *
   * @param site of ids that have no assigning authority
   */
  static List<Identifier> linked(
      Tx tx, String site, List<Identifier> ids, Collection<Merge> without) throws SQLException {
    List<Identifier> all = new ArrayList<>();
    ids.forEach(id -> add(all, id));
    // grows while it is read
    for (int i = 0; i < all.size(); i++) {
      Identifier next = all.get(i);
      for (Merge merge : mergesWith(tx, next)) {
        if (without.contains(merge)) {
          continue;
        }
        if (merge.is(next, site)) {
          add(all, merge.survivor);
        }
        if (merge.reversed().is(next, site)) {
          add(all, merge.old);
        }
      }
    }
    return List.copyOf(all);
  }

  /** The merges of some ids into others, or into what these were merged into. */
  static List<Merge> joining(Tx tx, String site, List<Identifier> ids, List<Identifier> others)
      throws SQLException {
    List<Identifier> reached = withSurvivors(tx, site, others);
    List<Merge> joining = new ArrayList<>();
    for (Merge merge : merges(tx, ids)) {
      if (ids.stream().anyMatch(id -> merge.is(id, site))
          && anyMatch(withSurvivors(tx, site, List.of(merge.survivor)), reached)) {
        joining.add(merge);
      }
    }
    return joining;
  }

  private static List<Identifier> withSurvivors(Tx tx, String site, List<Identifier> ids)
      throws SQLException {
    return Stream.concat(ids.stream(), survivors(tx, site, ids).stream()).toList();
  }

  /** Whether one of these ids is one of the others. */
  static boolean anyMatch(List<Identifier> some, List<Identifier> others) {
    return some.stream().anyMatch(id -> others.stream().anyMatch(id::matches));
  }

  static void delete(Tx tx, Merge merge) throws SQLException {
    tx.update(
        """
        delete from patient_merge
        where old_value = ? and old_system = ? and site = ? and value = ? and system = ?
        """,
        merge.old.value(),
        merge.old.system(),
        merge.site,
        merge.survivor.value(),
        merge.survivor.system());
  }

  private static List<Merge> mergesWith(Tx tx, Identifier id) throws SQLException {
    String value = tx.key(id.value());
    return tx.list(SELECT + "where old_value = ? or value = ?", Merge::of, value, value);
  }

  /**
   * @param said when the sender says that the ids were merged
   */
  static void store(Tx tx, String site, Replacement merge, long said, long now)
      throws SQLException {
    Identifier old = merge.old;
    Identifier survivor = merge.survivor;
    tx.update(
        """
        insert into patient_merge (old_value, old_system, site, value, system, type, merged_at,
          said_at)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (old_value, old_system, site, value, system) do update set
          said_at = case
            when excluded.said_at > coalesce(patient_merge.said_at, patient_merge.merged_at)
            then excluded.said_at else patient_merge.said_at end
        """,
        tx.key(old.value()),
        tx.key(old.system()),
        site,
        tx.key(survivor.value()),
        tx.key(survivor.system()),
        tx.key(survivor.type()),
        now,
        said);
  }

  /** Lets a version be found by the ids of its patient alone. */
  static void indexAnew(Tx tx, String version, Patient patient) throws SQLException {
    tx.update("delete from patient_key where version = ?", version);
    index(tx, version, patient);
  }

  /** Lets a version be found by the ids of its patient. */
  public static void index(Tx tx, String version, Patient patient) throws SQLException {
    NewRows.insert(
        tx,
        "patient_key",
        "value, version",
        keys(tx, patient).stream().map(key -> List.of(key, version)).toList());
  }

  /** The values of the patient's ids, and its literal reference. */
  static List<String> keys(Tx tx, Patient patient) {
    return Stream.concat(
            values(tx, patient.identifiers()).stream(),
            Stream.of(patient.reference()).filter(r -> !r.isEmpty()).map(tx::key))
        .distinct()
        .toList();
  }

  /** The versions about a patient with one of these ids, oldest first. */
  public static List<StoredVersion> versions(Tx tx, String site, List<Identifier> ids)
      throws SQLException {
    Patient of = new Patient(ids, "", "", null, Sex.UNKNOWN, "");
    List<String> values = idKeys(tx, of);
    return values.isEmpty()
        ? List.of()
        : StoredVersion.ofPatient(tx, values).stream()
            .filter(v -> shareId(v.report().patient(), v.site(), of, site))
            .toList();
  }

  /**
   * The patients of some current versions that share a number with a patient.
   *
   * @param most at most so many versions are read, whose they are
   */
  static List<Patient> some(Tx tx, String site, Patient patient, int most) throws SQLException {
    List<String> values = idKeys(tx, patient);
    if (values.isEmpty()) {
      return List.of();
    }
    record Of(String site, Patient patient) {}
    List<Object> given = new ArrayList<>(values);
    given.add(most);
    return tx
        .list(
            """
            select site, report from report_version where superseded = 0 and id in (
              select version from patient_key where value in (%s) limit ?)
            """
                .formatted(Placeholders.of(values.size())),
            rs ->
                new Of(
                    rs.getString("site"),
                    StoredJson.read(rs.getString("report"), PatientOnly.class).patient()),
            given.toArray())
        .stream()
        .filter(of -> shareId(of.patient, of.site, patient, site))
        .map(Of::patient)
        .toList();
  }

  /** What is read of a report. */
  private record PatientOnly(Patient patient) {
    @Override
    public String toString() {
      return "PatientOnly[withheld]";
    }
  }

  /**
   * Whether the patient of a version has this id.
   *
   * @param site of the id, if it has no assigning authority
   */
  static boolean isAbout(StoredVersion version, String site, Identifier id) {
    return hasId(version.report().patient(), version.site(), site, id);
  }

  /**
   * Whether a patient has this id.
   *
   * @param at the site of the patient's ids that have no assigning authority
   * @param site the same for the id
   */
  static boolean hasId(Patient patient, String at, String site, Identifier id) {
    return patient.identifiers().stream().anyMatch(own -> isOne(own, at, site, id));
  }

  /**
   * Whether two ids are one.
   *
   * @param at the site of the first one, if it has no assigning authority
   * @param site the same for the second one
   */
  static boolean isOne(Identifier own, String at, String site, Identifier id) {
    return own.matches(id)
        && (!own.system().isEmpty() && !id.system().isEmpty() || at.equals(site));
  }

  /**
   * Whether two patients share the number of a person and have no other record numbers of one
   * authority.
   *
   * @param at the site of the first one: ids without an assigning authority count there alone
   * @param site the site of the second one
   */
  public static boolean shareId(Patient one, String at, Patient other, String site) {
    return at.equals(site)
        ? one.identifiedAlone().sharesIdentifier(other.identifiedAlone())
        : one.elsewhere().sharesIdentifier(other.elsewhere());
  }

  /** The values of the numbers of the patient's person, as {@code patient_key} has them. */
  public static List<String> idKeys(Tx tx, Patient patient) {
    return values(tx, patient.identifiers().stream().filter(Identifier::isOfPerson).toList());
  }

  private static List<String> values(Tx tx, List<Identifier> ids) {
    return ids.stream()
        .map(Identifier::value)
        .filter(value -> !value.isEmpty())
        .map(tx::key)
        .distinct()
        .toList();
  }
}
