package org.radiologytrust.journal.results;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.Placeholders;
import org.radiologytrust.journal.store.SqlFragment;
import org.radiologytrust.journal.store.Tx;

/** {@link ResourceStore} in SQL. */
public final class SqlResourceStore implements ResourceStore {
  private static final String COLUMNS =
      "r.type, r.id, r.version, r.last_updated, r.resource_packed, r.dated";

  /**
   * A search starts with a criterion only if it has at most this many matches; otherwise it reads
   * the resources in time order.
   */
  private static final int FEW = 2000;

  /** Ids in one statement. */
  private static final int READ_AT_ONCE = 200;

  private final Db db;
  private final Clock clock;

  SqlResourceStore(Db db, Clock clock) {
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

  /**
   * Gives each commit a later time than every earlier commit, even within one millisecond or after
   * the clock was set back. A client that continues from a time then misses nothing.
   */
  public static void put(Tx tx, List<StoredResource> resources, long time) throws SQLException {
    Locks.order(tx);
    long now = time;
    for (String type : resources.stream().map(StoredResource::type).distinct().toList()) {
      now = Math.max(now, newest(tx, type) + 1);
    }
    for (StoredResource r : resources) {
      List<Versioned> old = row(tx, r.type(), r.id());
      if (old.isEmpty() || !old.get(0).resource().json().equals(r.json())) {
        for (Versioned replaced : old) {
          ReplacedVersions.keep(tx, replaced);
        }
        store(tx, r, now);
        SearchValues.store(tx, r);
      }
    }
  }

  private static void store(Tx tx, StoredResource r, long now) throws SQLException {
    tx.update(
        """
        insert into resource (type, id, version, last_updated, resource_packed, dated)
        values (?, ?, 1, ?, ?, ?)
        on conflict (type, id) do update set version = resource.version + 1,
          last_updated = excluded.last_updated, resource_packed = excluded.resource_packed,
          dated = excluded.dated
        """,
        r.type(),
        r.id(),
        now,
        PackedText.of(r.json()),
        ResourceDate.of(r.type(), r.json()));
  }

  /**
   * Deletes a resource of something that was erased, and the values by which nothing else is found.
   *
   * @return whether there was one
   */
  public static boolean delete(Tx tx, Key key) throws SQLException {
    Locks.order(tx);
    Optional<Long> number =
        tx.first(
            "select number from resource where type = ? and id = ?",
            rs -> rs.getLong(1),
            key.type(),
            key.id());
    if (number.isPresent()) {
      SearchValues.delete(tx, number.get());
      ReplacedVersions.delete(tx, key);
      tx.update("delete from resource where type = ? and id = ?", key.type(), key.id());
    }
    return number.isPresent();
  }

  @Override
  public Optional<Versioned> read(String type, String id) {
    return db.search(tx -> row(tx, type, id).stream().findFirst());
  }

  @Override
  public List<Versioned> readAll(String type, Collection<String> ids) {
    List<String> all = List.copyOf(ids);
    return db.search(
        tx -> {
          List<Versioned> found = new ArrayList<>();
          for (int from = 0; from < all.size(); from += READ_AT_ONCE) {
            List<String> some = all.subList(from, Math.min(all.size(), from + READ_AT_ONCE));
            found.addAll(
                tx.list(
                    "select %s from resource r where r.type = ? and r.id in (%s) order by r.id"
                        .formatted(COLUMNS, Placeholders.of(some.size())),
                    SqlResourceStore::versioned,
                    Tx.values(new Object[] {type}, some.toArray())));
          }
          return found;
        });
  }

  @Override
  public List<Versioned> history(String type, String id, int before, int limit) {
    return db.search(
        tx -> {
          List<Versioned> versions = new ArrayList<>();
          row(tx, type, id).stream().filter(v -> v.version() < before).forEach(versions::add);
          versions.addAll(ReplacedVersions.list(tx, new Key(type, id), before, limit));
          return versions.size() > limit ? versions.subList(0, limit) : versions;
        });
  }

  @Override
  public List<Versioned> historyOfType(
      String type, Instant since, Optional<VersionPlace> after, int limit) {
    String range = "where r.type = ? and r.last_updated >= ?";
    List<Object> values = new ArrayList<>(List.of(type, since.toEpochMilli()));
    if (after.isPresent()) {
      VersionPlace place = after.get();
      range += " and (r.last_updated, r.id, r.version) < (?, ?, ?)";
      values.addAll(List.of(place.time().toEpochMilli(), place.id(), place.version()));
    }
    // one statement, since a version moves from one table to the other
    String sql =
        """
        select %s from resource r %s
        union all
        select r.type, r.id, r.version, r.last_updated, r.resource_packed,
          0 as dated from resource_version r %s
        order by last_updated desc, id desc, version desc limit ?
        """
            .formatted(COLUMNS, range, range);
    return db.search(
        tx ->
            tx.list(
                sql,
                SqlResourceStore::versioned,
                Stream.of(values, values, List.of(limit)).flatMap(List::stream).toArray()));
  }

  @Override
  public void change(List<Key> keys, UnaryOperator<StoredResource> change) {
    db.write(
        tx -> {
          Locks.order(tx);
          List<StoredResource> changed = new ArrayList<>();
          for (Key key : keys) {
            for (Versioned old : row(tx, key.type(), key.id())) {
              StoredResource next = change.apply(old.resource());
              if (!next.json().equals(old.resource().json())) {
                changed.add(next);
              }
            }
          }
          put(tx, changed, clock.millis());
          return null;
        });
  }

  private static List<Versioned> row(Tx tx, String type, String id) throws SQLException {
    return tx.list(
        "select " + COLUMNS + " from resource r where r.type = ? and r.id = ?",
        SqlResourceStore::versioned,
        type,
        id);
  }

  /** The resources as this transaction sees them, by type and id. */
  public static BiFunction<String, String, Optional<StoredResource>> stored(Tx tx) {
    return (type, id) -> {
      try {
        return row(tx, type, id).stream().findFirst().map(Versioned::resource);
      } catch (SQLException e) {
        throw JournalException.of(e);
      }
    };
  }

  @Override
  public Page search(Query query) {
    SqlFragment matches = SqlFragment.of("r.type = ?", query.type());
    if (query.updatedFrom() != null) {
      matches =
          matches.and(SqlFragment.of("r.last_updated >= ?", query.updatedFrom().toEpochMilli()));
    }
    if (query.updatedUntil() != null) {
      matches =
          matches.and(SqlFragment.of("r.last_updated < ?", query.updatedUntil().toEpochMilli()));
    }
    for (Criterion criterion : query.criteria()) {
      matches = matches.and(SearchSql.holds(query.type(), criterion));
    }
    SqlFragment where = matches;
    return db.search(
        tx -> {
          SqlFragment from = from(tx, query);
          OptionalInt total =
              query.total() ? OptionalInt.of(count(tx, from.where(where))) : OptionalInt.empty();
          List<Versioned> found = page(tx, query, from.where(where));
          boolean more = found.size() > query.count();
          return new Page(
              more ? found.subList(0, query.count()) : found, more, total, newest(tx, query));
        });
  }

  /**
   * The table to start with: the values of the criterion with the fewest matches if there are few,
   * otherwise the resources in time order.
   */
  private static SqlFragment from(Tx tx, Query query) throws SQLException {
    SqlFragment best = SqlFragment.of("resource r");
    long fewest = FEW + 1;
    for (Criterion criterion : query.criteria()) {
      if (criterion.parameter().equals("_id")) {
        return best;
      }
      if (!SearchSql.indexed(criterion)) {
        continue;
      }
      SqlFragment rows = SearchSql.rows(query.type(), criterion);
      long some =
          tx.first(
                  "select count(*) from (select 1 from %s limit %d) as found"
                      .formatted(rows.text(), FEW + 1),
                  rs -> rs.getLong(1),
                  rows.values().toArray())
              .orElseThrow();
      if (some < fewest) {
        fewest = some;
        best =
            new SqlFragment(
                """
                (select distinct x.resource from %s) few
                %s resource r on r.number = few.resource
                """
                    .formatted(rows.text(), tx.joinInOrder()),
                rows.values());
      }
    }
    return best;
  }

  private static int count(Tx tx, SqlFragment matches) throws SQLException {
    return tx.first(
            "select count(*) from " + matches.text(),
            rs -> rs.getInt(1),
            matches.values().toArray())
        .orElseThrow();
  }

  /** Reads one match more than the page holds, to know whether more follow. */
  private static List<Versioned> page(Tx tx, Query query, SqlFragment matches) throws SQLException {
    if (query.count() == 0) {
      return List.of();
    }
    SqlFragment after = matches;
    String key = query.byDate() ? "r.dated" : "r.last_updated";
    if (query.after() != null) {
      String beyond = query.descending() ? "<" : ">";
      after =
          after.and(
              SqlFragment.of(
                  "(" + key + ", r.id) " + beyond + " (?, ?)",
                  query.after().time().toEpochMilli(),
                  query.after().id()));
    }
    String order = query.descending() ? "desc" : "asc";
    return tx.list(
        """
        select %s from %s
        order by %s %s, r.id %s limit %d
        """
            .formatted(COLUMNS, after.text(), key, order, order, query.count() + 1),
        SqlResourceStore::versioned,
        after.values().toArray());
  }

  private static Instant newest(Tx tx, Query query) throws SQLException {
    return Instant.ofEpochMilli(newest(tx, query.type()));
  }

  /** The time of the last change; 0 if there is no resource of this type. */
  private static long newest(Tx tx, String type) throws SQLException {
    return tx.first(
            "select coalesce(max(last_updated), 0) from resource where type = ?",
            rs -> rs.getLong(1),
            type)
        .orElseThrow();
  }

  /** Without the tokens: a reader needs only the resource. */
  private static Versioned versioned(ResultSet rs) throws SQLException {
    return new Versioned(
        new StoredResource(
            rs.getString("type"), rs.getString("id"), PackedText.read(rs, "resource"), List.of()),
        rs.getInt("version"),
        Instant.ofEpochMilli(rs.getLong("last_updated")),
        Instant.ofEpochMilli(rs.getLong("dated")));
  }
}
