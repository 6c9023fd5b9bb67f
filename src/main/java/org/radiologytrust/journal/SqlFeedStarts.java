package org.radiologytrust.journal;

import java.util.Optional;

/** {@link FeedStarts} in SQL. */
final class SqlFeedStarts implements FeedStarts {
  private final Db db;

  SqlFeedStarts(Db db) {
    this.db = db;
  }

  private record Start(long offset, int deaths) {}

  @Override
  public int begin(String topic, int partition, long offset) {
    return db.write(
        tx -> {
          // a process that ended normally has deleted its row
          Optional<Start> before =
              tx.first(
                  "select start_offset, deaths from kafka_start where topic = ? and part = ?",
                  rs -> new Start(rs.getLong(1), rs.getInt(2)),
                  topic,
                  partition);
          int deaths = before.map(start -> start.offset == offset ? start.deaths + 1 : 1).orElse(0);
          tx.update(
              "insert into kafka_start (topic, part, start_offset, deaths) values (?, ?, ?, ?)"
                  + " on conflict (topic, part) do update"
                  + " set start_offset = excluded.start_offset, deaths = excluded.deaths",
              topic,
              partition,
              offset,
              deaths);
          return deaths;
        });
  }

  @Override
  public void end() {
    db.write(tx -> tx.update("delete from kafka_start"));
  }
}
