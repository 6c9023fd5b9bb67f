package org.radiologytrust.journal.quality;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Locks;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.SqlFragment;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Audit;

/** {@link Readings} in SQL. */
public final class SqlReadings implements Readings {
  /** The answer {@code a} of a person about an item stands. */
  static final String STANDS = stands("a");

  /** It is the first that a person gave of those that stand; of two at one time, by name. */
  static final String FIRST =
      STANDS
          + """
           and not exists (
            select 1 from reading_answer b where b.item = a.item and b.username <> a.username
              and (b.answered_at < a.answered_at
                or b.answered_at = a.answered_at and b.username < a.username)
              and %s)
          """
              .formatted(stands("b"));

  /** An audit that others see, or one of shadow mode. */
  private static final String ITEM =
      """
      select i.id, i.name, i.kind, i.problem, i.place,
        coalesce(a.audit_packed, s.audit_packed) as audit_packed, w.id as report,
        (select count(*) from reading_item o
          where o.source = i.source and o.name = i.name and o.kind = i.kind) as items
      from reading_item i
        left join audit a on a.run_id = i.run_id
        left join shadow_audit s on s.run_id = i.run_id
        join worklist w on w.site = coalesce(a.site, s.site)
          and w.report_id = coalesce(a.report_id, s.report_id)
      """;

  /** The item {@code i} is of a week, or of an acceptance that runs. */
  private static final String OPEN =
      """
      (i.source = 'week' or exists (
        select 1 from acceptance x where x.name = i.name and x.running = 1))
      """;

  private final Db db;
  private final Clock clock;

  public SqlReadings(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  @Override
  public int draw(Instant now, Sizes sizes) {
    return db.write(tx -> new Drawing(tx, now, new SecureRandom()::nextLong).draw(sizes));
  }

  @Override
  public Optional<Item> next(String user, boolean trial, List<UUID> later) {
    StringBuilder last = new StringBuilder("case i.id");
    List<Object> values = new ArrayList<>(List.of(user));
    for (UUID item : later) {
      values.add(item.toString());
      last.append(" when ? then ").append(values.size());
    }
    String order = later.isEmpty() ? "" : last + " else 0 end, ";
    return db.read(
        tx ->
            tx.first(
                ITEM
                    + " where "
                    + OPEN
                    + (trial ? "" : " and s.run_id is null")
                    + " and not exists (select 1 from reading_answer a where a.item = i.id"
                    + " and a.username = ? and "
                    + STANDS
                    + ") order by "
                    + order
                    + "i.source, i.name desc, i.kind, i.place limit 1",
                SqlReadings::item,
                values.toArray()));
  }

  @Override
  public Optional<Item> find(UUID item) {
    return db.read(tx -> tx.first(ITEM + " where i.id = ?", SqlReadings::item, item.toString()));
  }

  static String stands(String answer) {
    return """
        %1$s.answer <> 'undo' and not exists (
          select 1 from reading_answer later where later.item = %1$s.item
            and later.username = %1$s.username and later.number > %1$s.number)
        """
        .formatted(answer);
  }

  /**
   * Whether the acceptance of this name runs. Until this transaction ends, nobody can end it.
   *
   * @return false if it has ended, or there is none
   */
  static boolean holdRunning(Tx tx, String name) throws SQLException {
    return tx.update("update acceptance set running = 1 where name = ? and running = 1", name) == 1;
  }

  private static Item item(ResultSet rs) throws SQLException {
    return new Item(
        UUID.fromString(rs.getString("id")),
        Kind.of(rs.getString("kind")),
        rs.getString("name"),
        rs.getString("problem"),
        StoredJson.read(PackedText.read(rs, "audit"), Audit.class),
        UUID.fromString(rs.getString("report")),
        rs.getInt("place"),
        rs.getInt("items"));
  }

  @Override
  public Optional<Given> last(String user) {
    return db.read(
        tx ->
            tx.first(
                "select a.id, a.item, a.answer from reading_answer a"
                    + " join reading_item i on i.id = a.item where a.username = ? and "
                    + OPEN
                    + " and "
                    + STANDS
                    + " order by a.answered_at desc, a.id limit 1",
                SqlReadings::given,
                user));
  }

  @Override
  public Optional<Given> newest(UUID item, String user) {
    return db.read(tx -> newest(tx, item, user));
  }

  private static Optional<Given> newest(Tx tx, UUID item, String user) throws SQLException {
    return tx.first(
        """
        select id, item, answer from reading_answer where item = ? and username = ?
        order by number desc limit 1
        """,
        SqlReadings::given,
        item.toString(),
        user);
  }

  private static Given given(ResultSet rs) throws SQLException {
    return new Given(
        UUID.fromString(rs.getString("id")),
        UUID.fromString(rs.getString("item")),
        Answer.of(rs.getString("answer")).orElseThrow());
  }

  @Override
  public Outcome answer(UUID id, UUID item, String user, Answer answer, @Nullable UUID seen) {
    return db.write(tx -> answer(tx, new Given(id, item, answer), user, seen));
  }

  private Outcome answer(Tx tx, Given given, String user, @Nullable UUID seen) throws SQLException {
    Optional<String> report =
        tx.first(
            """
            select coalesce(a.report_id, s.report_id) as report_id from reading_item i
            left join audit a on a.run_id = i.run_id
            left join shadow_audit s on s.run_id = i.run_id
            where i.id = ? and coalesce(a.report_id, s.report_id) is not null
            """,
            rs -> rs.getString("report_id"),
            given.item().toString());
    if (report.isEmpty()) {
      return Outcome.UNKNOWN;
    }
    // an erasure that deletes the item takes it, too
    Locks.report(tx, report.get());
    Optional<String> acceptance =
        tx.first(
            "select case when source = 'pilot' then name else '' end from reading_item where id = ?",
            rs -> rs.getString(1),
            given.item().toString());
    if (acceptance.isEmpty() || !acceptance.get().isEmpty() && !holdRunning(tx, acceptance.get())) {
      return Outcome.UNKNOWN;
    }
    Optional<Outcome> again =
        tx.first(
            "select id, item, answer, username from reading_answer where id = ?",
            rs ->
                given(rs).equals(given) && rs.getString("username").equals(user)
                    ? Outcome.STORED
                    : Outcome.UNKNOWN,
            given.id().toString());
    if (again.isPresent()) {
      return again.get();
    }
    Optional<Given> newest = newest(tx, given.item(), user);
    if (!Objects.equals(newest.map(Given::id).orElse(null), seen)) {
      return Outcome.ANSWERED_MEANWHILE;
    }
    boolean stands = newest.filter(n -> n.answer() != Answer.UNDO).isPresent();
    if (stands != (given.answer() == Answer.UNDO)) {
      return Outcome.UNKNOWN;
    }
    tx.update(
        """
        insert into reading_answer (id, item, username, number, answer, answered_at)
        select ?, ?, ?, coalesce(max(number), 0) + 1, ?, ? from reading_answer
        where item = ? and username = ?
        """,
        given.id().toString(),
        given.item().toString(),
        user,
        given.answer().code(),
        clock.millis(),
        given.item().toString(),
        user);
    return Outcome.STORED;
  }

  @Override
  public List<Progress> progress(Source source, int count) {
    return db.read(
        tx ->
            tx.list(
                """
                select l.name, l.kind, l.population,
                  (select count(*) from reading_item i where i.source = l.source
                    and i.name = l.name and i.kind = l.kind) as items,
                  (select count(*) from reading_item i where i.source = l.source
                    and i.name = l.name and i.kind = l.kind
                    and exists (select 1 from reading_answer a where a.item = i.id and %s)) as n_read
                from reading_list l where l.source = ? order by l.name desc, l.kind limit ?
                """
                    .formatted(STANDS),
                rs ->
                    new Progress(
                        rs.getString("name"),
                        Kind.of(rs.getString("kind")),
                        rs.getInt("population"),
                        rs.getInt("items"),
                        rs.getInt("n_read")),
                source.code(),
                count));
  }

  @Override
  public Missed missed(Selection selection) {
    SqlFragment where = Figures.where(selection, Figures.READ);
    return db.read(
            tx ->
                tx.first(
                    """
                    select count(*) as n_read,
                      coalesce(sum(case when a.answer = 'wrong' then 1 else 0 end), 0) as n_missed
                    from reading_item f join reading_answer a on a.item = f.id
                    where f.source = 'week' and f.kind = 'report' and %s and %s
                    """
                        .formatted(where.text(), FIRST),
                    rs -> new Missed(rs.getInt("n_read"), rs.getInt("n_missed")),
                    where.values().toArray()))
        .orElseThrow();
  }

  @Override
  public List<MissedReport> missedReports(Selection selection, int most) {
    SqlFragment where = Figures.where(selection, Figures.READ);
    List<Object> values = new ArrayList<>(where.values());
    values.add(most);
    return db.read(
        tx ->
            tx.list(
                """
                select w.id as report, f.modality, a.answered_at
                from reading_item f join reading_answer a on a.item = f.id
                  join audit au on au.run_id = f.run_id
                  join worklist w on w.site = au.site and w.report_id = au.report_id
                where f.source = 'week' and f.kind = 'report' and a.answer = 'wrong' and %s and %s
                order by a.answered_at desc, f.id limit ?
                """
                    .formatted(where.text(), FIRST),
                rs ->
                    new MissedReport(
                        UUID.fromString(rs.getString("report")),
                        rs.getString("modality"),
                        Instant.ofEpochMilli(rs.getLong("answered_at"))),
                values.toArray()));
  }
}
