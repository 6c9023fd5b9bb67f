package org.radiologytrust.journal.erasure;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.journal.store.Db;

/** {@link ErasedCopies} in SQL: table {@code erased_copy}. */
public final class SqlErasedCopies implements ErasedCopies {
  private final Db db;
  private final Clock clock;

  public SqlErasedCopies(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  @Override
  public List<ErasedCopy> due(int limit, Duration lease) {
    long now = clock.millis();
    // mostly there are none: nothing is written
    List<ErasedCopy> found =
        db.read(
            tx ->
                tx.list(
                    "select type, id, tries from erased_copy where due_at <= ? order by due_at, id limit ?",
                    rs ->
                        new ErasedCopy(
                            rs.getString("type"), rs.getString("id"), rs.getInt("tries")),
                    now,
                    limit));
    if (found.isEmpty()) {
      return found;
    }
    return db.write(
        tx -> {
          List<ErasedCopy> ours = new ArrayList<>();
          for (ErasedCopy copy : found) {
            if (tx.update(
                    "update erased_copy set due_at = ? where type = ? and id = ? and due_at <= ?",
                    now + lease.toMillis(),
                    copy.type(),
                    copy.id(),
                    now)
                == 1) {
              ours.add(copy);
            }
          }
          return ours;
        });
  }

  @Override
  public void ended(ErasedCopy copy) {
    db.write(
        tx ->
            tx.update("delete from erased_copy where type = ? and id = ?", copy.type(), copy.id()));
  }

  @Override
  public long open() {
    return db.read(
        tx -> tx.first("select count(*) from erased_copy", rs -> rs.getLong(1)).orElseThrow());
  }

  @Override
  public void later(ErasedCopy copy, Duration delay, String reason) {
    db.write(
        tx ->
            tx.update(
                """
                update erased_copy set due_at = ?, tries = tries + 1, reason = ?
                where type = ? and id = ?
                """,
                clock.millis() + delay.toMillis(),
                reason,
                copy.type(),
                copy.id()));
  }
}
