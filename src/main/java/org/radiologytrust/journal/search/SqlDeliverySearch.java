package org.radiologytrust.journal.search;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.journal.store.Db;

/** {@link DeliverySearch} in SQL. */
final class SqlDeliverySearch implements DeliverySearch {
  private final Db db;

  SqlDeliverySearch(Db db) {
    this.db = db;
  }

  @Override
  public List<Listed> find(Query query) {
    List<String> conditions = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    if (query.sink() != null) {
      conditions.add("sink = ?");
      values.add(query.sink());
    }
    if (query.state() != null) {
      conditions.add("state = ?");
      values.add(query.state());
    }
    if (query.before() != null) {
      conditions.add("(ordinal < ? or ordinal = ? and sink > ?)");
      values.addAll(List.of(query.before(), query.before(), query.beforeSink()));
    }
    values.add(query.limit());
    return db.search(
        tx ->
            tx.list(
                """
                select id, run_id, sink, state, reason, attempts, due_at, ordinal from delivery
                %s order by ordinal desc, sink limit ?
                """
                    .formatted(
                        conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions)),
                rs -> new Listed(rs.getLong("ordinal"), ReportStories.delivered(rs)),
                values.toArray()));
  }
}
