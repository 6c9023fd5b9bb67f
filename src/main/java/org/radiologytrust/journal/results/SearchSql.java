package org.radiologytrust.journal.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.radiologytrust.journal.results.ResourceStore.Alternative;
import org.radiologytrust.journal.results.ResourceStore.Code;
import org.radiologytrust.journal.results.ResourceStore.Criterion;
import org.radiologytrust.journal.results.ResourceStore.Range;
import org.radiologytrust.journal.store.Placeholders;
import org.radiologytrust.journal.store.SqlFragment;

/**
 * A search for resources in SQL. Values of one kind are put into one {@code IN}: SQLite needs
 * quadratic time to prepare a long chain of {@code OR}.
 */
final class SearchSql {
  private SearchSql() {}

  /** The criterion as a condition on a row {@code r} of {@code resource}. */
  static SqlFragment holds(String type, Criterion criterion) {
    if (criterion.parameter().equals("_id")) {
      return in("r.id", codes(criterion.anyOf()));
    }
    if (criterion.parameter().equals(Criterion.DATED)) {
      return dated(criterion);
    }
    // with a plus sign SQLite compares the resource's few values with all that match, and does not
    // look up each of those
    String value = indexed(criterion) ? "x.value" : "+x.value";
    SqlFragment values = values(type, criterion);
    return new SqlFragment(
        """
        exists (
          select 1 from resource_value x where x.resource = r.number and %s in (%s))
        """
            .formatted(value, values.text()),
        values.values());
  }

  /** A table {@code x} whose column {@code resource} has the numbers of those that match. */
  static SqlFragment rows(String type, Criterion criterion) {
    if (criterion.parameter().equals(Criterion.DATED)) {
      SqlFragment where = SqlFragment.of("r.type = ?", type).and(dated(criterion));
      return new SqlFragment(
          "(select r.number as resource from resource r where " + where.text() + ") x",
          where.values());
    }
    SqlFragment values = values(type, criterion);
    return new SqlFragment(
        "resource_value x where x.value in (" + values.text() + ")", values.values());
  }

  /** The date of a row {@code r} of {@code resource}; 0 is none. */
  private static SqlFragment dated(Criterion criterion) {
    List<Object> bounds = new ArrayList<>();
    for (Alternative alternative : criterion.anyOf()) {
      Range range = (Range) alternative;
      bounds.add(Math.max(1, (long) range.from()));
      bounds.add((long) range.until());
    }
    String any =
        String.join(
            " or ",
            Collections.nCopies(criterion.anyOf().size(), "(r.dated >= ? and r.dated < ?)"));
    return new SqlFragment("(" + any + ")", bounds);
  }

  /** Selects the values of resources of this type that match the criterion. */
  static SqlFragment values(String type, Criterion criterion) {
    SqlFragment value =
        SqlFragment.of("t.type = ? and t.parameter = ?", type, criterion.parameter());
    SqlFragment where = value.and(matches(criterion));
    return new SqlFragment("select t.id from search_value t where " + where.text(), where.values());
  }

  /** The criterion as a condition on a row {@code t} of {@code search_value}. */
  private static SqlFragment matches(Criterion criterion) {
    List<SqlFragment> any = new ArrayList<>();
    List<Object> anySystem = new ArrayList<>();
    List<Object> systems = new ArrayList<>();
    List<Object> pairs = new ArrayList<>();
    for (Alternative alternative : criterion.anyOf()) {
      if (alternative instanceof Range range) {
        any.add(SqlFragment.of("(t.number >= ? and t.number < ?)", range.from(), range.until()));
      } else if (alternative instanceof Code code) {
        if (code.system() == null) {
          anySystem.add(SearchValues.cut(code.code()));
        } else if (code.code() == null) {
          systems.add(SearchValues.cut(code.system()));
        } else {
          pairs.add(SearchValues.cut(code.system()));
          pairs.add(SearchValues.cut(code.code()));
        }
      }
    }
    if (!anySystem.isEmpty()) {
      any.add(in("t.code", anySystem));
    }
    if (!systems.isEmpty()) {
      any.add(in("t.system", systems));
    }
    if (!pairs.isEmpty()) {
      String rows = Placeholders.rows(pairs.size() / 2, "(?, ?)");
      any.add(new SqlFragment("(t.system, t.code) in (values " + rows + ")", pairs));
    }
    SqlFragment either =
        new SqlFragment(
            any.stream().map(SqlFragment::text).collect(Collectors.joining(" or ", "(", ")")),
            any.stream().flatMap(sql -> sql.values().stream()).toList());
    // the code comes first: only then does SQLite use the index
    return byCode(criterion)
        ? in("t.code", codes(criterion.anyOf()).stream().map(SearchValues::cut).toList())
            .and(either)
        : either;
  }

  /** Whether every alternative has a code. */
  private static boolean byCode(Criterion criterion) {
    return criterion.anyOf().stream().allMatch(a -> a instanceof Code c && c.code() != null);
  }

  /** Whether an index finds the matches. */
  static boolean indexed(Criterion criterion) {
    return byCode(criterion) || criterion.anyOf().stream().allMatch(a -> a instanceof Range);
  }

  private static SqlFragment in(String column, Collection<?> values) {
    String marks = Placeholders.of(values.size());
    return new SqlFragment(column + " in (" + marks + ")", new ArrayList<>(values));
  }

  private static List<String> codes(List<Alternative> alternatives) {
    return alternatives.stream().map(a -> Objects.requireNonNull(((Code) a).code())).toList();
  }
}
