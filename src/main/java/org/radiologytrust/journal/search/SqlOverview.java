package org.radiologytrust.journal.search;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.inbox.MessageIds;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.journal.store.VersionStates;

/** {@link Overview} in SQL. Statements read by an index, however many rows there are. */
final class SqlOverview implements Overview {
  private static final int MOST_FEEDS = 100;

  private static final String REFUSED =
      """
      select r.sink, r.refusal, count(*) as refused, min(r.refused_at) as since,
        sum((
          select count(*) from audit a
          join audit b on b.site = a.site and b.report_id = a.report_id
          join delivery w on w.run_id = b.run_id and w.sink = r.sink
          where a.run_id = r.run_id and w.state = 'pending' and w.refused_at is null
            and w.ordinal > r.ordinal)) as behind
      from delivery r where r.state = 'pending' and r.refused_at is not null
      group by r.sink, r.refusal order by since, r.sink, r.refusal limit 20
      """;

  private final Db db;

  SqlOverview(Db db) {
    this.db = db;
  }

  @Override
  public List<Open> open() {
    return db.watch(
        tx -> {
          List<Open> open = new ArrayList<>();
          for (String state : VersionStates.OPEN_STATES) {
            tx.first(
                    """
                    select received_at from report_version where state = ?
                    order by received_at limit 1
                    """,
                    rs -> new Open(state, Instant.ofEpochMilli(rs.getLong(1))),
                    state)
                .ifPresent(open::add);
          }
          return open;
        });
  }

  @Override
  public List<Refused> refused() {
    return db.watch(
        tx ->
            tx.list(
                REFUSED,
                rs ->
                    new Refused(
                        rs.getString("sink"),
                        rs.getString("refusal"),
                        rs.getLong("refused"),
                        rs.getLong("behind"),
                        Instant.ofEpochMilli(rs.getLong("since")))));
  }

  private record Place(String channel, String site) {}

  @Override
  public List<Feed> feeds() {
    return db.watch(
        tx -> {
          List<Feed> feeds = new ArrayList<>();
          Optional<Place> next = next(tx, new Place("", ""));
          while (next.isPresent() && feeds.size() < MOST_FEEDS) {
            feeds.add(feed(tx, next.get()));
            next = next(tx, next.get());
          }
          return feeds;
        });
  }

  private static Optional<Place> next(Tx tx, Place after) throws SQLException {
    return tx.first(
        """
        select channel, site from message where (channel, site) > (?, ?)
        order by channel, site limit 1
        """,
        rs -> new Place(rs.getString("channel"), rs.getString("site")),
        after.channel,
        after.site);
  }

  private static Feed feed(Tx tx, Place place) throws SQLException {
    return tx.first(
            """
            select received_at from message where channel = ? and site = ?
            order by received_at desc limit 1
            """,
            rs ->
                new Feed(
                    place.channel,
                    MessageIds.shown(place.site),
                    Instant.ofEpochMilli(rs.getLong(1))),
            place.channel,
            place.site)
        .orElseThrow();
  }
}
