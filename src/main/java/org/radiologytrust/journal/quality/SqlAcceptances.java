package org.radiologytrust.journal.quality;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.quality.Readings.Source;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.journal.strengths.SqlStrengthTables;

/** {@link Acceptances} in SQL: the tables {@code acceptance} and {@code acceptance_count}. */
public final class SqlAcceptances implements Acceptances {
  private static final String SELECT =
      """
      select name, number, reports, most_wrong, least_right, most_quiet, least_flags, begun_by,
        begun_at, outcome, quiet, wrong_high, right_low, ended_by, ended_at
      from acceptance
      """;

  private static final String ACCEPTED =
      SELECT
          + "where outcome in ('%s', '%s') order by number desc limit 1"
              .formatted(Outcome.GO.code(), Outcome.QUIET.code());

  private final Db db;
  private final Clock clock;

  public SqlAcceptances(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  @Override
  public Optional<Acceptance> begin(int most, Rule rule, String user) {
    if (db.read(tx -> tx.first("select 1 from acceptance where running = 1", rs -> 1))
        .isPresent()) {
      return Optional.empty();
    }
    AcceptedReports taken = db.read(tx -> AcceptedReports.newest(tx, most));
    if (taken.reports() == 0) {
      return Optional.empty();
    }
    long seed = new SecureRandom().nextLong();
    return db.write(tx -> begin(tx, taken, seed, rule, user));
  }

  private Optional<Acceptance> begin(
      Tx tx, AcceptedReports taken, long seed, Rule rule, String user) throws SQLException {
    taken.lock(tx);
    int number =
        tx.first("select coalesce(max(number), 0) + 1 from acceptance", rs -> rs.getInt(1))
            .orElseThrow();
    String name = "acceptance-" + number;
    long now = clock.millis();
    // of two nodes, the second waits here for the first one's commit
    int mine =
        tx.update(
            """
            insert into acceptance (name, number, running, reports, most_wrong, least_right,
              most_quiet, least_flags, begun_by, begun_at, outcome, quiet, ended_by)
            values (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, '', '', '') on conflict do nothing
            """,
            name,
            number,
            taken.reports(),
            rule.mostWrong(),
            rule.leastRight(),
            rule.mostQuiet(),
            rule.leastFlags(),
            user,
            now);
    if (mine == 0) {
      return Optional.empty();
    }
    taken.store(tx, name, seed, now);
    return find(tx, name);
  }

  private static Optional<Acceptance> find(Tx tx, String name) throws SQLException {
    return tx.first(SELECT + "where name = ?", SqlAcceptances::acceptance, name);
  }

  private static Acceptance acceptance(ResultSet rs) throws SQLException {
    return new Acceptance(
        rs.getString("name"),
        rs.getInt("number"),
        rs.getInt("reports"),
        new Rule(
            rs.getDouble("most_wrong"),
            rs.getDouble("least_right"),
            rs.getInt("most_quiet"),
            rs.getInt("least_flags")),
        rs.getString("begun_by"),
        Instant.ofEpochMilli(rs.getLong("begun_at")),
        end(rs));
  }

  private static @Nullable End end(ResultSet rs) throws SQLException {
    Optional<Outcome> outcome = Outcome.of(rs.getString("outcome"));
    return outcome.isEmpty()
        ? null
        : new End(
            outcome.get(),
            Stream.of(rs.getString("quiet").split(" ")).filter(c -> !c.isEmpty()).toList(),
            rs.getString("ended_by"),
            Instant.ofEpochMilli(rs.getLong("ended_at")));
  }

  @Override
  public Optional<Acceptance> newest() {
    return db.read(
        tx -> tx.first(SELECT + "order by number desc limit 1", SqlAcceptances::acceptance));
  }

  @Override
  public List<Count> counts(String name) {
    return db.read(
        tx ->
            tx.list(
                """
                select modality, check_id, counted, n from acceptance_count where name = ?
                order by modality, check_id, counted
                """,
                rs ->
                    new Count(
                        rs.getString("modality"),
                        rs.getString("check_id"),
                        Counted.of(rs.getString("counted")),
                        rs.getInt("n")),
                name));
  }

  @Override
  public List<Verdicts> verdicts(String name) {
    return db.read(tx -> verdicts(tx, name));
  }

  private static List<Verdicts> verdicts(Tx tx, String name) throws SQLException {
    return tx.list(
        """
        select f.check_id, sum(case when a.answer = 'right' then 1 else 0 end) as n_right,
          sum(case when a.answer = 'not-important' then 1 else 0 end) as n_little,
          sum(case when a.answer = 'wrong' then 1 else 0 end) as n_wrong, count(*) as n
        from reading_item f left join reading_answer a on a.item = f.id and %s
        where f.source = '%s' and f.name = ? group by f.check_id order by f.check_id
        """
            .formatted(SqlReadings.FIRST, Source.PILOT.code()),
        rs ->
            new Verdicts(
                rs.getString("check_id"),
                rs.getInt("n_right"),
                rs.getInt("n_little"),
                rs.getInt("n_wrong"),
                rs.getInt("n")),
        name);
  }

  @Override
  public List<Second> seconds(String name) {
    return db.read(
        tx ->
            tx.list(
                """
                select o.username, count(*) as n,
                  sum(case when o.answer = a.answer then 1 else 0 end) as n_same
                from reading_item f join reading_answer a on a.item = f.id and %s
                  join reading_answer o on o.item = f.id and o.username <> a.username and %s
                where f.source = '%s' and f.name = ? group by o.username order by o.username
                """
                    .formatted(SqlReadings.FIRST, SqlReadings.stands("o"), Source.PILOT.code()),
                rs -> new Second(rs.getString("username"), rs.getInt("n"), rs.getInt("n_same")),
                name));
  }

  @Override
  public boolean end(Ending ending) {
    return db.write(tx -> end(tx, ending));
  }

  private boolean end(Tx tx, Ending ending) throws SQLException {
    if (!SqlReadings.holdRunning(tx, ending.name())) {
      return find(tx, ending.name())
          .map(Acceptance::end)
          .filter(
              end ->
                  end.outcome() == ending.outcome()
                      && end.user().equals(ending.user())
                      && end.quiet().equals(ending.quiet()))
          .isPresent();
    }
    if (ending.outcome() != Outcome.GIVEN_UP
        && !verdicts(tx, ending.name()).equals(ending.seen())) {
      return false;
    }
    long now = clock.millis();
    if (ending.strengths() != null && !SqlStrengthTables.change(tx, ending.strengths(), now)) {
      return false;
    }
    Bounds bounds = ending.bounds();
    tx.update(
        """
        update acceptance set running = null, outcome = ?, quiet = ?, wrong_high = ?, right_low = ?,
          ended_by = ?, ended_at = ?
        where name = ?
        """,
        ending.outcome().code(),
        String.join(" ", ending.quiet()),
        bounds == null ? null : bounds.wrongHigh(),
        bounds == null ? null : bounds.rightLow(),
        ending.user(),
        now,
        ending.name());
    return true;
  }

  @Override
  public Optional<Acceptance> accepted() {
    return db.read(tx -> tx.first(ACCEPTED, SqlAcceptances::acceptance));
  }

  @Override
  public Map<String, Integer> flaggedReports(String name) {
    Map<String, Integer> all = new HashMap<>();
    db.read(
        tx ->
            tx.list(
                """
                select check_id, count(distinct run_id) as n from reading_item
                where source = 'pilot' and name = ? group by check_id
                """,
                rs -> all.put(rs.getString("check_id"), rs.getInt("n")),
                name));
    return all;
  }

  @Override
  public Optional<Band> band() {
    return db.read(
        tx ->
            tx.first(
                ACCEPTED,
                rs ->
                    new Band(
                        rs.getDouble("wrong_high"),
                        rs.getDouble("right_low"),
                        rs.getString("ended_by"),
                        Instant.ofEpochMilli(rs.getLong("ended_at")))));
  }
}
