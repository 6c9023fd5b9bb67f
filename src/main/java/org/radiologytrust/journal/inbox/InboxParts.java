package org.radiologytrust.journal.inbox;

import java.time.Clock;
import java.util.Map;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Signals;
import org.radiologytrust.journal.store.SqlWriteHealth;

/** The parts of the journal that receive messages and keep them, in SQL. */
public final class InboxParts {
  private final SqlInbox inbox;
  private final Messages messages;

  /**
   * @param defaultSite the site of messages that name none
   * @param writes is told which messages were stored
   */
  public InboxParts(
      Db db,
      Clock clock,
      String defaultSite,
      IntakeLimits limits,
      SqlWriteHealth writes,
      Signals signals) {
    this.inbox = new SqlInbox(db, clock, defaultSite, limits, writes, signals.reports());
    this.messages = new SqlMessages(db, inbox);
  }

  public Inbox inbox() {
    return inbox;
  }

  public Messages messages() {
    return messages;
  }

  /** How often messages raised each alarm since the process started. */
  public Map<IntakeAlarm, Long> alarms() {
    return inbox.alarms();
  }
}
