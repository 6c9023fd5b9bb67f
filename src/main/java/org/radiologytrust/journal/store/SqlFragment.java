package org.radiologytrust.journal.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A part of an SQL statement with its values. */
public record SqlFragment(String text, List<Object> values) {
  public SqlFragment {
    values = Collections.unmodifiableList(values);
  }

  public static SqlFragment of(String text, Object... values) {
    return new SqlFragment(text, List.of(values));
  }

  public SqlFragment and(SqlFragment other) {
    return join(" and ", other);
  }

  /** A table list followed by this condition. */
  public SqlFragment where(SqlFragment condition) {
    return join(" where ", condition);
  }

  private SqlFragment join(String word, SqlFragment other) {
    List<Object> all = new ArrayList<>(values);
    all.addAll(other.values);
    return new SqlFragment(text + word + other.text, all);
  }
}
