package org.radiologytrust.journal.logins;

import java.util.List;
import java.util.UUID;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.NewRows;

/**
 * The table {@code access_log}: the access log of all nodes. A line that is written again, because
 * nobody knows whether an earlier commit reached the disk, is stored once.
 */
public final class SharedAccesses implements AccessStore {
  private final Db db;
  private final String writer = UUID.randomUUID().toString();

  SharedAccesses(Db db) {
    this.db = db;
  }

  @Override
  public void write(List<Line> lines) {
    db.write(
        tx -> {
          NewRows.insert(
              tx,
              "access_log",
              "writer, number, read_at, username, line",
              lines.stream().map(this::row).toList());
          return null;
        });
  }

  private List<Object> row(Line line) {
    return List.of(writer, line.number(), line.time().toEpochMilli(), line.user(), line.json());
  }

  @Override
  public String repair() {
    return "see the check journal";
  }
}
