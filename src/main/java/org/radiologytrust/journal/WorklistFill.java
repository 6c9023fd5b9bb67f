package org.radiologytrust.journal;

import java.util.List;
import org.radiologytrust.journal.reviews.WorklistTable;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Locks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes the rows of all reports anew when their rules have changed. It can be stopped at any
 * time and resumes where it was.
 */
final class WorklistFill {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  /** Reports in one commit: as much is done again after a crash. */
  private static final int BATCH = 100;

  private static final int LOGGED = 100 * BATCH;

  private final Db db;

  WorklistFill(Db db) {
    this.db = db;
  }

  private record Key(String site, String id) {}

  void run() {
    int reports = 0;
    while (!current()) {
      int done = batch();
      reports += done;
      if (reports > 0 && (reports % LOGGED == 0 || done == 0)) {
        LOG.info("the worklist is filled: {} reports so far", reports);
      }
    }
  }

  private boolean current() {
    return db.read(tx -> tx.first("select rules from worklist_state", rs -> rs.getInt(1)))
            .orElseThrow()
        == WorklistTable.RULES;
  }

  /** Computes the next rows and returns how many. */
  int batch() {
    return db.write(
        tx -> {
          Locks.order(tx);
          Key done =
              tx.first(
                      "select done_site, done_report from worklist_state",
                      rs -> new Key(rs.getString("done_site"), rs.getString("done_report")))
                  .orElseThrow();
          List<Key> next =
              tx.list(
                  """
                  select distinct site, report_id from report_version
                  where (site, report_id) > (?, ?) order by site, report_id limit ?
                  """,
                  rs -> new Key(rs.getString("site"), rs.getString("report_id")),
                  done.site,
                  done.id,
                  BATCH);
          for (Key report : next) {
            WorklistTable.update(tx, report.site, report.id);
          }
          if (next.isEmpty()) {
            tx.update(
                "update worklist_state set rules = ?, done_site = '', done_report = ''",
                WorklistTable.RULES);
          } else {
            Key last = next.get(next.size() - 1);
            tx.update(
                "update worklist_state set done_site = ?, done_report = ?", last.site, last.id);
          }
          return next.size();
        });
  }
}
