package org.radiologytrust.journal.results;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.results.StoredResource.Token;
import org.radiologytrust.journal.store.Placeholders;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Texts;

/** The values by which resources are found: tables {@code search_value}, {@code resource_value}. */
final class SearchValues {
  /** A longer value would not fit into an index of PostgreSQL. */
  private static final int LONGEST = 300;

  private static final String ID = "_id";

  private static final List<String> PATIENT_IDENTIFIERS =
      List.of("patient:identifier", "subject:identifier");

  private SearchValues() {}

  /**
   * A value as it is stored and searched: of a longer one, its beginning and a hash of the whole.
   */
  static String cut(String value) {
    if (value.length() <= LONGEST) {
      return value;
    }
    String hash = Texts.sha256(value);
    return value.substring(0, LONGEST - hash.length()) + hash;
  }

  /**
   * Replaces the values of a stored resource. Ids of its patient are only added: the resource has
   * one, and is found by all.
   */
  static void store(Tx tx, StoredResource r) throws SQLException {
    add(tx, r.type(), ID, "", r.id(), null);
    long number = number(tx, r);
    tx.update("update resource set number = ? where type = ? and id = ?", number, r.type(), r.id());
    tx.update(
        """
        delete from resource_value where resource = ? and not exists (
          select 1 from search_value v where v.id = resource_value.value and v.parameter in (?, ?))
        """,
        number,
        PATIENT_IDENTIFIERS.get(0),
        PATIENT_IDENTIFIERS.get(1));
    for (Token token : r.tokens()) {
      String system = cut(token.system());
      String code = cut(token.code());
      add(tx, r.type(), token.parameter(), system, code, token.number());
      tx.update(
          """
          insert into resource_value (resource, value)
          select ?, v.id from search_value v
          where v.type = ? and v.parameter = ? and v.code = ? and v.system = ?
          on conflict do nothing
          """,
          number,
          r.type(),
          token.parameter(),
          code,
          system);
    }
  }

  /**
   * Deletes the values of a resource that is deleted, and those of them that no other resource has.
   */
  static void delete(Tx tx, long number) throws SQLException {
    List<Long> values =
        tx.list("select value from resource_value where resource = ?", rs -> rs.getLong(1), number);
    tx.update("delete from resource_value where resource = ?", number);
    tx.update("update resource set number = null where number = ?", number);
    for (long value : Stream.concat(values.stream(), Stream.of(number)).toList()) {
      tx.update(
          """
          delete from search_value where id = ?
            and not exists (select 1 from resource_value x where x.value = search_value.id)
            and not exists (select 1 from resource r where r.number = search_value.id)
          """,
          value);
    }
  }

  /** The number of a resource is that of its id among the values. */
  private static long number(Tx tx, StoredResource r) throws SQLException {
    return tx.first(
            """
            select id from search_value
            where type = ? and parameter = ? and code = ? and system = ''
            """,
            rs -> rs.getLong(1),
            r.type(),
            ID,
            r.id())
        .orElseThrow();
  }

  /** Lets Observations be found by these ids of their patient, too. */
  static void alsoFoundBy(Tx tx, List<String> observations, List<Identifier> ids)
      throws SQLException {
    if (observations.isEmpty()) {
      return;
    }
    for (Identifier id : ids) {
      for (String parameter : PATIENT_IDENTIFIERS) {
        add(tx, "Observation", parameter, cut(id.system()), cut(id.value()), null);
        tx.update(
            """
            insert into resource_value (resource, value)
            select r.number, v.id from resource r, search_value v
            where r.type = 'Observation' and r.id in (%s) and v.type = 'Observation'
              and v.parameter = ? and v.code = ? and v.system = ?
            on conflict do nothing
            """
                .formatted(Placeholders.of(observations.size())),
            Tx.values(observations.toArray(), parameter, cut(id.value()), cut(id.system())));
      }
    }
  }

  /** No longer lets Observations be found by these ids, which another patient has. */
  static void notFoundBy(Tx tx, List<String> observations, List<Identifier> ids)
      throws SQLException {
    if (observations.isEmpty()) {
      return;
    }
    for (Identifier id : ids) {
      tx.update(
          """
          delete from resource_value
          where resource in (
              select number from resource where type = 'Observation' and id in (%s))
            and value in (
              select id from search_value
              where type = 'Observation' and parameter in (?, ?) and code = ? and system = ?)
          """
              .formatted(Placeholders.of(observations.size())),
          Tx.values(
              observations.toArray(),
              PATIENT_IDENTIFIERS.get(0),
              PATIENT_IDENTIFIERS.get(1),
              cut(id.value()),
              cut(id.system())));
    }
  }

  private static void add(
      Tx tx, String type, String parameter, String system, String code, @Nullable Double number)
      throws SQLException {
    tx.update(
        """
        insert into search_value (id, type, parameter, system, code, number)
        values ((select coalesce(max(id), 0) + 1 from search_value), ?, ?, ?, ?, ?)
        on conflict (type, parameter, code, system) do nothing
        """,
        type,
        parameter,
        system,
        code,
        number);
  }
}
