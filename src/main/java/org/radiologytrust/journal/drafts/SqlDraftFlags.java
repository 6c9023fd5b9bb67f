package org.radiologytrust.journal.drafts;

import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Strength;
import org.radiologytrust.review.FlagMarks;

/** {@link DraftFlags} in SQL: the tables {@code draft_flag} and {@code draft_outcome}. */
public final class SqlDraftFlags implements DraftFlags {
  private final Db db;
  private final Clock clock;

  private record Row(String number, String check, String mark, String strength) {}

  public SqlDraftFlags(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  @Override
  public void keep(List<DraftFlag> flags) {
    db.write(
        tx -> {
          for (DraftFlag flag : flags) {
            tx.update(
                """
                insert into draft_flag
                  (number, check_name, mark, place_start, place_end, strength, made_at)
                values (?, ?, ?, ?, ?, ?, ?) on conflict (number, check_name, mark) do nothing
                """,
                flag.number(),
                flag.check(),
                flag.mark(),
                flag.start(),
                flag.end(),
                code(flag.strength()),
                clock.millis());
          }
          return null;
        });
  }

  private static String code(Strength strength) {
    return strength.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<Outcome> outcomes() {
    return db.read(
        tx ->
            tx.list(
                "select check_name, strength, outcome, flags from draft_outcome",
                rs ->
                    new Outcome(
                        rs.getString("check_name"),
                        Strength.valueOf(rs.getString("strength").toUpperCase(Locale.ROOT)),
                        rs.getString("outcome"),
                        rs.getLong("flags"))));
  }

  /**
   * Counts what became of the flags of a report, in the commit of the audit of its signed version.
   * A flag whose check did not finish now waits for a later audit.
   */
  public static void settle(Tx tx, FlagMarks.Signed signed) throws SQLException {
    // in one order, so that two commits do not wait for each other
    for (String number : signed.numbers().stream().sorted().toList()) {
      List<Row> rows =
          tx.list(
              """
              select number, check_name, mark, strength from draft_flag where number = ?
              order by check_name, strength, mark
              """,
              rs ->
                  new Row(
                      rs.getString("number"),
                      rs.getString("check_name"),
                      rs.getString("mark"),
                      rs.getString("strength")),
              number);
      for (Row row : rows) {
        if (signed.finished().contains(row.check) && delete(tx, row) > 0) {
          count(tx, row, signed.marks().contains(row.mark) ? LEFT : MENDED);
        }
      }
    }
  }

  private static int delete(Tx tx, Row row) throws SQLException {
    return tx.update(
        "delete from draft_flag where number = ? and check_name = ? and mark = ?",
        row.number,
        row.check,
        row.mark);
  }

  private static void count(Tx tx, Row row, String outcome) throws SQLException {
    tx.update(
        """
        insert into draft_outcome (check_name, strength, outcome, flags) values (?, ?, ?, 1)
        on conflict (check_name, strength, outcome)
        do update set flags = draft_outcome.flags + 1
        """,
        row.check,
        row.strength,
        outcome);
  }
}
