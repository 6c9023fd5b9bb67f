package org.radiologytrust.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The table {@code access_log}: the access log of all nodes. A line that is written again, because
 * nobody knows whether an earlier commit reached the disk, is stored once.
 */
public final class SharedAccesses implements AccessStore {
  /** Rows of one statement: PostgreSQL allows 65,535 values. */
  private static final int ROWS = 500;

  private final Db db;
  private final String writer = UUID.randomUUID().toString();

  SharedAccesses(Db db) {
    this.db = db;
  }

  @Override
  public void write(List<Line> lines) {
    db.write(
        tx -> {
          for (int from = 0; from < lines.size(); from += ROWS) {
            List<Line> some = lines.subList(from, Math.min(from + ROWS, lines.size()));
            tx.update(insert(some.size()), values(some));
          }
          return null;
        });
  }

  private static String insert(int rows) {
    return """
    insert into access_log (writer, number, read_at, username, line) values %s
    on conflict do nothing
    """
        .formatted(Placeholders.rows(rows, "(?, ?, ?, ?, ?)"));
  }

  private Object[] values(List<Line> lines) {
    List<Object> values = new ArrayList<>();
    for (Line line : lines) {
      values.addAll(
          List.of(writer, line.number(), line.time().toEpochMilli(), line.user(), line.json()));
    }
    return values.toArray();
  }

  @Override
  public String repair() {
    return "see the check journal";
  }
}
