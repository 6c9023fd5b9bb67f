package org.radiologytrust.journal.quality;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.radiologytrust.journal.quality.Readings.Kind;
import org.radiologytrust.journal.quality.Readings.Sizes;
import org.radiologytrust.journal.quality.Readings.Source;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Texts;

/** Draws the samples of one week. The row of a list and its items are stored in one commit. */
final class Drawing {
  private static final String REPORTS =
      """
      select r.run_id, '' as problem, r.site, r.modality, r.month, '' as check_id, '' as strength
      from quality_report r
      where r.received_at >= ? and r.received_at < ? and not exists (
        select 1 from quality_flag f where f.site = r.site and f.report_id = r.report_id
          and f.strength in ('tell', 'ask'))
      order by r.run_id
      """;

  private static final String FLAGS =
      """
      select f.run_id, f.problem, f.site, f.modality, f.month, f.check_id, f.strength
      from quality_report r
        join quality_flag f on f.run_id = r.run_id
      where r.received_at >= ? and r.received_at < ? and f.strength = ?
      order by f.run_id, f.problem
      """;

  private final Tx tx;
  private final LocalDate monday;
  private final String week;
  private final long now;
  private final LongSupplier seeds;

  /**
   * @param seeds gives one for each list
   */
  Drawing(Tx tx, Instant now, LongSupplier seeds) {
    this.tx = tx;
    this.seeds = seeds;
    this.now = now.toEpochMilli();
    this.monday =
        now.atZone(ZoneOffset.UTC)
            .toLocalDate()
            .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
            .minusWeeks(1);
    this.week =
        String.format(
            Locale.ROOT,
            "%d-W%02d",
            monday.get(IsoFields.WEEK_BASED_YEAR),
            monday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }

  /** What an item is drawn as. */
  private record Drawn(
      String run,
      String problem,
      String site,
      String modality,
      int month,
      String check,
      String strength) {
    static Drawn of(ResultSet rs) throws SQLException {
      return new Drawn(
          rs.getString("run_id"),
          rs.getString("problem"),
          rs.getString("site"),
          rs.getString("modality"),
          rs.getInt("month"),
          rs.getString("check_id"),
          rs.getString("strength"));
    }
  }

  int draw(Sizes sizes) throws SQLException {
    int drawn = 0;
    for (Kind kind : Kind.values()) {
      drawn += sizes.of(kind) > 0 && draw(kind, sizes.of(kind)) ? 1 : 0;
    }
    return drawn;
  }

  private boolean draw(Kind kind, int size) throws SQLException {
    long seed = seeds.getAsLong();
    // of two nodes, the second waits here for the first one's commit
    int mine =
        tx.update(
            """
            insert into reading_list (source, name, kind, seed, population, drawn_at)
            values (?, ?, ?, ?, 0, ?) on conflict do nothing
            """,
            Source.WEEK.code(),
            week,
            kind.code(),
            seed,
            now);
    if (mine == 0) {
      return false;
    }
    List<Drawn> all = new ArrayList<>(population(kind));
    tx.update(
        "update reading_list set population = ? where source = ? and name = ? and kind = ?",
        all.size(),
        Source.WEEK.code(),
        week,
        kind.code());
    Collections.shuffle(all, new Random(seed));
    for (int i = 0; i < Math.min(size, all.size()); i++) {
      add(kind, i + 1, all.get(i));
    }
    return true;
  }

  private List<Drawn> population(Kind kind) throws SQLException {
    long from = monday.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    long to = monday.plusWeeks(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    return kind == Kind.REPORT
        ? tx.list(REPORTS, Drawn::of, from, to)
        : tx.list(FLAGS, Drawn::of, from, to, kind.code());
  }

  private void add(Kind kind, int place, Drawn drawn) throws SQLException {
    UUID id =
        Texts.uuid5(String.join("|", "reading", Source.WEEK.code(), week, kind.code(), place + ""));
    tx.update(
        """
        insert into reading_item (id, source, name, kind, place, run_id, problem, site, modality,
          month, check_id, strength)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        id.toString(),
        Source.WEEK.code(),
        week,
        kind.code(),
        place,
        drawn.run,
        drawn.problem,
        drawn.site,
        drawn.modality,
        drawn.month,
        drawn.check,
        drawn.strength);
  }
}
