package org.radiologytrust.fhirread;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.radiologytrust.journal.results.ResourceStore.Page;
import org.radiologytrust.journal.results.ResourceStore.Place;
import org.radiologytrust.journal.results.ResourceStore.Query;

/**
 * A parsed search.
 *
 * @param cursor start of the page; empty for the first page
 * @param entries false for {@code _summary=count}
 * @param included what {@code _include} adds
 * @param includedBack what {@code _revinclude} adds
 * @param subset the elements that were asked for
 * @param used the parameters that were applied, for links, without {@code _cursor}
 * @param warnings about parameters that were ignored
 */
record SearchRequest(
    Query query,
    Optional<Cursor> cursor,
    boolean entries,
    List<Inclusion> included,
    List<Inclusion> includedBack,
    Subset subset,
    Parameters used,
    List<String> warnings) {

  /** The number of matches; later pages repeat the count of the first. */
  OptionalInt total(Page page) {
    return cursor.isPresent() ? cursor.get().total() : page.total();
  }

  /** The cursor of the page after this; empty after the last. */
  Optional<Cursor> next(Page page) {
    Instant since = cursor.map(Cursor::since).orElse(page.newest());
    boolean descending = query.descending();
    OptionalInt total = total(page);
    if (page.more()) {
      Place last = query.placeOf(page.matches().get(page.matches().size() - 1));
      return Optional.of(new Cursor(descending, query.byDate(), last, total, since));
    }
    // the empty id sorts before all others
    return descending && !query.byDate() && page.newest().isAfter(since)
        ? Optional.of(new Cursor(false, false, new Place(since.plusMillis(1), ""), total, since))
        : Optional.empty();
  }
}
