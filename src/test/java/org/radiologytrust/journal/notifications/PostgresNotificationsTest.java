package org.radiologytrust.journal.notifications;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.PostgresDatabases;
import org.radiologytrust.journal.store.SteadyClock;

@Tag("peers")
@Tag("safety")
class PostgresNotificationsTest extends NotificationsContract {
  private final String database = PostgresDatabases.migrated();
  private Journal other;

  @Override
  protected Journal open(SteadyClock clock) {
    return PostgresDatabases.open(database, clock);
  }

  @BeforeEach
  void openOther() {
    other = PostgresDatabases.open(database, steady());
  }

  @AfterEach
  void closeOther() {
    other.close();
  }

  @Override
  Journal otherNode() {
    return other;
  }
}
