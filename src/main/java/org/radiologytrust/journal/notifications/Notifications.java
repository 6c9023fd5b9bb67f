package org.radiologytrust.journal.notifications;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.model.Weight;

/**
 * Who is told of urgent problems. Each is stored in the commit that stores its audit, once: another
 * run or version that still has it stores nothing new. It is over when somebody opened the report
 * or decided about the problem, or when an audit no longer has it.
 */
public interface Notifications {
  /** The sinks of the outbox to which notifications are delivered. */
  String WEBHOOK = "notify-webhook";

  String MAIL = "notify-mail";

  List<String> SINKS = List.of(WEBHOOK, MAIL);

  /** Has the urgent problems of audits stored from now on, while this process runs. */
  void begin();

  /**
   * Tells the first entry of the list of each new notification, and the next entry of each that
   * nobody has read in time. One whose report has a newer version waits for the audit of that; if
   * there is none, because the version cannot be audited, it goes on. Several nodes may call it at
   * the same time.
   *
   * @param list the sinks that each entry uses
   * @param unread how long an entry has before the next one is told
   * @return how many deliveries were stored
   */
  int tell(List<List<String>> list, Duration unread);

  /**
   * What a delivery tells of.
   *
   * @param id of the notification, which a link names
   * @param at when it was stored
   * @param step the entry of the list, from 0
   */
  record Message(UUID id, Weight weight, Instant at, int step) {}

  /** What a delivery tells of; empty if it is over meanwhile. */
  Optional<Message> message(UUID delivery);

  /** A person has opened the report, and has seen this run. */
  void read(UUID run);

  /** Our id of the report that a notification is about; empty if there is no such notification. */
  Optional<UUID> report(UUID id);

  /** How many are unread though everybody on the list had their time. */
  long unheard();
}
