package org.radiologytrust.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;

/** Patient ids that were merged: tables {@code patient_merge} and {@code patient_key}. */
final class PatientMerges {
  private PatientMerges() {}

  /** An id that was replaced, with the one that survives. */
  private record Merge(Identifier old, String site, Identifier survivor) {
    static Merge of(ResultSet rs) throws SQLException {
      return new Merge(
          new Identifier(rs.getString(2), rs.getString(1), ""),
          rs.getString(3),
          new Identifier(rs.getString(5), rs.getString(4), rs.getString(6)));
    }

    /** Ids without an assigning authority are those of one site. */
    boolean is(Identifier id, String atSite) {
      boolean scoped = !id.system().isEmpty() && !old.system().isEmpty();
      return old.matches(id) && (scoped || site.equals(atSite));
    }
  }

  /** The patient with all ids that survive its own, through any chain of merges. */
  static Patient known(Db.Tx tx, String site, Patient patient) throws SQLException {
    Set<Identifier> all = new LinkedHashSet<>(patient.identifiers());
    all.addAll(survivors(tx, site, patient.identifiers()));
    return all.size() == patient.identifiers().size()
        ? patient
        : patient.identifiedBy(List.copyOf(all));
  }

  /**
   * The patient with those ids of an earlier version that its own ids replaced. A server may still
   * know the patient by them alone.
   */
  static Patient withReplaced(Db.Tx tx, String site, Patient patient, Patient earlier)
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
  static List<Identifier> survivors(Db.Tx tx, String site, List<Identifier> ids)
      throws SQLException {
    Set<Identifier> found = new LinkedHashSet<>();
    for (List<Identifier> next = ids; !next.isEmpty(); ) {
      List<Identifier> further = new ArrayList<>();
      for (Merge merge : merges(tx, next)) {
        if (next.stream().anyMatch(id -> merge.is(id, site)) && found.add(merge.survivor)) {
          further.add(merge.survivor);
        }
      }
      next = further;
    }
    return List.copyOf(found);
  }

  private static List<Merge> merges(Db.Tx tx, List<Identifier> ids) throws SQLException {
    return tx.list(
        """
        select old_value, old_system, site, value, system, type from patient_merge
        where old_value in (%s) order by merged_at, value, system
        """
            .formatted(Placeholders.of(ids.size())),
        Merge::of,
        ids.stream().map(id -> tx.key(id.value())).toArray());
  }

  static void store(Db.Tx tx, String site, Identifier old, Identifier survivor, long now)
      throws SQLException {
    tx.update(
        """
        insert into patient_merge (old_value, old_system, site, value, system, type, merged_at)
        values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing
        """,
        tx.key(old.value()),
        tx.key(old.system()),
        site,
        tx.key(survivor.value()),
        tx.key(survivor.system()),
        tx.key(survivor.type()),
        now);
  }

  /** Lets a version be found by the ids of its patient. */
  static void index(Db.Tx tx, String version, Patient patient) throws SQLException {
    NewRows.insert(
        tx,
        "patient_key",
        "value, version",
        keys(tx, patient).stream().map(key -> List.of(key, version)).toList());
  }

  /** The values of the patient's ids, and its literal reference. */
  static List<String> keys(Db.Tx tx, Patient patient) {
    return Stream.concat(
            values(tx, patient.identifiers()).stream(),
            Stream.of(patient.reference()).filter(r -> !r.isEmpty()).map(tx::key))
        .distinct()
        .toList();
  }

  /** The versions about a patient with one of these ids, oldest first. */
  static List<StoredVersion> versions(Db.Tx tx, String site, List<Identifier> ids)
      throws SQLException {
    List<String> values = values(tx, ids);
    return values.isEmpty()
        ? List.of()
        : StoredVersion.ofPatient(tx, values).stream()
            .filter(v -> ids.stream().anyMatch(id -> isAbout(v, site, id)))
            .toList();
  }

  /**
   * Whether the patient of a version has this id.
   *
   * @param site of the id, if it has no assigning authority
   */
  static boolean isAbout(StoredVersion version, String site, Identifier id) {
    return version.report().patient().identifiers().stream()
        .anyMatch(
            own ->
                own.matches(id)
                    && (!own.system().isEmpty() && !id.system().isEmpty()
                        || version.site().equals(site)));
  }

  private static List<String> values(Db.Tx tx, List<Identifier> ids) {
    return ids.stream()
        .map(Identifier::value)
        .filter(value -> !value.isEmpty())
        .map(tx::key)
        .distinct()
        .toList();
  }
}
