package org.radiologytrust.journal.results;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.radiologytrust.journal.results.ResourceStore.Key;
import org.radiologytrust.journal.results.ResourceStore.Versioned;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.Tx;

/** Versions of resources that newer ones replaced: table {@code resource_version}. */
final class ReplacedVersions {
  private ReplacedVersions() {}

  static void keep(Tx tx, Versioned replaced) throws SQLException {
    tx.update(
        """
        insert into resource_version (type, id, version, last_updated, resource_packed)
        values (?, ?, ?, ?, ?)
        """,
        replaced.resource().type(),
        replaced.resource().id(),
        replaced.version(),
        replaced.lastUpdated().toEpochMilli(),
        PackedText.of(replaced.resource().json()));
  }

  /** The newest first. */
  static List<Versioned> list(Tx tx, Key key, int before, int limit) throws SQLException {
    return tx.list(
        """
        select version, last_updated, resource_packed from resource_version
        where type = ? and id = ? and version < ? order by version desc limit ?
        """,
        rs ->
            new Versioned(
                new StoredResource(
                    key.type(), key.id(), PackedText.read(rs, "resource"), List.of()),
                rs.getInt("version"),
                Instant.ofEpochMilli(rs.getLong("last_updated")),
                Instant.EPOCH),
        key.type(),
        key.id(),
        before,
        limit);
  }

  static void delete(Tx tx, Key key) throws SQLException {
    tx.update("delete from resource_version where type = ? and id = ?", key.type(), key.id());
  }
}
