package org.radiologytrust.journal.logins;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.radiologytrust.journal.store.Db;

/** Failed log-ins of each address, on all nodes. Thread-safe. */
public final class SharedFailures {
  private final Db db;

  SharedFailures(Db db) {
    this.db = db;
  }

  /**
   * Adds failures. The first one after the window opens a new window.
   *
   * @param failures number of failures by address
   * @param oldest windows that began at this time or before are over
   */
  public void add(Map<String, Integer> failures, Instant oldest, Instant now) {
    db.write(
        tx -> {
          tx.update("delete from login_failure where since <= ?", oldest.toEpochMilli());
          // in one order on all nodes, so that none waits for another in a circle
          for (var failure : new TreeMap<>(failures).entrySet()) {
            tx.update(
                """
                insert into login_failure (address, failures, since) values (?, ?, ?)
                on conflict (address) do update
                  set failures = login_failure.failures + excluded.failures
                """,
                failure.getKey(),
                failure.getValue(),
                now.toEpochMilli());
          }
          return null;
        });
  }

  /**
   * The addresses with at least that many failures.
   *
   * @param oldest windows that began at this time or before are over
   */
  public List<String> addresses(int failures, Instant oldest) {
    return db.read(
        tx ->
            tx.list(
                "select address from login_failure where failures >= ? and since > ?",
                rs -> rs.getString(1),
                failures,
                oldest.toEpochMilli()));
  }
}
