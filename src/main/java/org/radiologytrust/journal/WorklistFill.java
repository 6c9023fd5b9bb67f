package org.radiologytrust.journal;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes the rows of the reports that an older version received. It can be stopped at any time
 * and resumes where it was.
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

  private record Report(String site, String id) {}

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
        == WorklistRow.RULES;
  }

  /** Computes the next rows and returns how many. */
  int batch() {
    return db.write(
        tx -> {
          Locks.order(tx);
          Report done =
              tx.first(
                      "select done_site, done_report from worklist_state",
                      rs -> new Report(rs.getString(1), rs.getString(2)))
                  .orElseThrow();
          List<Report> next =
              tx.list(
                  """
                  select distinct site, report_id from report_version
                  where (site, report_id) > (?, ?) order by site, report_id limit ?
                  """,
                  rs -> new Report(rs.getString(1), rs.getString(2)),
                  done.site,
                  done.id,
                  BATCH);
          for (Report report : next) {
            WorklistTable.update(tx, report.site, report.id);
          }
          if (next.isEmpty()) {
            tx.update(
                "update worklist_state set rules = ?, done_site = '', done_report = ''",
                WorklistRow.RULES);
          } else {
            Report last = next.get(next.size() - 1);
            tx.update(
                "update worklist_state set done_site = ?, done_report = ?", last.site, last.id);
          }
          return next.size();
        });
  }
}
