package org.radiologytrust.journal.inbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.radiologytrust.journal.inbox.Messages.StoredMessage;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.JournalFile;
import org.radiologytrust.journal.store.Migrations;
import org.radiologytrust.journal.store.PostgresLogin;
import org.radiologytrust.journal.store.SearchLimits;
import org.radiologytrust.model.Report;

/** Read-only access to the messages of a journal that another process may be using. */
public final class StoredMessages implements AutoCloseable {
  private static final int PAGE = 100;

  private final Db db;

  private StoredMessages(Db db) {
    this.db = db;
  }

  /**
   * Opens the journal in an SQLite file for reading.
   *
   * @throws JournalException if there is no journal, or it is from another version
   */
  public static StoredMessages open(Path journal) {
    JournalFile.require(journal);
    return open(Db.sqlite(journal, SearchLimits.DEFAULT));
  }

  /**
   * Opens the journal on PostgreSQL for reading.
   *
   * @throws JournalException if the database cannot be used, or is from another version
   */
  public static StoredMessages open(PostgresLogin login) {
    return open(Db.postgres(login, SearchLimits.DEFAULT));
  }

  private static StoredMessages open(Db db) {
    try {
      Migrations.requireCurrent(db);
      return new StoredMessages(db);
    } catch (RuntimeException e) {
      db.close();
      throw e;
    }
  }

  /** The message with this id; empty if there is none. */
  public Optional<StoredMessage> message(String id) {
    return SqlMessages.message(db, id);
  }

  /** Passes every message whose bytes are still stored to the consumer. */
  public void forEach(Consumer<StoredMessage> what) {
    MessageKey last = MessageKey.FIRST;
    for (List<MessageKey> page = after(last); !page.isEmpty(); page = after(last)) {
      // loaded one at a time, because each may be large
      page.forEach(key -> SqlMessages.message(db, key).ifPresent(what));
      last = page.get(page.size() - 1);
    }
  }

  /**
   * Compares a version that a message became with a new reading of the message.
   *
   * @param place of the version in {@link StoredMessage#reports}
   */
  public Replayed replayed(StoredMessage message, int place, Report reading) {
    return db.read(
        tx -> {
          MessageKey key = MessageKey.find(tx, message.id()).orElseThrow();
          return Replayed.of(tx, StoredVersion.ofMessage(tx, key).get(place), reading);
        });
  }

  private List<MessageKey> after(MessageKey last) {
    return SqlMessages.after(db, last, PAGE);
  }

  @Override
  public void close() {
    db.close();
  }
}
