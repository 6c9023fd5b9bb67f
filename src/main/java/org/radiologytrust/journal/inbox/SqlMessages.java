package org.radiologytrust.journal.inbox;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.journal.inbox.Inbox.Replier;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Report;

/** {@link Messages} in SQL. */
final class SqlMessages implements Messages {
  private final Db db;
  private final SqlInbox inbox;

  SqlMessages(Db db, SqlInbox inbox) {
    this.db = db;
    this.inbox = inbox;
  }

  @Override
  public List<QuarantinedMessage> quarantined(int offset, int limit) {
    return db.read(
        tx ->
            tx.list(
                """
                select %s, received_at, reason, length(raw) as size from message
                where outcome = 'quarantined'
                order by received_at desc, body_sha256 limit ? offset ?
                """
                    .formatted(MessageKey.COLUMNS),
                rs -> {
                  MessageKey key = MessageKey.of(rs);
                  return new QuarantinedMessage(
                      key.id(),
                      key.channel(),
                      MessageIds.shown(key.site()),
                      MessageIds.of(key.channel(), key.key()),
                      Instant.ofEpochMilli(rs.getLong("received_at")),
                      rs.getString("reason"),
                      rs.getLong("size"));
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
          Optional<MessageKey> key = MessageKey.find(tx, id);
          return key.isEmpty() ? Optional.empty() : kept(tx, key.get());
        });
  }

  static Optional<StoredMessage> message(Db db, MessageKey key) {
    return db.read(tx -> kept(tx, key));
  }

  /** Messages with a greater key whose bytes are still stored, in key order. */
  static List<MessageKey> after(Db db, MessageKey key, int limit) {
    return db.read(
        tx ->
            tx.list(
                """
                select %1$s from message where (%1$s) > (?, ?, ?, ?) and pruned_at is null
                order by %1$s limit ?
                """
                    .formatted(MessageKey.COLUMNS),
                MessageKey::of,
                key.channel(),
                key.site(),
                key.key(),
                key.bodySha256(),
                limit));
  }

  private static Optional<StoredMessage> kept(Tx tx, MessageKey key) throws SQLException {
    List<Report> reports =
        StoredVersion.ofMessage(tx, key).stream().map(StoredVersion::report).toList();
    return tx.first(
        """
        select outcome, reason, raw, pruned_at is not null as pruned, reply, read_as from message
        """
            + MessageKey.WHERE,
        rs -> {
          Outcome outcome = Outcome.valueOf(rs.getString("outcome").toUpperCase(Locale.ROOT));
          return new StoredMessage(
              key.id(),
              key.channel(),
              outcome,
              rs.getString("reason"),
              ReadAs.of(rs.getString("read_as"), outcome, rs.getString("reason")),
              rs.getBytes("raw"),
              rs.getBoolean("pruned"),
              rs.getBytes("reply"),
              reports);
        },
        key.channel(),
        key.site(),
        key.key(),
        key.bodySha256());
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

  private Optional<Receipt> decideAgain(Tx tx, String id, Disposition disposition, Replier replier)
      throws SQLException {
    Optional<MessageKey> key = MessageKey.find(tx, id);
    if (key.isPresent()) {
      Locks.message(tx, key.get().channel(), key.get().site(), key.get().key());
    }
    Optional<Held> held = key.isEmpty() ? Optional.empty() : held(tx, key.get());
    if (held.isEmpty()) {
      return Optional.empty();
    }
    boolean erased = SqlInbox.erased(tx, key.get().bodySha256(), disposition).isPresent();
    MessageDecision decision =
        erased
            ? ErasedContent.REFUSED
            : inbox.decide(tx, key.get(), disposition, held.get().came, held.get().reason);
    byte[] reply = replier.reply(decision.outcome(), decision.reason());
    if (erased) {
      tx.update(
          "update message set raw = ?, pruned_at = ?" + MessageKey.WHERE,
          Tx.values(new Object[] {new byte[0], inbox.now()}, MessageVersions.values(key.get())));
    }
    tx.update(
        "update message set outcome = ?, reason = ?, reply = ?, version = ?, read_as = ?"
            + MessageKey.WHERE,
        decision.outcome().code(),
        decision.reason(),
        reply,
        decision.first(),
        ReadAs.of(disposition).code(),
        key.get().channel(),
        key.get().site(),
        key.get().key(),
        key.get().bodySha256());
    decision.storeFurther(tx, key.get());
    MessageTerms.store(
        tx,
        key.get(),
        erased ? new Quarantined(ErasedContent.ERASED) : disposition,
        SearchKeys.NONE,
        decision);
    return Optional.of(new Receipt(decision.outcome(), decision.reason(), reply));
  }

  /**
   * A message in quarantine.
   *
   * @param came when it was received, in milliseconds since 1970
   */
  private record Held(long came, String reason) {}

  /** Empty if the message is not in quarantine. */
  private static Optional<Held> held(Tx tx, MessageKey key) throws SQLException {
    return tx.first(
        "select received_at, reason from message"
            + MessageKey.WHERE
            + " and outcome = 'quarantined'",
        rs -> new Held(rs.getLong("received_at"), rs.getString("reason")),
        key.channel(),
        key.site(),
        key.key(),
        key.bodySha256());
  }
}
