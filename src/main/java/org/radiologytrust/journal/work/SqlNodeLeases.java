package org.radiologytrust.journal.work;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.radiologytrust.journal.store.Db;

/** {@link NodeLeases} in SQL. A journal that only this process can use needs no row. */
final class SqlNodeLeases implements NodeLeases {
  private static final String HOLD =
      """
      insert into lease (name, owner, node, lease_until) values (?, ?, ?, ?)
      on conflict (name) do update set
        owner = excluded.owner, node = excluded.node, lease_until = excluded.lease_until
      where lease.owner = excluded.owner or lease.lease_until <= ?
      """;

  private final Db db;
  private final Clock clock;

  SqlNodeLeases(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  @Override
  public boolean shared() {
    return db.shared();
  }

  @Override
  public boolean hold(String name, Node node, Duration length) {
    if (!shared()) {
      return true;
    }
    return db.write(
        tx -> {
          long now = clock.millis();
          return tx.update(HOLD, name, node.id(), node.name(), now + length.toMillis(), now) == 1;
        });
  }

  @Override
  public void release(String name, Node node) {
    if (shared()) {
      db.write(tx -> tx.update("delete from lease where name = ? and owner = ?", name, node.id()));
    }
  }

  @Override
  public List<Held> held() {
    return db.watch(
        tx ->
            tx.list(
                "select name, node, lease_until from lease where lease_until > ? order by name",
                rs ->
                    new Held(
                        rs.getString("name"),
                        rs.getString("node"),
                        Instant.ofEpochMilli(rs.getLong("lease_until"))),
                clock.millis()));
  }
}
