package org.radiologytrust.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link ResourceShelf} in SQL. */
final class SqlResourceShelf implements ResourceShelf {
  private static final String COLUMNS = "r.type, r.id, r.version, r.last_updated, r.resource";

  private final Db db;
  private final Clock clock;

  SqlResourceShelf(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  @Override
  public void put(List<StoredResource> resources) {
    db.write(
        tx -> {
          put(tx, resources, clock.millis());
          return null;
        });
  }

  static void put(Db.Tx tx, List<StoredResource> resources, long now) throws SQLException {
    for (StoredResource r : resources) {
      int changed =
          tx.update(
              "insert into resource (type, id, version, last_updated, resource)"
                  + " values (?, ?, 1, ?, ?) on conflict (type, id) do update set"
                  + " version = resource.version + 1, last_updated = excluded.last_updated,"
                  + " resource = excluded.resource where resource.resource <> excluded.resource",
              r.type(),
              r.id(),
              now,
              r.json());
      if (changed == 0) {
        continue;
      }
      tx.update("delete from resource_token where type = ? and id = ?", r.type(), r.id());
      for (StoredResource.Token token : r.tokens()) {
        tx.update(
            "insert into resource_token (type, id, parameter, system, code)"
                + " values (?, ?, ?, ?, ?) on conflict do nothing",
            r.type(),
            r.id(),
            token.parameter(),
            token.system(),
            token.code());
      }
    }
  }

  @Override
  public Optional<Versioned> read(String type, String id) {
    return db.read(
        tx ->
            tx.first(
                "select " + COLUMNS + " from resource r where r.type = ? and r.id = ?",
                SqlResourceShelf::versioned,
                type,
                id));
  }

  @Override
  public Page search(Query query) {
    StringBuilder where = new StringBuilder(" from resource r where r.type = ?");
    List<Object> values = new ArrayList<>();
    values.add(query.type());
    if (query.updatedFrom() != null) {
      where.append(" and r.last_updated >= ?");
      values.add(query.updatedFrom().toEpochMilli());
    }
    if (query.updatedUntil() != null) {
      where.append(" and r.last_updated < ?");
      values.add(query.updatedUntil().toEpochMilli());
    }
    for (Criterion criterion : query.criteria()) {
      where.append(criterion.parameter().equals("_id") ? ids(criterion, values) : "");
      where.append(criterion.parameter().equals("_id") ? "" : tokens(criterion, values));
    }
    String order = query.descending() ? " desc" : "";
    return db.read(
        tx -> {
          int total =
              tx.first("select count(*)" + where, rs -> rs.getInt(1), values.toArray())
                  .orElseThrow();
          List<Object> paged = new ArrayList<>(values);
          paged.add(query.count());
          paged.add(query.offset());
          List<Versioned> matches =
              tx.list(
                  "select "
                      + COLUMNS
                      + where
                      + " order by r.last_updated"
                      + order
                      + ", r.id limit ? offset ?",
                  SqlResourceShelf::versioned,
                  paged.toArray());
          return new Page(matches, total);
        });
  }

  private static String ids(Criterion criterion, List<Object> values) {
    List<String> marks = new ArrayList<>();
    for (Alternative a : criterion.anyOf()) {
      marks.add("?");
      values.add(a.code());
    }
    return " and r.id in (" + String.join(", ", marks) + ")";
  }

  private static String tokens(Criterion criterion, List<Object> values) {
    values.add(criterion.parameter());
    List<String> either = new ArrayList<>();
    for (Alternative a : criterion.anyOf()) {
      List<String> both = new ArrayList<>();
      if (a.code() != null) {
        both.add("t.code = ?");
        values.add(a.code());
      }
      if (a.system() != null) {
        both.add("t.system = ?");
        values.add(a.system());
      }
      either.add(both.isEmpty() ? "1 = 1" : String.join(" and ", both));
    }
    return " and exists (select 1 from resource_token t where t.type = r.type and t.id = r.id"
        + " and t.parameter = ? and ("
        + String.join(" or ", either)
        + "))";
  }

  /** Tokens stay in the index: a reader needs the resource alone. */
  private static Versioned versioned(ResultSet rs) throws SQLException {
    return new Versioned(
        new StoredResource(rs.getString(1), rs.getString(2), rs.getString(5), List.of()),
        rs.getInt(3),
        Instant.ofEpochMilli(rs.getLong(4)));
  }
}
