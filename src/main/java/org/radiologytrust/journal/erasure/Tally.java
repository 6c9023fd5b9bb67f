package org.radiologytrust.journal.erasure;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.radiologytrust.journal.erasure.Erasures.Copy;
import org.radiologytrust.journal.erasure.Erasures.Plan;
import org.radiologytrust.journal.store.NewRows;
import org.radiologytrust.journal.store.Tx;

/** What the transactions of an erasure have deleted so far. For one thread. */
final class Tally {
  private final Map<String, Long> rows = new TreeMap<>();
  private final List<Copy> copies = new ArrayList<>();
  private final Set<UUID> resting = new TreeSet<>();
  private final Set<String> messages = new TreeSet<>();
  private final Set<String> unsure = new TreeSet<>();
  private int reports;

  /** Runs a statement that deletes or empties rows of a table, and counts them. */
  int delete(Tx tx, String table, String sql, Object... values) throws SQLException {
    int n = tx.update(sql, values);
    count(table, n);
    return n;
  }

  void count(String table, int n) {
    if (n > 0) {
      rows.merge(table, (long) n, Long::sum);
    }
  }

  void report() {
    reports++;
  }

  void copy(Copy copy) {
    copies.add(copy);
  }

  void resting(UUID report) {
    resting.add(report);
  }

  void message(String id) {
    messages.add(id);
  }

  void unsure(String id) {
    unsure.add(id);
  }

  void add(Tally other) {
    reports += other.reports;
    other.rows.forEach((table, n) -> rows.merge(table, n, Long::sum));
    copies.addAll(other.copies);
    resting.addAll(other.resting);
    messages.addAll(other.messages);
    unsure.addAll(other.unsure);
  }

  Plan plan() {
    unsure.removeAll(messages);
    return new Plan(
        reports,
        new TreeMap<>(rows),
        copies,
        List.copyOf(resting),
        List.copyOf(messages),
        List.copyOf(unsure));
  }

  /** Adds it to the record of an erasure, in the commit that deletes. */
  void store(Tx tx, String erasure) throws SQLException {
    for (Map.Entry<String, Long> table : rows.entrySet()) {
      tx.update(
          """
          insert into erased_rows (erasure, name, n) values (?, ?, ?)
          on conflict (erasure, name) do update set n = erased_rows.n + excluded.n
          """,
          erasure,
          table.getKey(),
          table.getValue());
    }
    NewRows.insert(
        tx,
        "erased_delivery",
        "id, sink, erasure, run_id, state, audited_at",
        copies.stream()
            .map(
                c ->
                    List.<Object>of(
                        c.id().toString(),
                        c.sink(),
                        erasure,
                        c.run().toString(),
                        c.state(),
                        c.audited().toEpochMilli()))
            .toList());
  }
}
