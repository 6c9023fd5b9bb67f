package org.radiologytrust.journal.reviews;

import java.util.Collection;
import org.radiologytrust.journal.reviews.Worklist.Filter;
import org.radiologytrust.journal.reviews.Worklist.State;
import org.radiologytrust.journal.store.Placeholders;
import org.radiologytrust.journal.store.SqlFragment;

/** The criteria of a filter in SQL, about the table {@code worklist w}. */
final class WorklistCriteria {
  private WorklistCriteria() {}

  /** All criteria. */
  static SqlFragment withStates(Filter filter) {
    return in(of(filter), "state", filter.states().stream().map(State::code).toList());
  }

  /** All criteria but the states. */
  static SqlFragment of(Filter filter) {
    // with a time, the rows since then are read; without one, the index in its order
    SqlFragment where =
        filter.since() == null
            ? SqlFragment.of("w.rank >= 0")
            : SqlFragment.of("w.received_at >= ?", filter.since().toEpochMilli());
    where = equal(where, "site", filter.site());
    where = equal(where, "modality", filter.modality());
    where = equal(where, "body_part", filter.bodyPart());
    where = in(where, "radiologist", filter.radiologists());
    if (filter.preliminary()) {
      where = where.and(SqlFragment.of("w.preliminary = 1"));
    }
    if (!filter.type().isEmpty()) {
      where =
          where.and(
              SqlFragment.of("replace(w.types, ?, '') <> w.types", " " + filter.type() + " "));
    }
    for (String pattern : SearchTerms.patterns(filter.text())) {
      where = where.and(SqlFragment.of("w.terms like ? escape '\\'", pattern));
    }
    return where;
  }

  private static SqlFragment in(SqlFragment where, String column, Collection<String> values) {
    return values.isEmpty()
        ? where
        : where.and(
            new SqlFragment(
                "w." + column + " in (" + Placeholders.of(values.size()) + ")",
                values.stream().sorted().map(Object.class::cast).toList()));
  }

  private static SqlFragment equal(SqlFragment where, String column, String value) {
    return value.isEmpty() ? where : where.and(SqlFragment.of("w." + column + " = ?", value));
  }
}
