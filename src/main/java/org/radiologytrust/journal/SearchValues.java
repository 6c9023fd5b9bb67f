package org.radiologytrust.journal;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.StoredResource.Token;
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

  /** Replaces the values of a stored resource. */
  static void store(Db.Tx tx, StoredResource r) throws SQLException {
    add(tx, r.type(), ID, "", r.id(), null);
    tx.update(
        """
        update resource set number = (
          select v.id from search_value v
          where v.type = ? and v.parameter = ? and v.code = ? and v.system = '')
        where type = ? and id = ?
        """,
        r.type(),
        ID,
        r.id(),
        r.type(),
        r.id());
    tx.update(
        """
        delete from resource_value
        where resource = (select number from resource where type = ? and id = ?)
        """,
        r.type(),
        r.id());
    for (Token token : r.tokens()) {
      String system = cut(token.system());
      String code = cut(token.code());
      add(tx, r.type(), token.parameter(), system, code, token.number());
      tx.update(
          """
          insert into resource_value (resource, value)
          select r.number, v.id from resource r, search_value v
          where r.type = ? and r.id = ?
            and v.type = ? and v.parameter = ? and v.code = ? and v.system = ?
          on conflict do nothing
          """,
          r.type(),
          r.id(),
          r.type(),
          token.parameter(),
          code,
          system);
    }
  }

  /**
   * Lets resources that are found by one of these patient ids be found by another one, too. Ids
   * without an assigning authority may be those of several patients, so they are left alone.
   */
  static void alsoFoundBy(Db.Tx tx, List<Identifier> ids, Identifier added) throws SQLException {
    for (Identifier id : ids) {
      for (String parameter : PATIENT_IDENTIFIERS) {
        if (!id.system().isEmpty()) {
          add(tx, "Observation", parameter, cut(added.system()), cut(added.value()), null);
          tx.update(
              """
              insert into resource_value (resource, value)
              select r.resource, v.id from resource_value r
              join search_value old on old.id = r.value, search_value v
              where old.type = 'Observation' and old.parameter = ? and old.code = ?
                and old.system = ?
                and v.type = 'Observation' and v.parameter = ? and v.code = ? and v.system = ?
              on conflict do nothing
              """,
              parameter,
              cut(id.value()),
              cut(id.system()),
              parameter,
              cut(added.value()),
              cut(added.system()));
        }
      }
    }
  }

  private static void add(
      Db.Tx tx, String type, String parameter, String system, String code, @Nullable Double number)
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
