package org.radiologytrust.review;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.radiologytrust.journal.ResourceStore.Page;
import org.radiologytrust.journal.ResourceStore.Query;

/**
 * A search as it was understood.
 *
 * @param cursor empty at the first page
 * @param entries false for {@code _summary=count}
 * @param used the parameters that were used, for the links, without {@code _cursor}
 * @param warnings about those that were not
 */
record SearchRequest(
    Query query, Optional<Cursor> cursor, boolean entries, Parameters used, List<String> warnings) {

  /** How many match: on each page what was counted for the first. */
  OptionalInt total(Page page) {
    return cursor.isPresent() ? cursor.get().total() : page.total();
  }
}
