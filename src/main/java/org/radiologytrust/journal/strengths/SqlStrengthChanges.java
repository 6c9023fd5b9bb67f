package org.radiologytrust.journal.strengths;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.StrengthRow;

/** {@link StrengthChanges} in SQL: the table {@code strength_change}. */
public final class SqlStrengthChanges implements StrengthChanges {
  /** A journal of an older version lacks it. */
  public static final String TABLE = "strength_change";

  private static final String AS_FILE = "as-file";

  private static final String SELECT =
      """
      select c.check_name, c.modality, c.number, c.strength, c.why, c.basis, c.username, c.changed_at
      from strength_change c
      """;

  private static final String LAST =
      SELECT
          + """
          where c.number = (
            select max(l.number) from strength_change l
            where l.check_name = c.check_name and l.modality = c.modality)
          """;

  private final Db db;
  private final Clock clock;

  public SqlStrengthChanges(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  @Override
  public List<StrengthRow> inForce() {
    return db.read(SqlStrengthChanges::inForce);
  }

  /** As {@link #inForce()}, within a transaction. */
  public static List<StrengthRow> inForce(Tx tx) throws SQLException {
    return tx.list(LAST + "order by c.check_name, c.modality", SqlStrengthChanges::change).stream()
        .flatMap(change -> change.row().stream())
        .toList();
  }

  @Override
  public List<Change> all() {
    return db.read(
        tx ->
            tx.list(
                SELECT + "order by c.changed_at desc, c.check_name, c.modality, c.number desc",
                SqlStrengthChanges::change));
  }

  @Override
  public Optional<Change> add(Wanted wanted) {
    return db.write(tx -> add(tx, wanted, clock.millis()));
  }

  /** As {@link #add(Wanted)}, within a transaction. */
  public static Optional<Change> add(Tx tx, Wanted wanted, long now) throws SQLException {
    String check = wanted.place().check();
    StrengthRow.requireTells(check, wanted.strength().orElse(Strength.TELL) == Strength.TELL);
    Optional<Change> last = last(tx, wanted.place());
    int number = last.map(Change::number).orElse(0);
    if (last.isPresent() && number == wanted.after() + 1 && same(last.get(), wanted)) {
      return last;
    }
    boolean back = wanted.strength().isEmpty();
    if (number != wanted.after() || (back && last.flatMap(Change::strength).isEmpty())) {
      return Optional.empty();
    }
    int stored =
        tx.update(
            """
            insert into strength_change
              (check_name, modality, number, strength, why, basis, username, changed_at)
            values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (check_name, modality, number) do nothing
            """,
            wanted.place().check(),
            wanted.place().modality(),
            number + 1,
            wanted.strength().map(Strength::word).orElse(AS_FILE),
            wanted.why(),
            wanted.basis(),
            wanted.user(),
            now);
    return stored == 0 ? Optional.empty() : last(tx, wanted.place());
  }

  /** The same wish again: an answer was lost. */
  private static boolean same(Change last, Wanted wanted) {
    return last.strength().equals(wanted.strength())
        && last.why().equals(wanted.why())
        && last.basis().equals(wanted.basis())
        && last.user().equals(wanted.user());
  }

  private static Optional<Change> last(Tx tx, Place place) throws SQLException {
    return tx.first(
        SELECT + "where c.check_name = ? and c.modality = ? order by c.number desc limit 1",
        SqlStrengthChanges::change,
        place.check(),
        place.modality());
  }

  private static Change change(ResultSet rs) throws SQLException {
    return new Change(
        new Place(rs.getString("check_name"), rs.getString("modality")),
        rs.getInt("number"),
        Strength.of(rs.getString("strength")),
        rs.getString("why"),
        rs.getString("basis"),
        rs.getString("username"),
        Instant.ofEpochMilli(rs.getLong("changed_at")));
  }
}
