package org.radiologytrust.journal;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.radiologytrust.journal.inbox.PatientMerges;
import org.radiologytrust.journal.results.DateFill;
import org.radiologytrust.journal.store.Baseline;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Report;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rewrites, once, the rows that only versions before the baseline wrote in their form. It can be
 * stopped at any time: what is done is not done again.
 */
final class OldForms {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  /** Rows in one transaction. */
  private static final int BATCH = 200;

  private final Db db;
  private final int batch;
  private final Runnable committed;

  /**
   * @param batch rows in one transaction
   * @param committed runs after each transaction
   */
  OldForms(Db db, int batch, Runnable committed) {
    this.db = db;
    this.batch = batch;
    this.committed = committed;
  }

  /** Brings a journal of the version before to the baseline; leaves others as they are. */
  static void rewrite(Db db) {
    new OldForms(db, BATCH, () -> {}).run();
  }

  /** How many rows of what were rewritten. */
  Map<String, Long> run() {
    try (Baseline baseline = Baseline.take(db)) {
      if (!baseline.isDue()) {
        return Map.of();
      }
      LOG.info("{}: rows of earlier versions are rewritten", db.name());
      new OldTexts(db, baseline, batch, committed).rewrite();
      new DateFill(db, baseline, batch, committed).run();
      indexPatients(baseline);
      Map<String, Long> rewritten = baseline.finish();
      LOG.info("{}: rows of earlier versions were rewritten: {}", db.name(), rewritten);
      return rewritten;
    }
  }

  private record Version(String id, String json) {}

  /** Lets the patients of versions be found that an early version received. */
  private void indexPatients(Baseline baseline) {
    String last = "";
    do {
      String after = last;
      last =
          db.write(
              tx -> {
                Locks.order(tx);
                List<Version> versions =
                    tx.list(
                        """
                        select v.id, v.report from report_version v
                        where v.id > ? and not exists (
                          select 1 from patient_key k where k.version = v.id)
                        order by v.id limit ?
                        """,
                        rs -> new Version(rs.getString("id"), rs.getString("report")),
                        after,
                        batch);
                int found = 0;
                for (Version version : versions) {
                  found += indexed(tx, version);
                }
                baseline.count(tx, "patient_key", found);
                return versions.size() < batch ? "" : versions.get(versions.size() - 1).id;
              });
      committed.run();
    } while (!last.isEmpty());
  }

  private static int indexed(Tx tx, Version version) throws SQLException {
    try {
      PatientMerges.index(tx, version.id, StoredJson.read(version.json, Report.class).patient());
      return 1;
    } catch (IllegalStateException e) {
      LOG.error("report version {}: {}", version.id, e.getMessage());
      return 0;
    }
  }
}
