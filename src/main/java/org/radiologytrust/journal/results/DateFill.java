package org.radiologytrust.journal.results;

import java.util.List;
import org.radiologytrust.journal.store.Baseline;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.PackedText;

/** Fills in the dates of resources that versions before the baseline wrote without. */
public final class DateFill {
  private final Db db;
  private final Baseline baseline;
  private final int batch;
  private final Runnable committed;

  /**
   * @param batch resources in one transaction
   * @param committed runs after each transaction
   */
  public DateFill(Db db, Baseline baseline, int batch, Runnable committed) {
    this.db = db;
    this.baseline = baseline;
    this.batch = batch;
    this.committed = committed;
  }

  public void run() {
    for (String type : ResourceDate.types()) {
      String last = "";
      do {
        last = batch(type, last);
        committed.run();
      } while (!last.isEmpty());
    }
  }

  /**
   * Fills in the next dates.
   *
   * @param after where the batch before ended
   * @return the last id of the batch; empty if there are no more
   */
  private String batch(String type, String after) {
    record Row(String id, String json) {}
    return db.write(
        tx -> {
          Locks.order(tx);
          List<Row> rows =
              tx.list(
                  """
                  select id, resource_packed from resource
                  where type = ? and dated = 0 and id > ? order by id limit ?
                  """,
                  rs -> new Row(rs.getString("id"), PackedText.read(rs, "resource")),
                  type,
                  after,
                  batch);
          int filled = 0;
          for (Row row : rows) {
            long dated = ResourceDate.of(type, row.json);
            if (dated != 0) {
              filled++;
              tx.update(
                  "update resource set dated = ? where type = ? and id = ?", dated, type, row.id);
            }
          }
          baseline.count(tx, "resource.dated", filled);
          return rows.size() < batch ? "" : rows.get(rows.size() - 1).id;
        });
  }
}
