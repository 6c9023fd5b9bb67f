package org.radiologytrust.journal.results;

import java.sql.SQLException;
import java.util.List;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;

/** Keeps audits, and how they are found, in step with the patient of their version. */
public final class AuditedPatient {
  private static final String OBSERVATION = "Observation";

  private AuditedPatient() {}

  /**
   * The audit with the patient that its version has now: it may have changed during the run. An
   * audit whose version cannot be read any more is kept as it is.
   */
  public static Audit current(Tx tx, String version, Audit audit) throws SQLException {
    try {
      return tx.first(
              "select report from report_version where id = ?",
              rs -> StoredJson.read(rs.getString(1), Report.class),
              version)
          .map(stored -> with(audit, stored.patient()))
          .orElse(audit);
    } catch (IllegalStateException e) {
      return audit;
    }
  }

  private static Audit with(Audit audit, Patient patient) {
    return patient.equals(audit.report().patient())
        ? audit
        : audit.toBuilder().report(audit.report().toBuilder().patient(patient).build()).build();
  }

  /**
   * Changes the patient of a version's audits, and lets them be found by its ids alone. What is
   * published about them later, such as a decision, has the new patient too.
   */
  public static void change(Tx tx, String version, Patient patient) throws SQLException {
    record Stored(Audit audit, String bundle) {}
    List<Stored> audits =
        tx.list(
            "select audit_packed, bundle_packed from audit where version = ?",
            rs ->
                new Stored(
                    StoredJson.read(PackedText.read(rs, "audit"), Audit.class),
                    PackedText.read(rs, "bundle")),
            version);
    for (Stored stored : audits) {
      tx.update(
          "update audit set audit_packed = ? where run_id = ?",
          PackedText.of(StoredJson.write(with(stored.audit, patient))),
          stored.audit.runId().toString());
      List<String> observations = observations(stored.bundle);
      SearchValues.notFoundBy(tx, observations, gone(stored.audit.report().patient(), patient));
      SearchValues.alsoFoundBy(tx, observations, ofPerson(patient));
    }
  }

  private static List<Identifier> gone(Patient before, Patient now) {
    return before.identifiers().stream()
        .filter(
            id ->
                now.identifiers().stream()
                    .noneMatch(
                        other ->
                            other.system().equals(id.system()) && other.value().equals(id.value())))
        .toList();
  }

  /** Lets the Observations of a new audit be found by all ids of its patient. */
  public static void index(Tx tx, Audit audit, List<StoredResource> resources) throws SQLException {
    SearchValues.alsoFoundBy(
        tx,
        resources.stream()
            .filter(resource -> resource.type().equals(OBSERVATION))
            .map(StoredResource::id)
            .toList(),
        ofPerson(audit.report().patient()));
  }

  /** A number that a family shares finds nobody: a client takes what it finds for one patient's. */
  private static List<Identifier> ofPerson(Patient patient) {
    return patient.identifiers().stream().filter(Identifier::isOfPerson).toList();
  }

  private static List<String> observations(String bundle) {
    return BundleKeys.of(bundle).stream()
        .filter(key -> key.type().equals(OBSERVATION))
        .map(ResourceStore.Key::id)
        .toList();
  }
}
