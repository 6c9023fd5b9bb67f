package org.radiologytrust.journal.rehearsal;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.radiologytrust.journal.rehearsal.Signature.Counts;
import org.radiologytrust.journal.rehearsal.Signature.Rehearsed;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.JournalFile;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.PostgresDialect;
import org.radiologytrust.journal.store.PostgresLogin;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;

/** {@link Signatures} in SQL: the tables {@code rehearsal} and {@code engine_start}. */
public final class SqlSignatures implements Signatures {
  static final String TABLE = "rehearsal";

  private static final String SELECT =
      """
      select r.kind, r.number, r.sha256, r.version, r.reports, r.gained, r.lost, r.changed, r.username,
        r.signed_at, r.files, r.files_packed
      from rehearsal r
      """;

  private static final String LAST =
      SELECT + "where r.number = (select max(l.number) from rehearsal l where l.kind = r.kind)";

  private final Db db;
  private final Clock clock;

  public SqlSignatures(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * The last signature of each kind in a journal that is not open yet. Changes no table, and needs
   * none: a journal of an older version has none.
   *
   * @throws JournalException if the journal cannot be read
   */
  public static Map<DataKind, Signature> last(Path journal) {
    if (Files.notExists(journal)) {
      return Map.of();
    }
    try (Connection connection = JournalFile.open(journal)) {
      return last(connection);
    } catch (SQLException e) {
      throw new JournalException("cannot read the journal " + journal + ": check the file", e);
    }
  }

  /** As {@link #last(Path)}, on PostgreSQL. */
  public static Map<DataKind, Signature> last(PostgresLogin login) {
    PostgresDialect dialect = new PostgresDialect(login);
    dialect.prepare();
    try (Connection connection = dialect.connect()) {
      return last(connection);
    } catch (SQLException e) {
      throw new JournalException("cannot read " + dialect.name() + ": see its log", e);
    }
  }

  private static Map<DataKind, Signature> last(Connection connection) throws SQLException {
    try (ResultSet tables =
        connection.getMetaData().getTables(null, connection.getSchema(), TABLE, null)) {
      if (!tables.next()) {
        return Map.of();
      }
    }
    Map<DataKind, Signature> last = new EnumMap<>(DataKind.class);
    try (Statement statement = connection.createStatement();
        ResultSet rs = statement.executeQuery(LAST)) {
      while (rs.next()) {
        signature(rs).ifPresent(s -> last.put(s.rehearsed().kind(), s));
      }
    }
    return last;
  }

  /** The last signature of each kind. */
  static Map<DataKind, Signature> last(Tx tx) throws SQLException {
    Map<DataKind, Signature> last = new EnumMap<>(DataKind.class);
    tx.list(LAST, SqlSignatures::signature)
        .forEach(found -> found.ifPresent(s -> last.put(s.rehearsed().kind(), s)));
    return last;
  }

  @Override
  public List<Signature> all() {
    return db.read(
        tx ->
            tx.list(SELECT + "order by r.signed_at desc, r.kind", SqlSignatures::signature).stream()
                .flatMap(Optional::stream)
                .toList());
  }

  @Override
  public Signature sign(Rehearsed rehearsed, String user) {
    return db.write(
        tx -> {
          Optional<Signature> last = Optional.ofNullable(last(tx).get(rehearsed.kind()));
          if (last.filter(s -> s.rehearsed().equals(rehearsed) && s.user().equals(user))
              .isPresent()) {
            return last.get();
          }
          insert(tx, rehearsed, user, last.map(Signature::number).orElse(0) + 1);
          return last(tx).get(rehearsed.kind());
        });
  }

  private void insert(Tx tx, Rehearsed rehearsed, String user, int number) throws SQLException {
    Counts counts = rehearsed.counts();
    tx.update(
        """
        insert into rehearsal (kind, number, sha256, version, reports, gained, lost, changed,
          username, signed_at, files, files_packed)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?)
        """,
        rehearsed.kind().code(),
        number,
        rehearsed.sha256(),
        rehearsed.version(),
        counts.reports(),
        counts.gained(),
        counts.lost(),
        counts.changed(),
        user,
        clock.millis(),
        PackedText.of(StoredJson.write(rehearsed.files())));
  }

  @Override
  public boolean startsUnrehearsed(String version) {
    return db.write(
        tx -> {
          tx.update(
              "insert into engine_start (version, started_at) values (?, ?) on conflict do nothing",
              version,
              clock.millis());
          boolean first =
              tx.first(
                      "select version from engine_start order by started_at, version limit 1",
                      rs -> rs.getString(1))
                  .filter(version::equals)
                  .isPresent();
          return !first
              && tx.first(
                      "select 1 from rehearsal where kind = ? and version = ?",
                      rs -> true,
                      DataKind.RELEASE.code(),
                      version)
                  .isEmpty();
        });
  }

  /** Empty for a kind that only a later version knows. */
  private static Optional<Signature> signature(ResultSet rs) throws SQLException {
    Optional<DataKind> kind = DataKind.ofCode(rs.getString("kind"));
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Signature(
            rs.getInt("number"),
            new Rehearsed(
                kind.get(),
                rs.getString("sha256"),
                rs.getString("version"),
                new Counts(
                    rs.getInt("reports"),
                    rs.getInt("gained"),
                    rs.getInt("lost"),
                    rs.getInt("changed")),
                StoredJson.read(
                    PackedText.read(rs, "files"), new TypeReference<Map<String, String>>() {})),
            rs.getString("username"),
            Instant.ofEpochMilli(rs.getLong("signed_at"))));
  }
}
