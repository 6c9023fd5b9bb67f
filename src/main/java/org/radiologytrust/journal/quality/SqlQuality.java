package org.radiologytrust.journal.quality;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.SqlFragment;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Strength;
import org.radiologytrust.review.FlagVerdict;

/** {@link Quality} in SQL. */
public final class SqlQuality implements Quality {
  private final Db db;

  public SqlQuality(Db db) {
    this.db = db;
  }

  @Override
  public List<VerdictCounts> verdicts(Selection selection) {
    return db.read(
        tx -> {
          List<VerdictCounts> all = new ArrayList<>();
          all.addAll(
              verdicts(
                  tx,
                  Footing.CHOSEN,
                  "f.verdict",
                  "quality_flag f where f.verdict <> ''",
                  Figures.where(selection, Figures.REPORT)));
          all.addAll(
              verdicts(
                  tx,
                  Footing.SAMPLED,
                  "a.answer",
                  "reading_item f join reading_answer a on a.item = f.id"
                      + " where f.source = 'week' and f.kind <> 'report' and "
                      + SqlReadings.FIRST,
                  Figures.where(selection, Figures.READ)));
          all.sort(
              Comparator.comparing(VerdictCounts::check)
                  .thenComparing(VerdictCounts::strength)
                  .thenComparing(VerdictCounts::footing));
          return all;
        });
  }

  /**
   * @param verdict column with the verdict; the log-in is in the column username
   * @param from flags {@code f} with a verdict
   */
  private static List<VerdictCounts> verdicts(
      Tx tx, Footing footing, String verdict, String from, SqlFragment where) throws SQLException {
    return tx.list(
        """
        select f.check_id, f.strength, %s as n_right, %s as n_wrong, %s as n_little,
          count(distinct username) as people
        from %s and %s group by f.check_id, f.strength
        """
            .formatted(
                sum(verdict, FlagVerdict.RIGHT),
                sum(verdict, FlagVerdict.WRONG),
                sum(verdict, FlagVerdict.NOT_IMPORTANT),
                from,
                where.text()),
        rs ->
            new VerdictCounts(
                rs.getString("check_id"),
                Strength.of(rs.getString("strength")).orElse(Strength.TELL),
                footing,
                rs.getInt("n_right"),
                rs.getInt("n_wrong"),
                rs.getInt("n_little"),
                rs.getInt("people")),
        where.values().toArray());
  }

  @Override
  public FigureTable table(Selection selection, By by, String check) {
    return db.read(tx -> Figures.of(tx, selection, by, check));
  }

  @Override
  public List<FigureRow> ofChecks(Selection selection, Collection<String> checks) {
    return db.read(tx -> Figures.ofChecks(tx, selection, checks));
  }

  /** The first condition ends the query where no trial is, before a row is read. */
  @Override
  public int inShadowMode(Selection selection) {
    SqlFragment where =
        SqlFragment.of(
            """
            exists (select 1 from worklist_value where kind = 'state' and value = 'trial')
              and f.rank >= 0 and f.state = 'trial'
            """);
    if (!selection.site().isEmpty()) {
      where = where.and(SqlFragment.of("f.site = ?", selection.site()));
    }
    if (!selection.modality().isEmpty()) {
      where = where.and(SqlFragment.of("f.modality = ?", selection.modality()));
    }
    SqlFragment chosen = selection.times().map(t -> received(t)).map(where::and).orElse(where);
    return db.read(
        tx ->
            tx.first(
                    "select count(*) as n from worklist f where " + chosen.text(),
                    rs -> rs.getInt("n"),
                    chosen.values().toArray())
                .orElseThrow());
  }

  private static SqlFragment received(Selection.Received times) {
    return SqlFragment.of(
        """
        (select min(v.received_at) from report_version v
          where v.site = f.site and v.report_id = f.report_id) between ? and ?
        """,
        times.from().toEpochMilli(),
        times.to().toEpochMilli() - 1);
  }

  @Override
  public Values values() {
    return db.read(
        tx ->
            new Values(
                distinct(tx, "site", "quality_report"),
                distinct(tx, "modality", "quality_report"),
                distinct(tx, "check_id", "quality_flag")));
  }

  private static List<String> distinct(Tx tx, String column, String table) throws SQLException {
    return tx
        .list(
            "select distinct %s as value from %s".formatted(column, table),
            rs -> rs.getString("value"))
        .stream()
        .filter(value -> !value.isEmpty())
        .sorted()
        .toList();
  }

  private static String sum(String column, FlagVerdict verdict) {
    return "sum(case when %s = '%s' then 1 else 0 end)".formatted(column, verdict.code());
  }
}
