package org.radiologytrust.journal.reviews;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.journal.reviews.Worklist.Filter;
import org.radiologytrust.journal.reviews.Worklist.Row;
import org.radiologytrust.journal.reviews.Worklist.State;
import org.radiologytrust.journal.store.Placeholders;
import org.radiologytrust.journal.store.SqlFragment;
import org.radiologytrust.journal.store.Tx;

/**
 * How many reports match in each state, and how many of them are preliminary. To group all rows by
 * their state takes most of the time of a page, so it is done only where nothing else tells.
 */
record WorklistCounts(Map<State, Integer> all, Map<State, Integer> preliminary) {
  WorklistCounts {
    all = withoutZeros(all);
    preliminary = withoutZeros(preliminary);
  }

  private static Map<State, Integer> withoutZeros(Map<State, Integer> counts) {
    Map<State, Integer> some = new EnumMap<>(State.class);
    some.putAll(counts);
    some.values().removeIf(count -> count == 0);
    return Map.copyOf(some);
  }

  /** Of these rows, which are all that match. */
  static WorklistCounts of(List<Row> rows) {
    Map<State, Integer> all = new EnumMap<>(State.class);
    Map<State, Integer> preliminary = new EnumMap<>(State.class);
    for (Row row : rows) {
      all.merge(row.state(), 1, Integer::sum);
      preliminary.merge(row.state(), row.preliminary() ? 1 : 0, Integer::sum);
    }
    return new WorklistCounts(all, preliminary);
  }

  /** Of all that match the filter without its states. */
  static WorklistCounts of(Tx tx, Filter filter) throws SQLException {
    if (isOfAllReports(filter)) {
      return new WorklistCounts(stored(tx), preliminary(tx));
    }
    Map<State, Integer> all = new EnumMap<>(State.class);
    Map<State, Integer> preliminary = new EnumMap<>(State.class);
    SqlFragment counted =
        SqlFragment.of(
                "select w.state, count(*) as reports, sum(w.preliminary) as preliminary from worklist w")
            .where(WorklistCriteria.of(filter));
    tx.list(
        counted.text() + " group by w.state",
        rs -> {
          State state = State.ofCode(rs.getString("state"));
          all.merge(state, rs.getInt("reports"), Integer::sum);
          return preliminary.merge(state, rs.getInt("preliminary"), Integer::sum);
        },
        counted.values().toArray());
    return new WorklistCounts(all, preliminary);
  }

  /** How many match the filter with its states. */
  static int matching(Tx tx, Filter filter) throws SQLException {
    if (isOfAllReports(filter)) {
      return stored(tx).entrySet().stream()
          .filter(count -> filter.states().isEmpty() || filter.states().contains(count.getKey()))
          .mapToInt(Map.Entry::getValue)
          .sum();
    }
    if (!isNamed(tx, filter.radiologists())) {
      return 0;
    }
    SqlFragment counted =
        SqlFragment.of("select count(*) as reports from worklist w")
            .where(WorklistCriteria.withStates(filter));
    return tx.first(counted.text(), rs -> rs.getInt("reports"), counted.values().toArray())
        .orElseThrow();
  }

  /** Whether no criterion but the states leaves reports out. */
  private static boolean isOfAllReports(Filter filter) {
    return filter.equals(new Filter("", filter.states(), "", "", "", Set.of(), "", false, null));
  }

  /** False if no report at all has one of these names. */
  private static boolean isNamed(Tx tx, Set<String> radiologists) throws SQLException {
    if (radiologists.isEmpty()) {
      return true;
    }
    List<Object> values = new ArrayList<>(radiologists);
    values.add("radiologist");
    return tx.first(
            "select 1 from worklist_value where value in (%s) and kind = ?"
                .formatted(Placeholders.of(radiologists.size())),
            rs -> 1,
            values.toArray())
        .isPresent();
  }

  /** Each commit that changes a row keeps these. */
  private static Map<State, Integer> stored(Tx tx) throws SQLException {
    Map<State, Integer> counts = new EnumMap<>(State.class);
    tx.list(
        "select value, reports from worklist_value where kind = ?",
        rs -> counts.put(State.ofCode(rs.getString("value")), rs.getInt("reports")),
        WorklistTable.STATE);
    return counts;
  }

  private static Map<State, Integer> preliminary(Tx tx) throws SQLException {
    Map<State, Integer> counts = new EnumMap<>(State.class);
    tx.list(
        """
        select w.state, count(*) as reports from worklist w
        where w.rank >= 0 and w.preliminary = 1 group by w.state
        """,
        rs ->
            counts.merge(State.ofCode(rs.getString("state")), rs.getInt("reports"), Integer::sum));
    return counts;
  }
}
