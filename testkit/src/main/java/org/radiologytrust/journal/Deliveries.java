package org.radiologytrust.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.journal.results.Outbox.Delivery;
import org.radiologytrust.journal.search.DeliverySearch.Listed;
import org.radiologytrust.journal.search.DeliverySearch.Query;
import org.radiologytrust.journal.search.Stories.Delivered;

/** Claims deliveries as the consumer of a sink does. */
public final class Deliveries {
  public static final Duration LEASE = Duration.ofMinutes(1);

  private Deliveries() {}

  /** What could be sent at the same time. None of it stays claimed. */
  public static List<Delivery> due(Journal journal, String sink) {
    List<Delivery> due = claim(journal, sink);
    due.forEach(journal.outbox()::release);
    return due;
  }

  /** Claims a delivery that is due. */
  public static Delivery claim(Journal journal, UUID id, String sink) {
    Delivery wanted = null;
    for (Delivery delivery : claim(journal, sink)) {
      if (delivery.id().equals(id)) {
        wanted = delivery;
      } else {
        journal.outbox().release(delivery);
      }
    }
    if (wanted == null) {
      throw new AssertionError(id + " is not due");
    }
    return wanted;
  }

  /** Has the sink receive a delivery that is due. */
  public static void sent(Journal journal, UUID id, String sink) {
    journal.outbox().sent(claim(journal, id, sink));
  }

  /** Gives up a delivery that is due. */
  public static void dead(Journal journal, UUID id, String sink, String reason) {
    journal.outbox().dead(claim(journal, id, sink), reason);
  }

  /** What was given up, newest run or decision first. */
  public static List<Delivered> dead(Journal journal) {
    return journal.lookup().deliveries().find(new Query(null, "dead", null, "", 100)).stream()
        .map(Listed::delivery)
        .toList();
  }

  private static List<Delivery> claim(Journal journal, String sink) {
    List<Delivery> claimed = new ArrayList<>();
    for (Optional<Delivery> next = journal.outbox().claim(sink, LEASE);
        next.isPresent();
        next = journal.outbox().claim(sink, LEASE)) {
      claimed.add(next.get());
    }
    return claimed;
  }
}
