package org.radiologytrust.journal.work;

import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.journal.store.Db;

/** {@link FeedStarts} in SQL. */
final class SqlFeedStarts implements FeedStarts {
  private static final long NO_RECORD = -1;

  private final Db db;

  /** Identifies this start of the process: a row of another one belongs to a process that died. */
  private final String reader = UUID.randomUUID().toString();

  SqlFeedStarts(Db db) {
    this.db = db;
  }

  private record Start(long offset, int deaths, String reader) {}

  @Override
  public int begin(String topic, int partition, long offset) {
    return db.write(
        tx -> {
          // a process that stopped reading normally has deleted its row
          Optional<Start> before =
              tx.first(
                  """
                  select start_offset, deaths, reader from kafka_start
                  where topic = ? and part = ?
                  """,
                  rs ->
                      new Start(
                          rs.getLong("start_offset"), rs.getInt("deaths"), rs.getString("reader")),
                  topic,
                  partition);
          int deaths = before.map(start -> deaths(start, offset)).orElse(0);
          tx.update(
              """
              insert into kafka_start (topic, part, start_offset, deaths, reader)
              values (?, ?, ?, ?, ?)
              on conflict (topic, part) do update
              set start_offset = excluded.start_offset,
                  deaths = excluded.deaths,
                  reader = excluded.reader
              """,
              topic,
              partition,
              offset,
              deaths,
              reader);
          return deaths;
        });
  }

  private int deaths(Start before, long offset) {
    if (before.reader.equals(reader)) {
      // the same process asks again, because the first answer may have been lost
      return before.offset == offset ? before.deaths : 0;
    }
    return before.offset == offset ? before.deaths + 1 : 1;
  }

  @Override
  public void passed(String topic, int partition) {
    db.write(
        tx ->
            tx.update(
                """
                update kafka_start set start_offset = ?, deaths = 0
                where topic = ? and part = ? and reader = ?
                """,
                NO_RECORD,
                topic,
                partition,
                reader));
  }

  @Override
  public void end(String topic, int partition) {
    db.write(
        tx ->
            tx.update(
                "delete from kafka_start where topic = ? and part = ? and reader = ?",
                topic,
                partition,
                reader));
  }

  @Override
  public void end() {
    db.write(tx -> tx.update("delete from kafka_start where reader = ?", reader));
  }
}
