package org.radiologytrust.journal;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.flywaydb.core.api.FlywayException;
import org.radiologytrust.journal.Messages.StoredMessage;
import org.radiologytrust.journal.SqlMessages.Key;

/** The messages of a journal that another process may be using; nothing is changed. */
public final class StoredMessages implements AutoCloseable {
  private static final int PAGE = 100;

  private final Db db;

  private StoredMessages(Db db) {
    this.db = db;
  }

  /**
   * @throws JournalException when there is no journal, or one of another version
   */
  public static StoredMessages open(Path journal) {
    JournalFile.require(journal);
    String url = JournalFile.url(journal);
    Db db;
    try {
      db = new Db(url, url, SearchLimits.DEFAULT);
    } catch (RuntimeException e) {
      throw new JournalException("cannot read the journal " + journal, e);
    }
    try {
      SqliteJournal.migrations().dataSource(db.dataSource()).load().validate();
    } catch (FlywayException e) {
      db.close();
      throw new JournalException(
          journal + " is of another version: start this one's rtl serve once, or use the other", e);
    }
    return new StoredMessages(db);
  }

  /** Any message; empty when there is none with this id. */
  public Optional<StoredMessage> message(String id) {
    return SqlMessages.message(db, id);
  }

  /** Hands over every message of which the bytes are kept. */
  public void forEach(Consumer<StoredMessage> what) {
    Key last = Key.FIRST;
    for (List<Key> page = after(last); !page.isEmpty(); page = after(last)) {
      // one at a time: each may be large
      page.forEach(key -> SqlMessages.message(db, key).ifPresent(what));
      last = page.get(page.size() - 1);
    }
  }

  private List<Key> after(Key last) {
    return SqlMessages.after(db, last, PAGE);
  }

  @Override
  public void close() {
    db.close();
  }
}
