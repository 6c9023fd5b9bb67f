package org.radiologytrust.journal.stop;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Tx;

/** {@link Breaches} in SQL. */
public final class SqlBreaches implements Breaches {
  private static final String LOOK = "last";

  private static final String AT = " check_name = ? and kind = ? and strength = ? ";

  private static final String SELECT =
      """
      select b.check_name, b.kind, b.strength, b.number, b.words, b.began_at, b.ended_at,
        coalesce(a.answer, 0) as answer, a.what, a.reason, a.username, a.answered_at
      from stop_breach b left join stop_answer a on a.check_name = b.check_name
        and a.kind = b.kind and a.strength = b.strength and a.number = b.number
        and a.answer = (select max(l.answer) from stop_answer l
          where l.check_name = b.check_name and l.kind = b.kind and l.strength = b.strength
            and l.number = b.number)
      """;

  private static final String ORDER =
      " order by b.began_at, b.check_name, b.kind, b.strength, b.number";

  private final Db db;
  private final Clock clock;

  public SqlBreaches(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  @Override
  public void looked(Collection<Found> outside, Collection<Place> within, int unknown) {
    db.write(
        tx -> {
          long now = clock.millis();
          for (Found found : outside) {
            found(tx, found, now);
          }
          for (Place place : within) {
            tx.update(
                "update stop_breach set ended_at = ? where ended_at is null and" + AT,
                now,
                place.check(),
                place.kind(),
                place.strength());
          }
          tx.update(
              """
              insert into stop_look (name, looked_at, judged, not_known) values (?, ?, ?, ?)
              on conflict (name) do update set looked_at = excluded.looked_at,
                judged = excluded.judged, not_known = excluded.not_known
              """,
              LOOK,
              now,
              outside.size() + within.size() + unknown,
              unknown);
          return null;
        });
  }

  private static void found(Tx tx, Found found, long now) throws SQLException {
    Place place = found.place();
    int known =
        tx.update(
            "update stop_breach set words = ? where ended_at is null and" + AT,
            found.words(),
            place.check(),
            place.kind(),
            place.strength());
    if (known == 0) {
      int last =
          tx.first(
                  "select coalesce(max(number), 0) as n from stop_breach where" + AT,
                  rs -> rs.getInt("n"),
                  place.check(),
                  place.kind(),
                  place.strength())
              .orElse(0);
      // another node may look at the same time
      tx.update(
          """
          insert into stop_breach (check_name, kind, strength, number, words, began_at)
          values (?, ?, ?, ?, ?, ?) on conflict (check_name, kind, strength, number) do nothing
          """,
          place.check(),
          place.kind(),
          place.strength(),
          last + 1,
          found.words(),
          now);
    }
  }

  @Override
  public Optional<Look> last() {
    return db.read(
        tx ->
            tx.first(
                "select looked_at, judged, not_known from stop_look where name = ?",
                rs ->
                    new Look(
                        Instant.ofEpochMilli(rs.getLong("looked_at")),
                        rs.getInt("judged"),
                        rs.getInt("not_known")),
                LOOK));
  }

  @Override
  public List<Breach> open() {
    return db.read(tx -> tx.list(SELECT + "where b.ended_at is null" + ORDER, SqlBreaches::breach));
  }

  @Override
  public List<Breach> between(Instant from, Instant to) {
    return db.read(
        tx ->
            tx.list(
                SELECT + "where b.began_at < ? and coalesce(b.ended_at, ?) >= ?" + ORDER,
                SqlBreaches::breach,
                to.toEpochMilli(),
                to.toEpochMilli(),
                from.toEpochMilli()));
  }

  private static Breach breach(ResultSet rs) throws SQLException {
    long ended = rs.getLong("ended_at");
    int answer = rs.getInt("answer");
    return new Breach(
        new Place(rs.getString("check_name"), rs.getString("kind"), rs.getString("strength")),
        rs.getInt("number"),
        rs.getString("words"),
        Instant.ofEpochMilli(rs.getLong("began_at")),
        ended == 0 ? null : Instant.ofEpochMilli(ended),
        answer == 0
            ? null
            : new Answer(
                answer,
                What.of(rs.getString("what")).orElseThrow(),
                rs.getString("reason"),
                rs.getString("username"),
                Instant.ofEpochMilli(rs.getLong("answered_at"))));
  }

  @Override
  public boolean answer(Place place, int number, int seen, What what, String reason, String user) {
    return db.write(
        tx -> {
          Optional<Breach> breach =
              tx.first(
                  SELECT
                      + "where b.ended_at is null and b.check_name = ? and b.kind = ?"
                      + " and b.strength = ? and b.number = ?",
                  SqlBreaches::breach,
                  place.check(),
                  place.kind(),
                  place.strength(),
                  number);
          Answer last = breach.map(Breach::answer).orElse(null);
          if (last != null && last.number() == seen + 1) {
            // the same wish again: a reply was lost
            return last.what() == what && last.reason().equals(reason) && last.user().equals(user);
          }
          return breach.isPresent()
              && breach.get().seen() == seen
              && tx.update(
                      """
                      insert into stop_answer (check_name, kind, strength, number, answer, what,
                        reason, username, answered_at)
                      values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                      """,
                      place.check(),
                      place.kind(),
                      place.strength(),
                      number,
                      seen + 1,
                      what.code(),
                      reason,
                      user,
                      clock.millis())
                  == 1;
        });
  }
}
