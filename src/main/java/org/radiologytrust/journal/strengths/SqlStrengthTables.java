package org.radiologytrust.journal.strengths;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.CheckStrength;
import org.radiologytrust.model.StrengthRow;
import org.radiologytrust.model.Texts;

/** {@link StrengthTables} in SQL: the table {@code strength_table}. */
public final class SqlStrengthTables implements StrengthTables {
  /** A journal of an older version lacks it. */
  private static final String TABLE = "strength_table";

  /** Of a version before, which kept each change. */
  private static final String CHANGES = "strength_change";

  private final Db db;
  private final Clock clock;

  public SqlStrengthTables(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  @Override
  public Optional<Loaded> inForce() {
    return db.read(SqlStrengthTables::inForce);
  }

  /** As {@link #inForce()}, within a transaction. */
  private static Optional<Loaded> inForce(Tx tx) throws SQLException {
    return tx.first(
        "select content, sha256, file_sha256, username, loaded_at from strength_table",
        SqlStrengthTables::loaded);
  }

  /**
   * What is in force in a journal that may be of an older version.
   *
   * @return its content, or else the changes of which a first start would make it
   */
  public static InForce read(Tx tx) throws SQLException {
    Optional<Loaded> loaded = tx.hasTable(TABLE) ? inForce(tx) : Optional.empty();
    return new InForce(loaded.map(Loaded::content), loaded.isPresent() ? List.of() : changes(tx));
  }

  /**
   * The strengths of a journal.
   *
   * @param content of the table; empty if the journal has none yet
   * @param changes what people had changed with a version before; empty if there is a table
   */
  public record InForce(Optional<String> content, List<StrengthRow> changes) {
    public InForce {
      changes = List.copyOf(changes);
    }
  }

  /** The last change of each check and modality, unless it was taken back. */
  private static List<StrengthRow> changes(Tx tx) throws SQLException {
    return tx.hasTable(CHANGES)
        ? tx
            .list(
                """
                select c.check_name, c.modality, c.strength, c.why from strength_change c
                where c.number = (
                  select max(l.number) from strength_change l
                  where l.check_name = c.check_name and l.modality = c.modality)
                order by c.check_name, c.modality
                """,
                SqlStrengthTables::change)
            .stream()
            .flatMap(Optional::stream)
            .toList()
        : List.of();
  }

  private static Optional<StrengthRow> change(ResultSet rs) throws SQLException {
    String check = rs.getString("check_name");
    String modality = rs.getString("modality");
    String why = rs.getString("why");
    return CheckStrength.of(rs.getString("strength"))
        .map(strength -> new StrengthRow(check, StrengthRow.ALL, modality, strength, why));
  }

  private static Loaded loaded(ResultSet rs) throws SQLException {
    return new Loaded(
        rs.getString("content"),
        rs.getString("sha256"),
        rs.getString("file_sha256"),
        rs.getString("username"),
        Instant.ofEpochMilli(rs.getLong("loaded_at")));
  }

  @Override
  public boolean isNew() {
    return db.read(
        tx ->
            inForce(tx).isEmpty()
                && tx.first("select outcome from message limit 1", rs -> true).isEmpty());
  }

  @Override
  public Loaded first(String file, FirstTable made) {
    Optional<Loaded> there = inForce();
    return there.isPresent()
        ? there.get()
        : db.write(
            tx -> {
              String content = made.of(changes(tx));
              tx.update(
                  """
                  insert into strength_table (name, content, sha256, file_sha256, username, loaded_at)
                  values ('strengths', ?, ?, ?, '', ?) on conflict (name) do nothing
                  """,
                  content,
                  Texts.sha256(content),
                  file.isEmpty() ? "" : Texts.sha256(file),
                  clock.millis());
              return inForce(tx).orElseThrow();
            });
  }

  @Override
  public Optional<Loaded> load(Wanted wanted) {
    return db.write(
        tx ->
            store(tx, wanted, Texts.sha256(wanted.content()), clock.millis())
                ? inForce(tx)
                : Optional.empty());
  }

  /**
   * Puts other content into the table, which is still made from the same file. Part of a
   * transaction.
   *
   * @return false if somebody has loaded another table since the person looked; nothing is stored
   */
  public static boolean change(Tx tx, Wanted wanted, long now) throws SQLException {
    Optional<Loaded> before = inForce(tx);
    return before.isPresent() && store(tx, wanted, before.get().fileSha256(), now);
  }

  private static boolean store(Tx tx, Wanted wanted, String file, long now) throws SQLException {
    String sha256 = Texts.sha256(wanted.content());
    int stored =
        tx.update(
            """
            update strength_table set content = ?, sha256 = ?, file_sha256 = ?, username = ?,
              loaded_at = ?
            where sha256 = ? and not (sha256 = ? and file_sha256 = ? and username = ?)
            """,
            wanted.content(),
            sha256,
            file,
            wanted.user(),
            now,
            wanted.seen(),
            sha256,
            file,
            wanted.user());
    return stored > 0
        || inForce(tx)
            .filter(
                one ->
                    one.sha256().equals(sha256)
                        && one.fileSha256().equals(file)
                        && one.user().equals(wanted.user()))
            .isPresent();
  }
}
