package org.radiologytrust.journal.store;

import java.sql.SQLException;
import java.util.List;

/** Inserts rows in as few statements as a database allows. Rows that are there already stay. */
public final class NewRows {
  /** SQLite takes 32,766 values in one statement. */
  private static final int MOST = 500;

  private NewRows() {}

  /**
   * @param columns the names of the columns, separated by commas
   * @param rows the values of each row, in the order of the columns
   */
  public static void insert(Tx tx, String table, String columns, List<? extends List<?>> rows)
      throws SQLException {
    for (int from = 0; from < rows.size(); from += MOST) {
      List<? extends List<?>> some = rows.subList(from, Math.min(rows.size(), from + MOST));
      tx.update(
          "insert into %s (%s) values %s on conflict do nothing"
              .formatted(
                  table,
                  columns,
                  Placeholders.rows(some.size(), "(" + Placeholders.of(some.get(0).size()) + ")")),
          some.stream().flatMap(List::stream).toArray());
    }
  }
}
