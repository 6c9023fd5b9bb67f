package org.radiologytrust.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.radiologytrust.journal.Inbox.Disposition;
import org.radiologytrust.journal.Inbox.Outcome;
import org.radiologytrust.journal.Inbox.Receipt;
import org.radiologytrust.journal.Inbox.Replier;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Texts;

/** {@link Messages} in SQL. */
final class SqlMessages implements Messages {
  private static final int BODY_DIGITS = 16;
  private static final int KEY_DIGITS = 8;
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{" + BODY_DIGITS + "}-[0-9a-f]{" + KEY_DIGITS + "}");

  /** Sorts after every hash that starts with the same digits. */
  private static final String AFTER = "g";

  static final String KEY = "channel, site, message_key, body_sha256";
  static final String BY_KEY =
      " where channel = ? and site = ? and message_key = ? and body_sha256 = ?";

  private final Db db;
  private final SqlInbox inbox;

  SqlMessages(Db db, SqlInbox inbox) {
    this.db = db;
    this.inbox = inbox;
  }

  /** The primary key of a message. */
  record Key(String channel, String site, String key, String bodySha256) {
    /** Sorts before every key, because no channel name is empty. */
    static final Key FIRST = new Key("", "", "", "");

    static Key of(ResultSet rs) throws SQLException {
      return new Key(rs.getString(1), rs.getString(2), rs.getString(3), rs.getString(4));
    }

    String id() {
      String sent = Texts.sha256(String.join("\n", channel, site, key));
      return bodySha256.substring(0, BODY_DIGITS) + "-" + sent.substring(0, KEY_DIGITS);
    }
  }

  @Override
  public List<QuarantinedMessage> quarantined(int offset, int limit) {
    return db.read(
        tx ->
            tx.list(
                """
                select %s, received_at, reason, length(raw) from message
                where outcome = 'quarantined'
                order by received_at desc, body_sha256 limit ? offset ?
                """
                    .formatted(KEY),
                rs -> {
                  Key key = Key.of(rs);
                  return new QuarantinedMessage(
                      key.id(),
                      key.channel,
                      MessageIds.shown(key.site),
                      MessageIds.of(key.channel, key.key),
                      Instant.ofEpochMilli(rs.getLong(5)),
                      rs.getString(6),
                      rs.getLong(7));
                },
                limit,
                offset));
  }

  @Override
  public Optional<StoredMessage> message(String id) {
    return message(db, id);
  }

  static Optional<StoredMessage> message(Db db, String id) {
    return db.read(
        tx -> {
          Optional<Key> key = find(tx, id);
          return key.isEmpty() ? Optional.empty() : kept(tx, key.get());
        });
  }

  static Optional<StoredMessage> message(Db db, Key key) {
    return db.read(tx -> kept(tx, key));
  }

  /** Messages with a greater key whose bytes are still stored, in key order. */
  static List<Key> after(Db db, Key key, int limit) {
    return db.read(
        tx ->
            tx.list(
                """
                select %1$s from message where (%1$s) > (?, ?, ?, ?) and pruned_at is null
                order by %1$s limit ?
                """
                    .formatted(KEY),
                Key::of,
                key.channel,
                key.site,
                key.key,
                key.bodySha256,
                limit));
  }

  static Optional<Key> find(Db.Tx tx, String id) throws SQLException {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    String digits = id.substring(0, BODY_DIGITS);
    return tx
        .list(
            "select " + KEY + " from message where body_sha256 > ? and body_sha256 < ?",
            Key::of,
            digits,
            digits + AFTER)
        .stream()
        .filter(key -> key.id().equals(id))
        .findFirst();
  }

  private static Optional<StoredMessage> kept(Db.Tx tx, Key key) throws SQLException {
    List<Report> reports =
        StoredVersion.ofMessage(tx, key).stream().map(StoredVersion::report).toList();
    return tx.first(
        """
        select outcome, reason, raw, pruned_at is not null, reply, read_as from message
        """
            + BY_KEY,
        rs -> {
          Outcome outcome = Outcome.valueOf(rs.getString(1).toUpperCase(Locale.ROOT));
          return new StoredMessage(
              key.id(),
              key.channel,
              outcome,
              rs.getString(2),
              ReadAs.of(rs.getString(6), outcome, rs.getString(2)),
              rs.getBytes(3),
              rs.getBoolean(4),
              rs.getBytes(5),
              reports);
        },
        key.channel,
        key.site,
        key.key,
        key.bodySha256);
  }

  /** The id of the message that became a version; empty if the journal does not know it. */
  static String idOfVersion(Db.Tx tx, String version) throws SQLException {
    return tx.first(
            """
            select %1$s from message where version = ?
            union all select %1$s from further_version where version = ?
            """
                .formatted(KEY),
            rs -> Key.of(rs).id(),
            version,
            version)
        .orElse("");
  }

  @Override
  public Optional<Receipt> decideAgain(String id, Disposition disposition, Replier replier) {
    return db.write(tx -> decideAgain(tx, id, disposition, replier));
  }

  @Override
  public Optional<Receipt> wouldDecide(String id, Disposition disposition, Replier replier) {
    try {
      return db.write(
          tx -> {
            throw new RolledBack(decideAgain(tx, id, disposition, replier));
          });
    } catch (RolledBack e) {
      return e.receipt;
    }
  }

  /** Ends a transaction without storing anything. */
  private static final class RolledBack extends RuntimeException {
    private final transient Optional<Receipt> receipt;

    RolledBack(Optional<Receipt> receipt) {
      super("rolled back", null, false, false);
      this.receipt = receipt;
    }
  }

  private Optional<Receipt> decideAgain(
      Db.Tx tx, String id, Disposition disposition, Replier replier) throws SQLException {
    Optional<Key> key = find(tx, id);
    if (key.isPresent()) {
      Locks.message(tx, key.get().channel, key.get().site, key.get().key);
    }
    Optional<Held> held = key.isEmpty() ? Optional.empty() : held(tx, key.get());
    if (held.isEmpty()) {
      return Optional.empty();
    }
    SqlInbox.Decision decision =
        inbox.decide(tx, key.get(), disposition, held.get().came, held.get().reason);
    byte[] reply = replier.reply(decision.outcome(), decision.reason());
    tx.update(
        "update message set outcome = ?, reason = ?, reply = ?, version = ?, read_as = ?" + BY_KEY,
        decision.outcome().code(),
        decision.reason(),
        reply,
        decision.first(),
        ReadAs.of(disposition).code(),
        key.get().channel,
        key.get().site,
        key.get().key,
        key.get().bodySha256);
    decision.storeFurther(tx, key.get());
    MessageTerms.store(tx, key.get(), disposition, SearchKeys.NONE, decision);
    return Optional.of(new Receipt(decision.outcome(), decision.reason(), reply));
  }

  /**
   * A message in quarantine.
   *
   * @param came when it was received, in milliseconds since 1970
   */
  private record Held(long came, String reason) {}

  /** Empty if the message is not in quarantine. */
  private static Optional<Held> held(Db.Tx tx, Key key) throws SQLException {
    return tx.first(
        "select received_at, reason from message" + BY_KEY + " and outcome = 'quarantined'",
        rs -> new Held(rs.getLong(1), rs.getString(2)),
        key.channel,
        key.site,
        key.key,
        key.bodySha256);
  }
}
