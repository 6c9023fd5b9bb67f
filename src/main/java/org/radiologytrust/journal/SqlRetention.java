package org.radiologytrust.journal;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.journal.inbox.MessageKey;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.journal.store.VersionStates;

/**
 * {@link Retention} in SQL. Rows are selected on a read connection, so that writers do not wait.
 */
final class SqlRetention implements Retention {
  /** SQLite keeps what a commit deletes in memory until its end. */
  private static final long MOST_BYTES = 16L << 20;

  private static final String OLD =
      """
      select %s, length(raw) as bytes from message where pruned_at is null and received_at < ? and
      """
          .formatted(MessageKey.COLUMNS);
  private static final String ENDED =
      """
      not exists (
        select 1 from report_version v where v.id = message.version and v.state in %1$s)
      and not exists (
        select 1 from further_version f join report_version v on v.id = f.version
        where f.channel = message.channel and f.site = message.site
          and f.message_key = message.message_key and f.body_sha256 = message.body_sha256
          and v.state in %1$s)
      """
          .formatted(VersionStates.OPEN);

  private final Db db;
  private final Clock clock;

  SqlRetention(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  @Override
  public int messages(Instant before, int limit) {
    return empty(
        "outcome in ('parsed', 'applied', 'ignored', 'duplicate') and " + ENDED, before, limit);
  }

  @Override
  public int quarantined(Instant before, int limit) {
    return empty("outcome = 'quarantined'", before, limit);
  }

  private int empty(String which, Instant before, int limit) {
    record Old(MessageKey key, long bytes) {}
    List<Old> old =
        db.read(
            tx ->
                tx.list(
                    OLD + which + " limit ?",
                    rs -> new Old(MessageKey.of(rs), rs.getLong("bytes")),
                    before.toEpochMilli(),
                    limit));
    List<MessageKey> some = new ArrayList<>();
    long bytes = 0;
    for (Old message : old) {
      bytes += message.bytes;
      if (some.isEmpty() || bytes <= MOST_BYTES) {
        some.add(message.key);
      }
    }
    return some.isEmpty() ? 0 : db.write(tx -> empty(tx, which, some));
  }

  /** Repeats the condition: a message may have been released meanwhile. */
  private int empty(Tx tx, String which, List<MessageKey> keys) throws SQLException {
    int emptied = 0;
    for (MessageKey key : keys) {
      emptied +=
          tx.update(
              """
              update message set raw = ?, pruned_at = ? %s and pruned_at is null and %s
              """
                  .formatted(MessageKey.WHERE, which),
              new byte[0],
              clock.millis(),
              key.channel(),
              key.site(),
              key.key(),
              key.bodySha256());
    }
    return emptied;
  }

  @Override
  public int steps(Instant before, int limit) {
    List<String> ended =
        db.read(
            tx ->
                tx.list(
                    "select run_id from job where steps_since < ? limit ?",
                    rs -> rs.getString(1),
                    before.toEpochMilli(),
                    limit));
    if (!ended.isEmpty()) {
      db.write(
          tx -> {
            for (String run : ended) {
              tx.update("delete from job_step where run_id = ?", run);
              tx.update("update job set steps_since = null where run_id = ?", run);
            }
            return null;
          });
    }
    return ended.size();
  }

  @Override
  public int draftFlags(Instant before, int limit) {
    record Flag(String number, String check, String mark) {}
    List<Flag> old =
        db.read(
            tx ->
                tx.list(
                    "select number, check_name, mark from draft_flag where made_at < ? limit ?",
                    rs ->
                        new Flag(
                            rs.getString("number"),
                            rs.getString("check_name"),
                            rs.getString("mark")),
                    before.toEpochMilli(),
                    limit));
    if (!old.isEmpty()) {
      db.write(
          tx -> {
            for (Flag flag : old) {
              tx.update(
                  "delete from draft_flag where number = ? and check_name = ? and mark = ?",
                  flag.number,
                  flag.check,
                  flag.mark);
            }
            return null;
          });
    }
    return old.size();
  }

  @Override
  public long giveBack() {
    return db.giveBack();
  }
}
