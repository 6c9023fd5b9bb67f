package org.radiologytrust.journal.quality;

import java.util.List;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.SqlFragment;
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
    SqlFragment where = where(selection).and(SqlFragment.of("f.verdict <> ''"));
    return db.read(
        tx ->
            tx.list(
                """
                select f.check_id, f.strength, %s as n_right, %s as n_wrong, %s as n_little,
                  count(distinct f.username) as people
                from quality_flag f where %s group by f.check_id, f.strength
                order by f.check_id, f.strength desc
                """
                    .formatted(
                        sum(FlagVerdict.RIGHT),
                        sum(FlagVerdict.WRONG),
                        sum(FlagVerdict.NOT_IMPORTANT),
                        where.text()),
                rs ->
                    new VerdictCounts(
                        rs.getString("check_id"),
                        Strength.of(rs.getString("strength")).orElse(Strength.TELL),
                        Footing.CHOSEN,
                        rs.getInt("n_right"),
                        rs.getInt("n_wrong"),
                        rs.getInt("n_little"),
                        rs.getInt("people")),
                where.values().toArray()));
  }

  private static String sum(FlagVerdict verdict) {
    return "sum(case when f.verdict = '%s' then 1 else 0 end)".formatted(verdict.code());
  }

  /** The rows {@code f} of a selection. What else leaves rows out belongs here. */
  static SqlFragment where(Selection selection) {
    SqlFragment where =
        SqlFragment.of(
            "f.month between ? and ?",
            selection.from() == null ? 0 : QualityTable.number(selection.from()),
            selection.to() == null ? Integer.MAX_VALUE : QualityTable.number(selection.to()));
    if (!selection.site().isEmpty()) {
      where = where.and(SqlFragment.of("f.site = ?", selection.site()));
    }
    if (!selection.modality().isEmpty()) {
      where = where.and(SqlFragment.of("f.modality = ?", selection.modality()));
    }
    return where;
  }
}
