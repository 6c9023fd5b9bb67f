package org.radiologytrust.journal.erasure;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.radiologytrust.journal.erasure.Erasures.Copy;
import org.radiologytrust.journal.results.BundleKeys;
import org.radiologytrust.journal.results.Outbox;
import org.radiologytrust.journal.results.ResourceStore;
import org.radiologytrust.journal.results.SqlResourceStore;
import org.radiologytrust.journal.store.NewRows;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.Tx;

/**
 * Deletes what came of runs: steps, audits, decisions, resources, deliveries and notifications. The
 * caller holds the lock of the report and that of the order.
 */
final class ErasedRuns {
  private static final String ON_ITS_WAY =
      "a delivery of the report is on its way: try again in some minutes";

  private final Tx tx;
  private final String erasure;
  private final Tally tally;
  private final long now;

  /** Resources that the FHIR server has, or may have. */
  private final Set<ResourceStore.Key> sent = new LinkedHashSet<>();

  ErasedRuns(Tx tx, String erasure, Tally tally, long now) {
    this.tx = tx;
    this.erasure = erasure;
    this.tally = tally;
    this.now = now;
  }

  /**
   * Deletes what came of these runs.
   *
   * @throws ErasureRefusedException if one of their deliveries is being sent: it could arrive after
   *     what enters it in error
   */
  void delete(List<String> runs) throws SQLException {
    Set<ResourceStore.Key> resources = new LinkedHashSet<>();
    for (String run : runs) {
      resources.addAll(deliveries(run));
    }
    for (String run : runs) {
      delete(run);
    }
    for (ResourceStore.Key resource : resources) {
      tally.count("resource", SqlResourceStore.delete(tx, resource) ? 1 : 0);
    }
    NewRows.insert(
        tx,
        "erased_copy",
        "type, id, erasure, due_at, tries, reason",
        sent.stream().map(k -> List.<Object>of(k.type(), k.id(), erasure, now, 0, "")).toList());
  }

  private record Published(String id, String bundle) {}

  /** Deletes the deliveries of a run, and returns the keys of all that it published. */
  private Set<ResourceStore.Key> deliveries(String run) throws SQLException {
    Set<ResourceStore.Key> all = new LinkedHashSet<>();
    List<Copy> copies = copies(run);
    copies.forEach(tally::copy);
    for (Published published : published(run)) {
      List<ResourceStore.Key> keys = BundleKeys.own(published.bundle);
      all.addAll(keys);
      if (copies.stream()
          .anyMatch(c -> c.id().toString().equals(published.id) && c.sink().equals(Outbox.FHIR))) {
        sent.addAll(keys);
      }
    }
    tally.delete(
        tx, "delivery", "delete from delivery where run_id = ? and lease_until <= ?", run, now);
    if (tx.first("select 1 from delivery where run_id = ?", rs -> 1, run).isPresent()) {
      throw new ErasureRefusedException(ON_ITS_WAY);
    }
    return all;
  }

  /** What was handed out, so that the sink may have it. */
  private List<Copy> copies(String run) throws SQLException {
    return tx.list(
        """
        select d.id, d.sink, d.state, a.ended_at from delivery d join audit a on a.run_id = d.run_id
        where d.run_id = ? and (d.state = 'sent' or d.attempts > 0 or d.claim > 0)
        order by d.ordinal, d.sink
        """,
        rs ->
            new Copy(
                UUID.fromString(rs.getString("id")),
                rs.getString("sink"),
                UUID.fromString(run),
                rs.getString("state"),
                Instant.ofEpochMilli(rs.getLong("ended_at"))),
        run);
  }

  private List<Published> published(String run) throws SQLException {
    return tx.list(
        """
        select run_id as id, bundle_packed from audit where run_id = ?
        union all select id, bundle_packed from decision where run_id = ?
        """,
        rs -> new Published(rs.getString("id"), PackedText.read(rs, "bundle")),
        run,
        run);
  }

  private void delete(String run) throws SQLException {
    tally.delete(
        tx,
        "reminder",
        "delete from reminder where decision in (select id from decision where run_id = ?)",
        run);
    tally.delete(
        tx,
        "reading_answer",
        """
        delete from reading_answer where item in (
          select id from reading_item where run_id = ? and source = 'week')
        """,
        run);
    tally.delete(
        tx, "reading_item", "delete from reading_item where run_id = ? and source = 'week'", run);
    // of an acceptance, which has flags of shadow mode: not counted, as those on duty
    tx.update(
        "delete from reading_answer where item in (select id from reading_item where run_id = ?)",
        run);
    tx.update("delete from reading_item where run_id = ?", run);
    tally.delete(tx, "notification", "delete from notification where run_id = ?", run);
    tally.delete(tx, "job_step", "delete from job_step where run_id = ?", run);
    tally.delete(tx, "rests_on", "delete from rests_on where run_id = ?", run);
    tally.delete(tx, "run_prior", "delete from run_prior where run_id = ?", run);
    tx.update(
        """
        update erasure set ordinal = (
          select max(o.ordinal) from (
            select ordinal from erasure where id = ?
            union all select ordinal from audit where run_id = ?
            union all select ordinal from decision where run_id = ?) o)
        where id = ?
        """,
        erasure,
        run,
        run,
        erasure);
    tally.delete(tx, "decision", "delete from decision where run_id = ?", run);
    tally.delete(tx, "audit", "delete from audit where run_id = ?", run);
    tally.delete(tx, "shadow_audit", "delete from shadow_audit where run_id = ?", run);
    // not counted: whoever reads the count would know that there was a flag
    tx.update("delete from duty_flag where run_id = ?", run);
  }

  /** The runs of a version, with and without an audit. */
  static List<String> of(Tx tx, List<String> versions) throws SQLException {
    List<String> runs = new ArrayList<>();
    for (String version : versions) {
      runs.addAll(
          tx.list(
              "select run_id from job where version = ? union select run_id from audit where version = ?",
              rs -> rs.getString(1),
              version,
              version));
    }
    return runs;
  }
}
