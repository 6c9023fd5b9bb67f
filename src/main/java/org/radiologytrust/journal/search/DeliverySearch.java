package org.radiologytrust.journal.search;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.store.SearchBusyException;

/** Finds deliveries of audits and decisions, for operators. */
public interface DeliverySearch {
  /**
   * A delivery in the list.
   *
   * @param ordinal its place, for the next page
   */
  record Listed(long ordinal, Stories.Delivered delivery) {}

  /**
   * What to look for. A condition that is null holds for every delivery.
   *
   * @param state one of {@link org.radiologytrust.journal.results.Outbox#STATES}
   * @param before deliveries with a smaller ordinal, or with this ordinal and a sink that comes
   *     after {@code beforeSink}
   */
  record Query(
      @Nullable String sink,
      @Nullable String state,
      @Nullable Long before,
      String beforeSink,
      int limit) {}

  /**
   * Deliveries that fulfil all conditions, newest first.
   *
   * @throws SearchBusyException if it takes too long, or too many searches run
   */
  List<Listed> find(Query query);
}
