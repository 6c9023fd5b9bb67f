package org.radiologytrust.journal.results;

import java.sql.SQLException;
import java.util.List;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills in the dates of resources that lack them: a node of the version before wrote them, before
 * the upgrade or beside new nodes. What an interruption leaves is done at the next start.
 */
public final class DateFill {
  private static final Logger LOG = LoggerFactory.getLogger(DateFill.class);
  private static final int BATCH = 500;
  private static final int LOGGED = 100 * BATCH;

  private final Db db;
  private int filled;

  public DateFill(Db db) {
    this.db = db;
  }

  public void run() {
    for (String type : ResourceDate.types()) {
      String last = "";
      do {
        last = batch(type, last);
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
    String last =
        db.write(
            tx -> {
              Locks.order(tx);
              List<Row> rows =
                  tx.list(
                      """
                      select id, resource, resource_packed from resource
                      where type = ? and dated = 0 and id > ? order by id limit ?
                      """,
                      rs -> new Row(rs.getString("id"), PackedText.read(rs, "resource")),
                      type,
                      after,
                      BATCH);
              for (Row row : rows) {
                date(tx, type, row.id, ResourceDate.of(type, row.json));
              }
              return rows.isEmpty() ? "" : rows.get(rows.size() - 1).id;
            });
    if (filled > 0 && filled % LOGGED == 0) {
      LOG.info("the dates of resources are filled in: {} so far", filled);
    }
    return last;
  }

  private void date(Tx tx, String type, String id, long dated) throws SQLException {
    if (dated != 0) {
      filled++;
      tx.update("update resource set dated = ? where type = ? and id = ?", dated, type, id);
    }
  }
}
